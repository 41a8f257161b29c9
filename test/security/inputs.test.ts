/**
 * What is sent is refused unless it was asked for: unknown fields (A5), media types that are nearly JSON (A9), names that reach prototypes (A11),
 * and nonsense of every kind (A20), on every route there is.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Route } from '#platform/http';
import { addressOf, type House, openHouse } from './house.ts';
import { ownerOf } from './members.ts';

const NIGHT = Boolean(process.env.REGULARS_NIGHT);
const RUNS = NIGHT ? 100_000 : 3_000;

let house: House;
let owner: Record<string, string>;
beforeAll(async () => {
  house = await openHouse();
  owner = await ownerOf(house);
});
afterAll(() => house?.close());

const withBody = (): Route[] => house.routes.filter(({ body }) => body !== undefined);
const nameOf = ({ method, path }: Route): string => `${method} ${path}`;
const send = (route: Route, payload: string | object, contentType = 'application/json') =>
  house.send({
    method: route.method as 'POST',
    url: addressOf(route),
    headers: { ...owner, 'content-type': contentType },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  });

describe('unknown fields', () => {
  const stowaways = {
    tenant_id: 1,
    account_id: 1,
    is_admin: true,
    isAdmin: true,
    balance: 1e6,
    price: 0,
    created_by: 'me',
    suspended_at: null,
    made_by: 'me',
  };

  it('are refused by every body, at every depth', () => {
    const open = withBody().flatMap((route) =>
      looseObjects(z.toJSONSchema(route.body as z.ZodType, { io: 'input', unrepresentable: 'any' })).map(
        (where) => `${nameOf(route)} ${where}`,
      ),
    );
    expect(open).toEqual([]);
  });

  it('are refused by every query', () => {
    const open = house.routes
      .filter(({ query }) => query !== undefined)
      .filter(
        ({ query }) =>
          looseObjects(z.toJSONSchema(query as z.ZodType, { io: 'input', unrepresentable: 'any' })).length >
          0,
      );
    expect(open.map(nameOf)).toEqual([]);
  });

  it('change nothing when they are sent', async () => {
    const taken: string[] = [];
    expect(withBody().length).toBeGreaterThan(20);
    for (const route of withBody()) {
      const answer = await send(route, { ...kindOf(route), ...stowaways });
      const codes = (answer.json().errors ?? []).map(({ code }: { code: string }) => code);
      if (answer.statusCode !== 400 || !codes.includes('field_unknown'))
        taken.push(`${nameOf(route)}: ${answer.statusCode} ${codes}`);
    }
    expect(taken).toEqual([]);
  });

  /** Where a body is one of several kinds, the word that says which: without it nobody looks for what is unknown. */
  function kindOf(route: Route): object {
    type Shape = { oneOf?: { properties: Record<string, { const?: string }> }[] };
    const shape = z.toJSONSchema(route.body as z.ZodType, { io: 'input', unrepresentable: 'any' }) as Shape;
    const words = Object.entries(shape.oneOf?.[0]?.properties ?? {});
    return Object.fromEntries(words.flatMap(([name, { const: word }]) => (word ? [[name, word]] : [])));
  }

  it('there is no route that changes something and reads a body without a schema, but for protocols of others, and files on their way', () => {
    const bytes = house.routes.filter(({ accepts }) => accepts === 'bytes');
    const theirs = ({ access, path }: Route): boolean =>
      access.to !== 'staff' && /^\/(v1|webhooks)\//.test(path);
    expect(bytes.filter((route) => !theirs(route)).map(nameOf)).toEqual([
      // A file as it is, told by its bytes, sealed, and given back only as a download.
      'POST /api/customers/:id/files',
      'PUT /api/imports/uploads/:upload',
    ]);
  });
});

