import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cookiesOf, type Gate, ORIGIN, PASSWORD, testGate } from './testing.ts';

let gate: Gate;
beforeAll(async () => {
  gate = await testGate();
});
afterAll(() => gate.close());
beforeEach(async () => {
  await gate.database.pool.query('TRUNCATE auth.failure');
});

const me = (cookie: string) => gate.send({ url: '/api/me', headers: { cookie } });
const audited = async (act: string) =>
  (await gate.database.pool.query('SELECT object, detail FROM audit.entry WHERE act = $1 ORDER BY id', [act]))
    .rows;

describe('signing in', () => {
  it('gives a cookie no script can read, and says who one is and where', async () => {
    const { id, email } = await gate.member('analyst');
    const answer = await gate.signIn(email);
    const [cookie] = answer.cookies;
    expect(cookie).toMatchObject({
      name: 'regulars.session_token',
      httpOnly: true,
      sameSite: 'Lax',
      path: '/',
    });
    expect(answer.body).not.toContain('token');
    expect((await me(cookiesOf(answer))).json()).toMatchObject({
      id,
      email,
      role: 'analyst',
      two_factor: false,
      instance: { shop_name: 'Tea' },
    });
    expect(await audited('session.begin')).toContainEqual({ object: `staff:${id}`, detail: '{}' });
  });

  it('makes nobody staff who was not invited', async () => {
    const answer = await gate.send({
      method: 'POST',
      url: '/api/auth/sign-up/email',
      payload: { email: 'me@evil.example', password: PASSWORD, name: 'Me' },
    });
    expect(answer.statusCode).toBe(404);
  });

  it('out again makes the cookie worthless, also where it was kept', async () => {
    const { cookie } = await gate.member('agent');
    await gate.send({ method: 'POST', url: '/api/auth/sign-out', payload: {}, headers: { cookie } });
    expect((await me(cookie)).statusCode).toBe(401);
  });

  it('with another password ends all other sessions', async () => {
    const { cookie, email } = await gate.member('agent');
    const elsewhere = cookiesOf(await gate.signIn(email));
    const answer = await gate.send({
      method: 'POST',
      url: '/api/auth/change-password',
      headers: { cookie },
      payload: { currentPassword: PASSWORD, newPassword: 'another long password' },
    });
    expect(answer.statusCode).toBe(200);
    expect((await me(elsewhere)).statusCode).toBe(401);
    expect((await me(cookiesOf(answer))).statusCode).toBe(200);
    expect((await gate.signIn(email)).statusCode).toBe(401);
  });
});

describe('invitations', () => {
  const invite = async (email: string) => {
    const owner = await gate.member('owner');
    const answer = await gate.send({
      method: 'POST',
      url: '/api/staff/invitations',
      headers: { cookie: owner.cookie },
      payload: { email, name: 'New', role: 'marketer', channels: ['web'] },
    });
    return answer.json() as { id: string; link: string };
  };
  const accept = (token: string, password = 'a password of mine') =>
    gate.send({
      method: 'POST',
      url: '/api/invitations/accept',
      payload: { token, password, name: 'Lin' },
    });
  const tokenOf = (link: string): string => link.split('#')[1] as string;

  it('let somebody in with the role and the channels they name, once', async () => {
    const { link } = await invite('lin@tea.example');
    expect(link.startsWith(`${ORIGIN}/accept#`)).toBe(true);
    expect((await accept(tokenOf(link))).json()).toEqual({ email: 'lin@tea.example' });
    expect((await accept(tokenOf(link))).json()).toMatchObject({ code: 'link_void' });
    const signedIn = await gate.signIn('lin@tea.example', 'a password of mine');
    expect((await me(cookiesOf(signedIn))).json()).toMatchObject({
      name: 'Lin',
      role: 'marketer',
      channels: ['web'],
    });
  });

  it('are void after 72 hours', async () => {
    const { link } = await invite('late@tea.example');
    const token = tokenOf(link);
    gate.clock.advance(72 * 3600_000);
    expect((await accept(token)).json()).toMatchObject({ code: 'link_void' });
    gate.clock.set(new Date());
  });

  it('keep no token that could be used', async () => {
    const { link } = await invite('kept@tea.example');
    const { rows } = await gate.database.pool.query('SELECT * FROM auth.link');
    expect(JSON.stringify(rows)).not.toContain(tokenOf(link));
    expect(rows.some(({ digest }) => digest.equals(Buffer.from(tokenOf(link), 'base64url')))).toBe(false);
  });

  it('refuse a short password and stay good', async () => {
    const { link } = await invite('short@tea.example');
    expect((await accept(tokenOf(link), 'elevenchars')).statusCode).toBe(400);
    expect((await accept(tokenOf(link))).statusCode).toBe(200);
  });

  it('to an address that is here already are refused', async () => {
    const { email } = await gate.member('agent');
    expect(await invite(email.toUpperCase())).toMatchObject({ code: 'email_taken' });
  });
});

