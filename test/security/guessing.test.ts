/** A14, T22: guessing passwords and codes is bounded, whoever asks from wherever, and tells nothing of who is here. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cookiesOf, type House, openHouse, PASSWORD } from './house.ts';
import { aMember, type Member } from './members.ts';
import { codeAt, secretOf } from './totp.ts';

const NIGHT = Boolean(process.env.REGULARS_NIGHT);

let house: House;
beforeAll(async () => {
  house = await openHouse({ TRUSTED_PROXIES: '10.0.0.1' });
});
afterAll(() => house?.close());
beforeEach(() => forget());

const forget = () => house.platform.database.pool.query('TRUNCATE auth.failure');
const guess = (email: string, password: string, from: object = {}) =>
  house.send({ method: 'POST', url: '/api/auth/sign-in/email', payload: { email, password }, ...from });
const statusOf = async (answer: Promise<{ statusCode: number }>) => (await answer).statusCode;

describe('passwords', () => {
  it('may be wrong five times, then even the right one is refused, with a time to come back', async () => {
    const { email } = await aMember(house, 'agent');
    for (let n = 0; n < 5; n++) expect(await statusOf(guess(email, `wrong ${n}`))).toBe(401);
    const answer = await guess(email, PASSWORD);
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([429, '900']);
    expect(answer.cookies).toEqual([]);
  });

  it('are counted for one account however its address is spelt, and whichever address the guess comes from', async () => {
    const { email } = await aMember(house, 'agent');
    const spellings = [email, email.toUpperCase(), email.replace('agent', 'Agent'), email, email];
    for (const [n, spelling] of spellings.entries()) {
      const from = { remoteAddress: '10.0.0.1', headers: { 'x-forwarded-for': `203.0.113.${n}` } };
      expect(await statusOf(guess(spelling, 'wrong', from))).toBe(401);
    }
    expect(await statusOf(guess(email, PASSWORD, { remoteAddress: '198.51.100.9' }))).toBe(429);
  });

  it('of many accounts may be tried twenty times from one address', async () => {
    const { email } = await aMember(house, 'agent');
    for (let n = 0; n < 20; n++) expect(await statusOf(guess(`nobody${n}@tea.example`, 'wrong'))).toBe(401);
    expect(await statusOf(guess(email, PASSWORD))).toBe(429);
    expect(await statusOf(guess(email, PASSWORD, { remoteAddress: '198.51.100.9' }))).toBe(200);
  });

  it('are not tried more often by asking all at once', async () => {
    const { email } = await aMember(house, 'agent');
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        statusOf(guess(email, `wrong ${n}`, { remoteAddress: `198.51.100.${n}` })),
      ),
    );
    expect(answers.filter((status) => status === 401)).toHaveLength(5);
    expect(answers.filter((status) => status === 429)).toHaveLength(55);
  });

  it('that were right cost nothing', async () => {
    const { email } = await aMember(house, 'agent');
    for (let n = 0; n < 8; n++) expect(await statusOf(guess(email, PASSWORD))).toBe(200);
  });

  it('are bounded for whoever found an open session, too', async () => {
    const { headers, email } = await aMember(house, 'agent');
    const change = (currentPassword: string) =>
      house.send({
        method: 'POST',
        url: '/api/auth/change-password',
        headers: { cookie: `xregulars.session_token=${crypto.randomUUID()}; ${headers.cookie}` },
        payload: { currentPassword, newPassword: 'mine from now on' },
      });
    for (let n = 0; n < 5; n++) expect((await change(`wrong ${n}`)).json().code).toBe('password_wrong');
    expect((await change(PASSWORD)).statusCode).toBe(429);
    expect(await statusOf(guess(email, PASSWORD))).toBe(200);
  });
});

describe('a proxy nobody named', () => {
  it('cannot say from where somebody comes', async () => {
    const from = (n: number) => ({
      remoteAddress: '192.0.2.7',
      headers: {
        'x-forwarded-for': `203.0.113.${n}`,
        forwarded: `for=203.0.113.${n}`,
        'x-real-ip': `203.0.113.${n}`,
      },
    });
    for (let n = 0; n < 20; n++)
      expect(await statusOf(guess(`nobody${n}@tea.example`, 'wrong', from(n)))).toBe(401);
    expect(await statusOf(guess('other@tea.example', 'wrong', from(99)))).toBe(429);
  });
});

describe('who is here', () => {
  it('is not told by how a sign-in is refused', async () => {
    const here = await aMember(house, 'agent');
    const suspended = await aMember(house, 'agent');
    await house.platform.auth.setSuspended(suspended.email, true);
    const invited = await house.send({
      method: 'POST',
      url: '/api/staff/invitations',
      headers: (await aMember(house, 'owner')).headers,
      payload: { email: 'invited@tea.example', name: 'New', role: 'agent' },
    });
    expect(invited.statusCode).toBe(200);
    const refusals = [
      await guess('nobody@tea.example', 'wrong password'),
      await guess(here.email, 'wrong password'),
      await guess(suspended.email, 'wrong password'),
      await guess(suspended.email, PASSWORD),
      await guess('invited@tea.example', 'wrong password'),
    ].map(({ statusCode, body, headers, cookies }) => ({
      statusCode,
      body,
      cookies,
      headers: { ...headers, date: '' },
    }));
    expect(new Set(refusals.map((refusal) => JSON.stringify(refusal))).size).toBe(1);
    expect(refusals[0]?.statusCode).toBe(401);
  });

  it.runIf(NIGHT)(
    'is not told by how long it takes (2,000 tries)',
    async () => {
      const { email } = await aMember(house, 'agent');
      const took = async (address: string) => {
        await forget();
        const start = performance.now();
        await guess(address, 'wrong password');
        return performance.now() - start;
      };
      const [known, unknown]: [number[], number[]] = [[], []];
      for (let n = 0; n < 1000; n++) {
        known.push(await took(email));
        unknown.push(await took(`nobody${n}@tea.example`));
      }
      const median = (values: number[]): number =>
        [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
      // How far two halves of the same kind lie apart is what this machine cannot tell, nor anybody who listens.
      const noise = (values: number[]): number =>
        Math.abs(median(values.filter((_, n) => n % 2 === 0)) - median(values.filter((_, n) => n % 2 === 1)));
      const apart = Math.abs(median(known) - median(unknown));
      const blur = noise(known) + noise(unknown);
      console.log(`sign-in: known and unknown ${apart.toFixed(2)} ms apart, noise ${blur.toFixed(2)} ms`);
      expect(apart).toBeLessThan(5 + blur);
    },
    3_600_000,
  );
});

describe('the second factor', () => {
  let member: Member;
  let secret: Buffer;
  let backupCodes: string[];
  const post = (path: string, payload: object, cookie: string) =>
    house.send({ method: 'POST', url: `/api/auth/two-factor/${path}`, payload, headers: { cookie } });
  /** Password right, code still missing. */
  const half = async () => cookiesOf(await guess(member.email, PASSWORD));
  const me = (cookie: string) => house.send({ url: '/api/me', headers: { cookie } });
  /** Codes count as used for five minutes; tests need the present one more than once. */
  const freshCode = async () => {
    await house.platform.database.pool.query('TRUNCATE auth.used_code');
    return codeAt(secret, new Date());
  };

  beforeEach(async () => {
    member = await aMember(house, 'owner');
    const setup = await post('enable', { password: PASSWORD }, member.headers.cookie);
    ({ backupCodes } = setup.json());
    secret = secretOf(setup.json().totpURI);
    const on = await post('verify-totp', { code: await freshCode() }, member.headers.cookie);
    expect(on.statusCode).toBe(200);
    member.headers.cookie = cookiesOf(on);
    await forget();
  });

  it('is asked for, and opens nothing before it is given', async () => {
    const cookie = await half();
    expect((await me(cookie)).statusCode).toBe(401);
    const whole = await post('verify-totp', { code: await freshCode() }, cookie);
    expect(whole.statusCode).toBe(200);
    expect((await me(cookiesOf(whole))).json()).toMatchObject({ id: member.id, two_factor: true });
  });

  it('takes no code twice', async () => {
    const code = await freshCode();
    expect((await post('verify-totp', { code }, await half())).statusCode).toBe(200);
    const again = await post('verify-totp', { code }, await half());
    expect([again.statusCode, again.json().code, again.cookies]).toEqual([401, 'code_wrong', []]);
    const { rows } = await house.platform.database.pool.query(
      'SELECT count(*) FROM auth."session" WHERE "userId" = $1',
      [member.id],
    );
    expect(rows[0].count).toBe(2);
  });

  it('takes no code of backup twice', async () => {
    const code = backupCodes[0];
    expect((await post('verify-backup-code', { code }, await half())).statusCode).toBe(200);
    expect((await post('verify-backup-code', { code }, await half())).json().code).toBe('code_wrong');
  });

  it('may be wrong five times, however often the password is given anew and from wherever', async () => {
    const answers: string[] = [];
    for (let n = 0; n < 8; n++) {
      await forget();
      const wrong = codeAt(secret, new Date(Date.now() + 3600_000 * (n + 2)));
      answers.push((await post('verify-totp', { code: wrong }, await half())).json().code);
    }
    expect(answers).toEqual([...Array(5).fill('code_wrong'), ...Array(3).fill('too_many_requests')]);
    const right = await post('verify-totp', { code: await freshCode() }, await half());
    expect(right.json().code).toBe('too_many_requests');
  });

  it('is taken away with a reset from the command line, and with it every trusted device', async () => {
    const trusted = await post('verify-totp', { code: await freshCode(), trustDevice: true }, await half());
    const { password } = await house.platform.auth.resetPassword(member.email);
    expect((await me(cookiesOf(trusted))).statusCode).toBe(401);
    const { rows } = await house.platform.database.pool.query(
      'SELECT 1 FROM auth."verification" WHERE "value" = $1',
      [member.id],
    );
    expect(rows).toEqual([]);
    expect((await me(cookiesOf(await guess(member.email, password)))).statusCode).toBe(200);
  });

  it('cannot be switched off without the password', async () => {
    const off = await post('disable', { password: 'wrong password' }, member.headers.cookie);
    expect(off.json().code).toBe('password_wrong');
    expect((await me(member.headers.cookie)).json().two_factor).toBe(true);
  });
});
