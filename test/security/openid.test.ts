/** Signing in by a company account: only who is staff here already, and only on the word of the issuer that was named. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cookiesOf, type House, openHouse } from './house.ts';
import { type Claims, type Issuer, startIssuer } from './issuer.ts';
import { aMember } from './members.ts';

let issuer: Issuer;
let house: House;
const settings = (url: string) => ({
  OIDC_ISSUER: url,
  OIDC_CLIENT_ID: 'regulars',
  OIDC_CLIENT_SECRET: 'between us',
});
beforeAll(async () => {
  issuer = await startIssuer();
  house = await openHouse(settings(issuer.url));
});
afterAll(async () => {
  await house?.close();
  await issuer?.close();
});

const claimsOf = (email: string, more: Partial<Claims> = {}): Claims => ({
  sub: `sub-of-${email}`,
  email,
  email_verified: true,
  name: 'Whoever',
  ...more,
});

async function comeBack(claims: Claims, { forge = {}, withState = true, to = '/events' } = {}) {
  const start = await house.send({
    method: 'POST',
    url: '/api/auth/sign-in/social',
    payload: { provider: 'oidc', callbackURL: to },
  });
  const back = issuer.signIn(start.json().url, claims, forge);
  const answer = await house.send({ url: back, headers: withState ? { cookie: cookiesOf(start) } : {} });
  const session = { cookie: cookiesOf(answer) };
  return { answer, back, me: await house.send({ url: '/api/me', headers: session }) };
}

describe('a company account', () => {
  it('signs in who is staff here, and leads to where they wanted to go', async () => {
    const { email, id } = await aMember(house, 'analyst');
    const { answer, me } = await comeBack(claimsOf(email));
    expect([answer.statusCode, answer.headers.location]).toEqual([302, '/events']);
    expect(me.json()).toMatchObject({ id, email, role: 'analyst', name: 'analyst' });
    expect((await comeBack(claimsOf(email))).me.statusCode).toBe(200);
    const { rows } = await house.platform.database.pool.query(
      `SELECT "accessToken", "refreshToken", "idToken" FROM auth."account" WHERE "userId" = $1 AND "providerId" = 'oidc'`,
      [id],
    );
    expect(rows).toEqual([{ accessToken: null, refreshToken: null, idToken: null }]);
  });

  it('makes nobody staff', async () => {
    const { answer, me } = await comeBack(claimsOf('stranger@tea.example'));
    expect([answer.statusCode, me.statusCode]).toEqual([302, 401]);
    expect(String(answer.headers.location)).toMatch(/^http:\/\/127\.0\.0\.1:4210\/sign-in\?error=/);
    const { rows } = await house.platform.database.pool.query(
      `SELECT 1 FROM auth."user" WHERE "email" = 'stranger@tea.example'`,
    );
    expect(rows).toEqual([]);
  });

  it('with an address that the issuer has not verified is nobody', async () => {
    const { email } = await aMember(house, 'owner');
    expect((await comeBack(claimsOf(email, { email_verified: false }))).me.statusCode).toBe(401);
  });

  it('of somebody suspended signs nobody in', async () => {
    const { email } = await aMember(house, 'agent');
    expect((await comeBack(claimsOf(email))).me.statusCode).toBe(200);
    await house.platform.auth.setSuspended(email, true);
    expect((await comeBack(claimsOf(email))).me.statusCode).toBe(401);
  });

  it.each<[string, object]>([
    ['for another client', { aud: 'somebody-else' }],
    ['of another issuer', { iss: 'https://evil.example' }],
    ['that ran out', { exp: 1 }],
    ['of another sign-in', { nonce: 'replayed' }],
  ])('by a token %s is refused', async (_, forge) => {
    const { email } = await aMember(house, 'agent');
    expect((await comeBack(claimsOf(email), { forge })).me.statusCode).toBe(401);
  });

  it('begun in another browser is refused: nobody is signed in as somebody else by a link', async () => {
    const { email } = await aMember(house, 'agent');
    expect((await comeBack(claimsOf(email), { withState: false })).me.statusCode).toBe(401);
  });

  it('comes back once', async () => {
    const { email } = await aMember(house, 'agent');
    const { back } = await comeBack(claimsOf(email));
    const again = await house.send({ url: back });
    expect((await house.send({ url: '/api/me', headers: { cookie: cookiesOf(again) } })).statusCode).toBe(
      401,
    );
  });
});

describe('an issuer that hangs', () => {
  it('keeps nobody out who has a password', async () => {
    const server = createServer(() => {});
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const waiting = await openHouse(settings(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
    const { headers } = await aMember(waiting, 'owner');
    expect((await waiting.send({ url: '/api/me', headers })).statusCode).toBe(200);
    server.closeAllConnections();
    server.close();
    await waiting.close();
  });
});