describe('API keys', () => {
  const use = (key: string) => gate.send({ url: '/api/me', headers: { authorization: `Bearer ${key}` } });
  const make = (cookie: string, payload: object) =>
    gate.send({ method: 'POST', url: '/api/api-keys', headers: { cookie }, payload });

  it('act as their role until they are revoked', async () => {
    const { cookie } = await gate.member('developer');
    const made = (await make(cookie, { name: 'sync', role: 'developer' })).json();
    expect(made.api_key).toMatch(/^rk_[\w-]{43}$/);
    expect((await use(made.api_key)).json()).toMatchObject({ kind: 'api_key', role: 'developer' });
    const { rows } = await gate.database.pool.query('SELECT * FROM auth.api_key WHERE id = $1', [made.id]);
    expect(JSON.stringify(rows)).not.toContain(made.api_key.slice(8));
    const revoked = await gate.send({
      method: 'DELETE',
      url: `/api/api-keys/${made.id}`,
      headers: { cookie },
    });
    expect(revoked.statusCode).toBe(204);
    expect((await use(made.api_key)).statusCode).toBe(401);
  });

  it('give away no role and no channel that their maker lacks', async () => {
    const { cookie, id } = await gate.member('developer');
    expect((await make(cookie, { name: 'up', role: 'owner' })).statusCode).toBe(403);
    await gate.database.pool.query('UPDATE auth.staff SET channels = $1 WHERE user_id = $2', [['web'], id]);
    expect((await make(cookie, { name: 'wide', role: 'developer' })).statusCode).toBe(403);
    expect((await make(cookie, { name: 'out', role: 'developer', channels: ['pos'] })).statusCode).toBe(403);
    expect((await make(cookie, { name: 'in', role: 'developer', channels: ['web'] })).statusCode).toBe(200);
  });

  it('close with their maker, and so do keys that the key made', async () => {
    const { cookie, email } = await gate.member('owner');
    const { api_key: first } = (await make(cookie, { name: 'first', role: 'owner' })).json();
    const second = await gate.send({
      method: 'POST',
      url: '/api/api-keys',
      headers: { authorization: `Bearer ${first}` },
      payload: { name: 'second', role: 'agent' },
    });
    const { api_key: child } = second.json();
    expect([(await use(first)).statusCode, (await use(child)).statusCode]).toEqual([200, 200]);
    await gate.member('owner');
    await gate.auth.setSuspended(email, true);
    expect([(await use(first)).statusCode, (await use(child)).statusCode]).toEqual([401, 401]);
  });
});

describe('owners', () => {
  it('cannot shut out the last of themselves', async () => {
    await gate.database.pool.query(`UPDATE auth.staff SET suspended_at = now() WHERE role = 'owner'`);
    const { id, email, cookie } = await gate.member('owner');
    const patch = (payload: object) =>
      gate.send({ method: 'PATCH', url: `/api/staff/${id}`, headers: { cookie }, payload });
    expect((await patch({ role: 'agent' })).json()).toMatchObject({ code: 'last_owner' });
    expect((await patch({ suspended: true })).json()).toMatchObject({ code: 'last_owner' });
    await expect(gate.auth.setSuspended(email, true)).rejects.toMatchObject({ code: 'last_owner' });
  });
});
