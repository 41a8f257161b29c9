/** A12, A13, A18, T22: links, sessions and where they lead. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cookiesOf, type House, ORIGIN, openHouse, PASSWORD } from './house.ts';
import { aMember, ownerOf } from './members.ts';

let house: House;
let owner: { cookie: string };
beforeAll(async () => {
  house = await openHouse();
  owner = await ownerOf(house);
});
afterAll(() => house?.close());
beforeEach(() => house.platform.database.pool.query('TRUNCATE auth.failure'));

const me = (headers: Record<string, string>) => house.send({ url: '/api/me', headers });
const asOwner = (method: 'POST' | 'PATCH', url: string, payload: object = {}, headers: object = {}) =>
  house.send({ method, url, payload, headers: { ...owner, ...headers } });
const accept = (token: string, password = 'a password of mine') =>
  house.send({ method: 'POST', url: '/api/invitations/accept', payload: { token, password } });
const resetLink = async (id: string, headers: object = {}): Promise<string> => {
  const answer = await house.send({
    method: 'POST',
    url: `/api/staff/${id}/reset`,
    headers: { ...owner, ...headers },
  });
  return answer.json().link;
};
const tokenOf = (link: string): string => link.split('#')[1] as string;
/** As if it had been made so many minutes ago. */
const age = (minutes: number) =>
  house.platform.database.pool.query(
    "UPDATE auth.link SET expires_at = expires_at - $1 * interval '1 minute'",
    [minutes],
  );

describe('a session ends with the next request', () => {
  it.each<[string, (member: { id: string; email: string }) => Promise<unknown>]>([
    ['when its owner is suspended', ({ id }) => asOwner('PATCH', `/api/staff/${id}`, { suspended: true })],
    ['when the role changes', ({ id }) => asOwner('PATCH', `/api/staff/${id}`, { role: 'developer' })],
    ['when the channels change', ({ id }) => asOwner('PATCH', `/api/staff/${id}`, { channels: ['web'] })],
    ['when the password is reset by a link', async ({ id }) => accept(tokenOf(await resetLink(id)))],
    [
      'when the password is reset on the command line',
      ({ email }) => house.platform.auth.resetPassword(email),
    ],
    [
      'when the row says so, whoever wrote it',
      ({ id }) =>
        house.platform.database.pool.query('UPDATE auth.staff SET suspended_at = now() WHERE user_id = $1', [
          id,
        ]),
    ],
  ])('%s', async (_, act) => {
    const member = await aMember(house, 'agent');
    const elsewhere = { cookie: cookiesOf(await house.signIn(member.email)) };
    expect((await me(member.headers)).statusCode).toBe(200);
    await act(member);
    expect((await me(member.headers)).statusCode).toBe(401);
    expect((await me(elsewhere)).statusCode).toBe(401);
    const settings = { method: 'POST', url: '/api/auth/two-factor/enable' } as const;
    const still = await house.send({ ...settings, payload: { password: PASSWORD }, headers: member.headers });
    expect(still.statusCode).toBe(401);
  });

  it('when one ends it from the list, which shows no token', async () => {
    const member = await aMember(house, 'agent');
    const elsewhere = { cookie: cookiesOf(await house.signIn(member.email)) };
    const list = await house.send({ url: '/api/sessions', headers: member.headers });
    const other = list.json().items.find(({ current }: { current: boolean }) => !current);
    expect(list.body).not.toContain(decodeURIComponent(elsewhere.cookie).split('=')[1]?.split('.')[0]);
    await house.send({ method: 'DELETE', url: `/api/sessions/${other.id}`, headers: member.headers });
    expect([(await me(elsewhere)).statusCode, (await me(member.headers)).statusCode]).toEqual([401, 200]);
  });

  it('but not one of somebody else', async () => {
    const [one, two] = [await aMember(house, 'agent'), await aMember(house, 'agent')];
    const list = await house.send({ url: '/api/sessions', headers: one.headers });
    const { id } = list.json().items[0];
    const ended = await house.send({ method: 'DELETE', url: `/api/sessions/${id}`, headers: two.headers });
    expect([ended.statusCode, (await me(one.headers)).statusCode]).toEqual([404, 200]);
  });
});

