/**
 * T18, A2, A3, A21: every route × every principal. What is expected is read off the route's access rule; whoever is refused has caused no
 * statement that writes.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '#platform/http';
import { addressOf, type House, openHouse } from './house.ts';
import { type Principals, principalsOf } from './principals.ts';
import { writesDuring } from './statements.ts';

let house: House;
let principals: Principals;
beforeAll(async () => {
  house = await openHouse();
  principals = await principalsOf(house);
});
afterAll(() => house?.close());

const READING = ['GET', 'OPTIONS'];
/** No body schema has this field: who may come in is told so, and does nothing. */
const nothing = { there_is_no_such_field: true };

const call = (route: Route, headers: Record<string, string>) =>
  house.statusOf({
    method: route.method as 'GET',
    url: addressOf(route),
    headers,
    ...(!READING.includes(route.method) && { payload: nothing }),
  });

type Verdict = 'in' | 401 | 403;

function expected({ access, method }: Route, { role, foreign }: Principals[string]): Verdict {
  if (access.to !== 'staff') return 'in';
  if (role === null) return 401;
  if (foreign && !READING.includes(method)) return 403;
  return access.roles.includes(role) ? 'in' : 403;
}

const verdictOf = ({ status, body }: { status: number; body: string }): Verdict | number => {
  if (status < 400) return 'in';
  const { code } = JSON.parse(body) as { code: string };
  if (status === 401 && code === 'not_signed_in') return 401;
  if (status === 403 && ['not_allowed', 'origin_not_allowed'].includes(code)) return 403;
  return status < 500 || code === 'lake_away' ? 'in' : status;
};

describe('every route', () => {
  it('says who may call it', () => {
    expect(house.routes.length).toBeGreaterThan(50);
    const undeclared = house.routes.filter(
      ({ access }) => !['anyone', 'source', 'staff'].includes(access?.to),
    );
    expect(undeclared).toEqual([]);
  });

  it('is open without a credential only where this list says so', () => {
    const open = house.routes.filter(({ access }) => access.to === 'anyone');
    const unexpected = open.filter(
      ({ path }) =>
        !/^\/api\/(auth\/|sign-in$|invitations\/accept$|reach\/:token$|storefront(\/|$))|^\/(healthz|metrics)$|^\/v1\/|^\/webhooks\/:connection$/.test(
          path,
        ),
    );
    expect(unexpected.map(({ path }) => path)).toEqual([]);
  });

  it('lets in whom it names and nobody else, and writes nothing for those it refuses', async () => {
    const wrong: string[] = [];
    let cells = 0;
    for (const [name, principal] of Object.entries(principals)) {
      for (const route of house.routes.filter(({ access }) => access.to === 'staff')) {
        const want = expected(route, principal);
        let got: Verdict | number = 0;
        const writes = await writesDuring(async () => {
          got = verdictOf(await call(route, principal.headers));
        });
        cells++;
        const cell = `${name}: ${route.method} ${route.path}`;
        if (got !== want) wrong.push(`${cell} is ${got}, not ${want}`);
        if (want !== 'in' && writes.length > 0) wrong.push(`${cell} wrote: ${writes[0]}`);
      }
    }
    console.log(`authorisation: ${cells} cells, ${Object.keys(principals).length} principals`);
    expect(wrong).toEqual([]);
    expect(cells).toBeGreaterThan(1000);
  }, 300_000);

  it('that reads, writes nothing', async () => {
    const owner = principals['owner, signed in']?.headers ?? {};
    const wrote: string[] = [];
    for (const route of house.routes.filter(({ method }) => method === 'GET')) {
      const writes = await writesDuring(() => call(route, owner));
      if (writes.length > 0) wrote.push(`${route.path}: ${writes[0]}`);
    }
    expect(wrote).toEqual([]);
  });
});

describe('the watcher of statements', () => {
  it('sees what an allowed change writes', async () => {
    const writes = await writesDuring(() =>
      house.send({
        method: 'PATCH',
        url: '/api/settings',
        headers: principals['owner, signed in']?.headers ?? {},
        payload: { shop_name: 'Seen' },
      }),
    );
    expect(writes.join('\n')).toMatch(/UPDATE instance\.setting[\s\S]*INSERT INTO audit\.entry/);
  });
});
