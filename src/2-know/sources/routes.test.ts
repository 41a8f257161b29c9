import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fixedClock } from '#platform/clock';
import { ROLES } from '#platform/http';
import { type Caller, type TestApp, testApp } from '#platform/http/testing';
import type { Database } from '#platform/postgres';
import { testDatabase } from '#platform/postgres/testing';
import { findSourceByKey } from './directory.ts';
import { sourcesModule } from './module.ts';
import { auditInMemory, SOURCES_MIGRATIONS } from './testing.ts';

let database: Database;
let server: TestApp;
const audit = auditInMemory();
const clock = fixedClock('2026-11-23T08:00:00Z');

beforeAll(async () => {
  database = await testDatabase([SOURCES_MIGRATIONS]);
  const platform = { db: database.db, audit, clock, settings: { SHOP_ZONE: 'Asia/Shanghai' } as never };
  server = await testApp(sourcesModule(platform).routes ?? []);
});
afterAll(async () => {
  await server.close();
  await database.close();
});
beforeEach(async () => {
  await database.pool.query('TRUNCATE sources.source, sources.key, sources.activity RESTART IDENTITY');
  audit.entries.length = 0;
});

type Made = { id: string; name: string; keys: { id: string; state: string; prefix: string }[] };
const post = async (url: string, body?: object, who: Caller = 'developer') =>
  server.call(who, 'POST', url, body);
const make = async (name = 'Shop', more: object = {}): Promise<Made> =>
  (await post('/api/sources', { name, kind: 'web', ...more })).json();
const see = async (id: string) => (await server.call('developer', 'GET', `/api/sources/${id}`)).json();
const patch = (id: string, changes: object) =>
  server.call('developer', 'PATCH', `/api/sources/${id}`, changes);

const READING = [
  ['GET', '/api/sources'],
  ['GET', '/api/sources/1'],
] as const;
const KEEPING = [
  ['POST', '/api/sources', { name: 'New', kind: 'web' }],
  ['PATCH', '/api/sources/1', { name: 'Renamed' }],
  ['POST', '/api/sources/1/keys', { kind: 'server' }],
  ['POST', '/api/sources/1/keys/1/revocation', undefined],
  ['POST', '/api/sources/1/user-token-secret', undefined],
  ['DELETE', '/api/sources/1/user-token-secret', undefined],
] as const;

describe.each([...READING, ...KEEPING])('%s %s', (method, url, body?: object) => {
  it('without a credential is 401', async () => {
    expect((await server.call('anonymous', method, url, body)).statusCode).toBe(401);
  });

  it('for a role it is not meant for is 403, and nothing changes', async () => {
    const shop = await make();
    await post(`/api/sources/${shop.id}/keys`, { kind: 'server' });
    const before = await see(shop.id);
    const written = audit.entries.length;
    const readers = ['owner', 'developer', 'analyst', 'marketer', 'operations'];
    const allowed = method === 'GET' ? readers : ['owner', 'developer'];
    for (const role of ROLES.filter((role) => !allowed.includes(role)))
      expect((await server.call(role, method, url, body)).statusCode).toBe(403);
    expect(await see(shop.id)).toEqual(before);
    expect(audit.entries).toHaveLength(written);
  });
});