describe('a session', () => {
  it('is never one that was there before the sign-in', async () => {
    const member = await aMember(house, 'agent');
    const planted = 'regulars.session_token=planted.by-somebody-else';
    const answer = await house.send({
      method: 'POST',
      url: '/api/auth/sign-in/email',
      payload: { email: member.email, password: PASSWORD },
      headers: { cookie: planted },
    });
    expect(cookiesOf(answer)).not.toContain('planted');
    expect((await me({ cookie: planted })).statusCode).toBe(401);
    expect(cookiesOf(answer)).not.toBe(member.headers.cookie);
  });

  it('is begun by nobody who is suspended, with the right password or not', async () => {
    const member = await aMember(house, 'agent');
    await house.platform.auth.setSuspended(member.email, true);
    const answer = await house.signIn(member.email);
    expect([answer.statusCode, answer.cookies]).toEqual([401, []]);
    const { rows } = await house.platform.database.pool.query(
      'SELECT 1 FROM auth."session" WHERE "userId" = $1',
      [member.id],
    );
    expect(rows).toEqual([]);
  });
});

describe('a reset link', () => {
  it('is good for half an hour', async () => {
    const { id } = await aMember(house, 'agent');
    const late = tokenOf(await resetLink(id));
    await age(31);
    expect((await accept(late)).json().code).toBe('link_void');
    const early = tokenOf(await resetLink(id));
    await age(29);
    expect((await accept(early)).statusCode).toBe(200);
  });

  it('is good once, also when used twice at once', async () => {
    const { id } = await aMember(house, 'agent');
    const token = tokenOf(await resetLink(id));
    const answers = await Promise.all(Array.from({ length: 8 }, () => accept(token)));
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
  });

  it('is void when a newer one was made', async () => {
    const { id } = await aMember(house, 'agent');
    const first = tokenOf(await resetLink(id));
    const second = tokenOf(await resetLink(id));
    expect((await accept(first)).json().code).toBe('link_void');
    expect((await accept(second)).statusCode).toBe(200);
  });

  it('lets nobody in who is suspended', async () => {
    const { id, email } = await aMember(house, 'agent');
    const token = tokenOf(await resetLink(id));
    await house.platform.auth.setSuspended(email, true);
    expect((await accept(token)).json().code).toBe('link_void');
  });

  it('leads to us, whatever Host a request claims', async () => {
    const { id } = await aMember(house, 'agent');
    for (const headers of [
      { host: 'evil.example' },
      { 'x-forwarded-host': 'evil.example' },
      { forwarded: 'host=evil.example' },
      { host: `evil.example@${new URL(ORIGIN).host}` },
    ])
      expect((await resetLink(id, headers)).startsWith(`${ORIGIN}/accept#`)).toBe(true);
  });

  it('is never a guess: 256 bits, of which none is kept', async () => {
    const { id } = await aMember(house, 'agent');
    const tokens = await Promise.all([resetLink(id), resetLink(id), resetLink(id)]);
    for (const token of tokens.map(tokenOf)) expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(new Set(tokens).size).toBe(3);
    const { rows } = await house.platform.database.pool.query(
      'SELECT row_to_json(l) AS row FROM auth.link l',
    );
    for (const token of tokens.map(tokenOf)) {
      expect(JSON.stringify(rows)).not.toContain(token);
      expect(JSON.stringify(rows)).not.toContain(Buffer.from(token, 'base64url').toString('hex'));
    }
  });
});

describe('the way back from an issuer', () => {
  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    '/\t/evil.example',
    '/ok\n//evil.example',
    ' //evil.example',
    'evil.example',
    '///evil.example',
    '/\u2028evil',
  ])('never leads to %j', async (callbackURL) => {
    const answer = await house.send({
      method: 'POST',
      url: '/api/auth/sign-in/social',
      payload: { provider: 'oidc', callbackURL },
    });
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'body_invalid']);
  });

  it('is the sign-in page where the issuer says no or nothing that was asked for', async () => {
    for (const query of [
      'error=access_denied',
      'code=x&state=forged',
      '',
      'state=x&redirect=https://evil.example',
    ]) {
      const answer = await house.send({ url: `/api/auth/callback/oidc?${query}` });
      const { origin, pathname } = new URL(String(answer.headers.location), ORIGIN);
      expect([answer.statusCode, origin, pathname]).toEqual([302, ORIGIN, '/sign-in']);
    }
  });
});
