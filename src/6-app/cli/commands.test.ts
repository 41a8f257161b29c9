import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Instance, run, startInstance } from '../../../test/instance.ts';

let instance: Instance;
beforeAll(async () => {
  instance = await startInstance();
});
afterAll(() => instance.stop());

const refused = async (...args: string[]): Promise<string> => {
  const { code, errors } = await run([...args, '--data-dir', instance.dataDir]);
  expect(code).toBe(1);
  return errors;
};

const withKey = (path: string, apiKey: string): Promise<Response> =>
  fetch(`${instance.url}${path}`, { headers: { authorization: `Bearer ${apiKey}` } });

/** What somebody who signs in is answered when they ask who they are. */
async function whoAmI(email: string, password: string): Promise<number> {
  const signedIn = await fetch(`${instance.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: instance.url },
    body: JSON.stringify({ email, password }),
  });
  const cookie = signedIn.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  return (await fetch(`${instance.url}/api/me`, { headers: { cookie } })).status;
}

describe('regulars key', () => {
  it('makes an API key that has its role and no other, at once', async () => {
    const make = ['key', 'create', '--api', '--role'];
    const { api_key: developer } = await instance.regulars<{ api_key: string }>(...make, 'developer');
    expect((await withKey('/api/subscribers', developer)).status).toBe(200);
    const { api_key: agent } = await instance.regulars<{ api_key: string }>(...make, 'agent');
    expect((await withKey('/api/subscribers', agent)).status).toBe(403);
    expect((await withKey('/api/subscribers', 'rk_made-up')).status).toBe(401);
  });

  it('makes the source it is for where it is missing, once', async () => {
    const make = ['key', 'create', '--kind', 'browser', '--source', '小店'];
    const first = await instance.regulars<{ source_id: number; write_key: string }>(...make);
    const second = await instance.regulars<{ source_id: number; write_key: string }>(...make);
    expect(second.source_id).toBe(first.source_id);
    expect(second.write_key).not.toBe(first.write_key);
  });

  it('refuses what is neither', async () => {
    expect(await refused('key', 'create')).toBe('--kind must be server or browser.\n');
    expect(await refused('key', 'create', '--api', '--role', 'king')).toMatch(
      /^--role must be one of owner, /,
    );
  });
});

describe('regulars user', () => {
  const email = 'mei@shop.example';
  const make = ['user', 'create', '--email', email, '--role', 'agent', '--name', 'Mei'];

  it('makes staff, gives a new password, shuts out and lets in again', async () => {
    const { password } = await instance.regulars<{ password: string }>(...make);
    expect(await whoAmI(email, password)).toBe(200);

    const { password: reset } = await instance.regulars<{ password: string }>(
      'user',
      'reset',
      '--email',
      email,
    );
    expect(await whoAmI(email, password)).toBe(401);
    expect(await whoAmI(email, reset)).toBe(200);

    await instance.regulars('user', 'suspend', '--email', email);
    expect(await whoAmI(email, reset)).toBe(401);
    const { items } = await instance.regulars<{ items: { email: string; suspended: boolean }[] }>(
      'user',
      'list',
    );
    expect(items.find((one) => one.email === email)).toMatchObject({ role: 'agent', suspended: true });

    await instance.regulars('user', 'reinstate', '--email', email);
    expect(await whoAmI(email, reset)).toBe(200);
  });

  it('refuses a second person with the same address, and does not make a second first owner', async () => {
    expect(await refused(...make)).toMatch(/^[A-Z].*\.\n$/);
    expect(await instance.regulars('user', 'first')).toEqual({ owner: null });
  });
});

describe('regulars events', () => {
  it('finds what was sent', async () => {
    const make = ['key', 'create', '--kind', 'server'];
    const { write_key: key } = await instance.regulars<{ write_key: string }>(...make);
    await fetch(`${instance.url}/v1/track`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${key}:`)}` },
      body: JSON.stringify({ userId: 'u1', event: 'Order Completed', messageId: 'find-me' }),
    });
    const { items } = await instance.regulars<{ items: unknown[] }>('events', 'find', 'find-me');
    expect(items).toMatchObject([{ message_id: 'find-me', type: 'track', event: 'Order Completed' }]);
    expect(await instance.regulars('events', 'find', 'lose-me')).toEqual({ items: [] });
    expect(await instance.regulars('events', 'count')).toEqual({ count: 1 });
  });
});

describe('regulars explain', () => {
  it('names those who hear an event, in the order of the wiring', async () => {
    const { hearers } = await instance.regulars<{ hearers: { subscriber: string }[] }>(
      'explain',
      'Order Completed',
    );
    expect(hearers.map(({ subscriber }) => subscriber)).toContain('know/sources: note activity');
  });
});
