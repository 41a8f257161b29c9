/** T21, A21: what every answer tells a browser, and which pages may make one act. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '#platform/http';
import { addressOf, cookiesOf, type House, ORIGIN, openHouse, PASSWORD } from './house.ts';
import { aMember, ownerOf } from './members.ts';

const PUBLIC = 'https://crm.tea.example';
let plain: House;
let secure: House;
beforeAll(async () => {
  plain = await openHouse();
  secure = await openHouse({ PUBLIC_URL: PUBLIC });
}, 240_000);
afterAll(async () => {
  await plain?.close();
  await secure?.close();
});

const isStream = ({ path }: Route): boolean => path.endsWith('/stream');

async function wrongHeaders(house: House, who: Record<string, string>): Promise<string[]> {
  const wrong: string[] = [];
  for (const route of house.routes.filter((one) => !isStream(one))) {
    const { headers } = await house.send({
      method: route.method as 'GET',
      url: addressOf(route),
      headers: who,
      ...(!['GET', 'OPTIONS'].includes(route.method) && { payload: { no_such_field: 1 } }),
    });
    const policy = String(headers['content-security-policy']);
    const rules: Record<string, boolean> = {
      nosniff: headers['x-content-type-options'] === 'nosniff',
      frames: /frame-ancestors 'none'/.test(policy) && headers['x-frame-options'] === 'DENY',
      scripts: !/unsafe-(inline|eval)|\*/.test(policy),
      referrer: headers['referrer-policy'] === 'no-referrer',
      opener: headers['cross-origin-opener-policy'] === 'same-origin',
      resource: route.path.startsWith('/v1/') || headers['cross-origin-resource-policy'] === 'same-origin',
      cache: headers['cache-control'] === 'no-store',
      hsts:
        house === plain
          ? headers['strict-transport-security'] === undefined
          : Number(/max-age=(\d+)/.exec(String(headers['strict-transport-security']))?.[1]) >= 31_536_000,
      cors: route.path.startsWith('/v1/') || headers['access-control-allow-origin'] === undefined,
      version: headers.server === undefined && headers['x-powered-by'] === undefined,
    };
    for (const [rule, kept] of Object.entries(rules))
      if (!kept) wrong.push(`${route.method} ${route.path}: ${rule}`);
  }
  return wrong;
}

describe('every route', () => {
  it('answers with all headers, to whomever', async () => {
    expect(await wrongHeaders(plain, {})).toEqual([]);
    expect(await wrongHeaders(plain, { ...(await ownerOf(plain)) })).toEqual([]);
  });

  it('insists on HTTPS where the public address has it', async () => {
    expect(await wrongHeaders(secure, {})).toEqual([]);
  });
});

describe('cookies', () => {
  it('belong to this host alone over HTTPS, and every one of them is closed to scripts', async () => {
    const member = await aMember(secure, 'owner');
    const answer = await secure.signIn(member.email);
    expect(answer.cookies.map(({ name }) => name)).toContain('__Host-regulars.session_token');
    for (const cookie of answer.cookies) {
      expect(cookie).toMatchObject({ secure: true, httpOnly: true, sameSite: 'Lax', path: '/' });
      expect(cookie.domain).toBeUndefined();
    }
    expect((await secure.send({ url: '/api/me', headers: member.headers })).statusCode).toBe(200);
  });

  it('planted by a neighbouring host under the plain name are not believed', async () => {
    const { headers } = await aMember(secure, 'owner');
    const planted = headers.cookie.replace('__Host-', '');
    expect((await secure.send({ url: '/api/me', headers: { cookie: planted } })).statusCode).toBe(401);
  });
});

describe('a request that changes something', () => {
  const change = (house: House, cookie: string, headers: Record<string, string>) =>
    house.send({
      method: 'PATCH',
      url: '/api/settings',
      payload: { shop_name: 'Changed' },
      headers: { cookie, ...headers },
    });

  it.each([
    ['https://evil.example'],
    ['null'],
    [''],
    ['http://127.0.0.1:4210.evil.example'],
    ['http://evil.example/http://127.0.0.1:4210'],
    ['http://127.0.0.1'],
    ['http://127.0.0.1:4211'],
    ['http://localhost:4210'],
    ['file://'],
  ])('with the cookie from %j is refused', async (origin) => {
    const { cookie } = await ownerOf(plain);
    const answer = await change(plain, cookie, { origin });
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'origin_not_allowed']);
  });

  it('from our own page is not, and neither is one with a key, which no browser sends by itself', async () => {
    const { cookie } = await ownerOf(plain);
    expect((await change(plain, cookie, { origin: ORIGIN })).statusCode).toBe(200);
    const { apiKey } = await plain.platform.auth.createApiKey({ name: 'sync', role: 'owner' });
    const byKey = { authorization: `Bearer ${apiKey}`, origin: 'https://elsewhere.example' };
    expect((await change(plain, '', byKey)).statusCode).toBe(200);
  });

  it('is not one that signs somebody in or out, either', async () => {
    const { email, headers } = await aMember(plain, 'agent');
    const foreign = { origin: 'https://evil.example' };
    const signIn = await plain.send({
      method: 'POST',
      url: '/api/auth/sign-in/email',
      payload: { email, password: PASSWORD },
      headers: foreign,
    });
    expect([signIn.statusCode, cookiesOf(signIn)]).toEqual([403, '']);
    const signOut = { method: 'POST', url: '/api/auth/sign-out', payload: {} } as const;
    expect((await plain.send({ ...signOut, headers: { ...headers, ...foreign } })).statusCode).toBe(403);
    expect((await plain.send({ url: '/api/me', headers })).statusCode).toBe(200);
  });
});