describe('media types', () => {
  const route = (): Route =>
    house.routes.find(({ method, path }) => method === 'PATCH' && path === '/api/settings') as Route;
  const isJson = (type: string): boolean => /^application\/json(; ?charset=utf-8)?$/i.test(type);

  const nearly = fc.oneof(
    fc
      .tuple(
        fc.constantFrom('', ' ', '\t', ',', ';', '"', 'text/plain,'),
        fc.constantFrom('application', 'APPLICATION', 'text', 'applicatiоn', 'application\t'),
        fc.constantFrom('/', ' / ', '\\', '//', '%2f'),
        fc.constantFrom('json', 'JSON', 'json5', 'jsonp', 'x-json', 'ld+json', 'problem+json', 'json '),
        fc.constantFrom(
          '',
          ';',
          '\t;charset=utf-8',
          ' ;charset=utf-8',
          ';charset=utf-7',
          ';charset=utf-16le',
          '; boundary=x',
          ';charset=utf-8;x=y',
          ', text/plain',
          '; charset="utf-8"',
          'x',
          '\u00a0',
        ),
      )
      .map((parts) => parts.join('')),
    fc.constantFrom(
      'text/plain',
      'multipart/form-data; boundary=x',
      'application/x-www-form-urlencoded',
      '*/*',
    ),
    fc.string({ maxLength: 40 }),
  );

  it('that are not exactly JSON never get past the door (500 variants)', async () => {
    const through: string[] = [];
    await fc.assert(
      fc.asyncProperty(nearly, async (type) => {
        const answer = await send(route(), { shop_name: 'Confused' }, type);
        if (answer.statusCode < 400 && !isJson(type)) through.push(type);
        expect(answer.statusCode).toBeLessThan(500);
      }),
      { numRuns: 500 },
    );
    expect(through).toEqual([]);
  });

  it('never let a body in that the schema refuses (500 variants)', async () => {
    await fc.assert(
      fc.asyncProperty(nearly, async (type) => {
        const answer = await send(route(), { shop_name: 'Confused', role: 'owner' }, type);
        expect(answer.statusCode).toBeGreaterThanOrEqual(400);
        expect(answer.statusCode).toBeLessThan(500);
      }),
      { numRuns: 500 },
    );
  });

  it('are read as JSON on every route with a body and as nothing else', async () => {
    const through: string[] = [];
    for (const one of withBody()) {
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json\t; x']) {
        const answer = await send(one, '{}', type);
        if (answer.statusCode !== 415) through.push(`${nameOf(one)} ${type}: ${answer.statusCode}`);
      }
    }
    expect(through).toEqual([]);
  });
});

describe('names that reach prototypes', () => {
  it.each([
    '{"__proto__":{"role":"owner"}}',
    '{"constructor":{"prototype":{"role":"owner"}}}',
    '{"a":[{"__proto__":{}}]}',
    '{"\\u005f_proto__":{"role":"owner"}}',
  ])('%s is refused by every body', async (payload) => {
    for (const route of withBody()) expect((await send(route, payload)).statusCode, nameOf(route)).toBe(400);
    expect(({} as { role?: string }).role).toBeUndefined();
  });
});

describe('nonsense', () => {
  const awkward = fc.oneof(
    fc.constantFrom(
      '',
      '\0',
      "'; DROP TABLE staff; --",
      '../../etc/passwd',
      '%00',
      '\ud800',
      '9'.repeat(400),
    ),
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.double().map(String),
    fc.bigInt().map(String),
  );

  it(`is answered with a reason, never with a fault (${RUNS} requests)`, async () => {
    // What would end the session that the others are sent with, or what never ends.
    const targets = house.routes.filter(({ path }) => !/sign-out|stream|sessions\/:id/.test(path));
    const faults: string[] = [];
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.array(awkward, { minLength: 4, maxLength: 4 }),
        fc.dictionary(fc.constantFrom('q', 'sort', 'after', 'limit', 'format', 'from', 'id', 'x'), awkward, {
          maxKeys: 3,
        }),
        fc.oneof(fc.json({ maxDepth: 4 }), fc.string({ unit: 'binary', maxLength: 200 })),
        fc.boolean(),
        async (n, ids, query, payload, signedIn) => {
          const route = targets[n % targets.length] as Route;
          const path = route.path.replace(/:[a-z_]+/g, () => encodeURIComponent(wellFormed(ids.pop() ?? '')));
          const search = Object.entries(query).map(
            ([name, value]) => `${name}=${encodeURIComponent(wellFormed(value))}`,
          );
          const { status, body } = await house.statusOf({
            method: route.method as 'GET',
            url: search.length > 0 ? `${path}?${search.join('&')}` : path,
            headers: signedIn ? owner : {},
            ...(!['GET', 'OPTIONS'].includes(route.method) && {
              payload,
              headers: { ...(signedIn && owner), 'content-type': 'application/json' },
            }),
          });
          if (status >= 500 && !body.includes('"lake_away"'))
            faults.push(`${nameOf(route)}: ${status} ${body}`);
        },
      ),
      { numRuns: RUNS },
    );
    expect([...new Set(faults)]).toEqual([]);
  }, 3_600_000);
});

const wellFormed = (text: string): string => text.toWellFormed();

/** Where a schema lets names through that it does not know. A record names none on purpose. */
function looseObjects(schema: unknown, where = '$'): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const node = schema as Record<string, unknown>;
  const isLoose = node.properties !== undefined && node.additionalProperties !== false;
  return [
    ...(isLoose ? [where] : []),
    ...Object.entries(node).flatMap(([key, value]) => looseObjects(value, `${where}.${key}`)),
  ];
}