describe('a source', () => {
  it('is made on, without a key, and audited', async () => {
    expect(await make('Shop')).toMatchObject({
      id: '1',
      name: 'Shop',
      kind: 'web',
      enabled: true,
      active_keys: 0,
      keys: [],
      days: [],
    });
    expect(audit.entries).toMatchObject([
      { act: 'source.create', object: 'source:1', actor: { role: 'developer' } },
    ]);
  });

  it('has a name of its own, whatever the case', async () => {
    await make('Shop');
    const answer = await post('/api/sources', { name: ' SHOP ', kind: 'app' });
    expect([answer.statusCode, answer.json().code, answer.json().errors[0].field]).toEqual([
      409,
      'source_name_taken',
      'name',
    ]);
    const other = await make('Other');
    expect((await patch(other.id, { name: 'shop' })).json().code).toBe('source_name_taken');
    expect((await patch(other.id, { name: 'OTHER' })).json().name).toBe('OTHER');
  });

  it('keeps what a change does not name', async () => {
    const { id } = await make('Shop', {
      allowed_events: ['Order Completed'],
      clear_properties: ['coupon'],
      allowed_origins: ['https://a.example'],
    });
    expect((await patch(id, { name: 'Shop 2' })).json()).toMatchObject({
      name: 'Shop 2',
      allowed_events: ['Order Completed'],
      clear_properties: ['coupon'],
      allowed_origins: ['https://a.example'],
    });
    expect((await patch(id, { allowed_events: null, allowed_origins: [] })).json()).toMatchObject({
      name: 'Shop 2',
      allowed_events: null,
      allowed_origins: [],
    });
  });

  it('says since when it is off, and forgets it when it is on again', async () => {
    const { id } = await make();
    expect((await patch(id, { enabled: false })).json()).toMatchObject({
      enabled: false,
      disabled_at: '2026-11-23T08:00:00.000Z',
    });
    clock.advance(60_000);
    expect((await patch(id, { enabled: false })).json().disabled_at).toBe('2026-11-23T08:00:00.000Z');
    expect((await patch(id, { enabled: true })).json()).toMatchObject({ enabled: true, disabled_at: null });
    expect(audit.entries.at(-1)).toMatchObject({
      act: 'source.change',
      detail: { fields: 'enabled', enabled: true },
    });
  });

  it('that does not exist is 404 in every way', async () => {
    for (const [method, url, body] of [READING[1], ...KEEPING.slice(1)].map(
      (row) => [row[0], row[1].replace('/1', '/99'), row[2]] as const,
    ))
      expect((await server.call('developer', method, url, body)).statusCode).toBe(404);
  });

  it.each([
    { name: '', kind: 'web' },
    { name: 'x'.repeat(81), kind: 'web' },
    { name: 'a\0b', kind: 'web' },
    { name: 'Shop', kind: 'fax' },
    { name: 'Shop', kind: 'web', source_id: 7 },
    { name: 'Shop', kind: 'web', user_token_secret: 'mine' },
    { name: 'Shop', kind: 'web', enabled: false },
    { name: 'Shop', kind: 'web', allowed_origins: ['https://shop.example/'] },
    { name: 'Shop', kind: 'web', allowed_origins: ['shop.example'] },
    { name: 'Shop', kind: 'web', allowed_origins: ['javascript:alert(1)'] },
    { name: 'Shop', kind: 'web', allowed_origins: ['*'] },
    { name: 'Shop', kind: 'web', allowed_events: ['a', 'a'] },
  ])('is not made of %j', async (body) => {
    expect((await post('/api/sources', body)).statusCode).toBe(400);
    expect((await server.call('owner', 'GET', '/api/sources')).json().items).toEqual([]);
  });

  it('is listed with its activity, by what was active last, those never active at the end', async () => {
    for (const name of ['quiet', 'busy', 'old']) await make(name);
    await database.pool.query(
      `INSERT INTO sources.activity VALUES (2, now(), '2026-11-22', 10), (3, now(), '2026-01-01', 1)`,
    );
    const names = async (search: string) =>
      (await server.call('analyst', 'GET', `/api/sources?${search}`))
        .json()
        .items.map((item: Made) => item.name);
    expect(await names('sort=-last_event_at')).toEqual(['busy', 'old', 'quiet']);
    expect(await names('sort=last_event_at')).toEqual(['old', 'busy', 'quiet']);
    expect(await names('q=US&sort=name')).toEqual(['busy']);
    await patch('3', { enabled: false });
    expect(await names('enabled=false')).toEqual(['old']);
    expect(await names('kind=app')).toEqual([]);
  });

  it('is exported without a formula', async () => {
    await make('=cmd()');
    const file = (await server.call('analyst', 'GET', '/api/sources?format=csv')).body;
    expect(file.split('\r\n')[1]).toBe(`"1","'=cmd()","web",true,0,,`);
  });
});

describe('a write key', () => {
  it('is shown once, opens its source, and is kept only as a digest', async () => {
    const { id } = await make();
    const made = (await post(`/api/sources/${id}/keys`, { kind: 'browser' })).json();
    expect(await findSourceByKey(database.db, made.write_key)).toMatchObject({
      name: 'Shop',
      keyKind: 'browser',
    });
    const detail = JSON.stringify(await see(id));
    expect(detail).toContain(made.write_key.slice(0, 9));
    expect(detail).not.toContain(made.write_key.slice(0, 12));
    const { rows } = await database.pool.query('SELECT k::text AS kept FROM sources.key k');
    expect(rows[0].kept).not.toContain(made.write_key.slice(3));
    expect(JSON.stringify(audit.entries)).not.toContain(made.write_key.slice(3));
  });

  it('is revoked once and for all', async () => {
    const { id } = await make();
    const made = (await post(`/api/sources/${id}/keys`, { kind: 'server' })).json();
    const revoke = () => post(`/api/sources/${id}/keys/${made.id}/revocation`);
    expect((await revoke()).json().keys).toMatchObject([{ id: made.id, state: 'revoked' }]);
    expect(await findSourceByKey(database.db, made.write_key)).toBeNull();
    expect((await revoke()).json().code).toBe('key_revoked_already');
  });

  it('is not revoked through another source', async () => {
    const [one, two] = [await make('one'), await make('two')];
    const made = (await post(`/api/sources/${one.id}/keys`, { kind: 'server' })).json();
    expect((await post(`/api/sources/${two.id}/keys/${made.id}/revocation`)).statusCode).toBe(404);
    expect(await findSourceByKey(database.db, made.write_key)).not.toBeNull();
  });

  it('is one of at most twenty active ones, also when they are made at once', async () => {
    const { id } = await make();
    const answers = await Promise.all(
      Array.from({ length: 25 }, () => post(`/api/sources/${id}/keys`, { kind: 'server' })),
    );
    expect(answers.filter((answer) => answer.statusCode === 200)).toHaveLength(20);
    expect(answers.find((answer) => answer.statusCode !== 200)?.json().code).toBe('too_many_keys');
  });
});

describe('the secret for signed user ids', () => {
  it('is shown once, stands in no other answer, and can be withdrawn', async () => {
    const { id } = await make();
    const { user_token_secret: secret } = (await post(`/api/sources/${id}/user-token-secret`)).json();
    expect(secret).toMatch(/^us_[\w-]{43}$/);
    const detail = await see(id);
    expect(detail.signs_users).toBe(true);
    expect(JSON.stringify([detail, audit.entries])).not.toContain(secret.slice(3));
    expect(
      (await server.call('developer', 'DELETE', `/api/sources/${id}/user-token-secret`)).statusCode,
    ).toBe(204);
    expect((await see(id)).signs_users).toBe(false);
  });
});
