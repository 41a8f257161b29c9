import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditKept } from '#know/customers/testing';
import { habitsOf } from '#know/orders/module';
import { anOrder, aRecord, someOrders } from '#know/orders/testing';
import { fixedClock } from '#platform/clock';
import { ROLES } from '#platform/http';
import { type Caller, type TestApp, testApp } from '#platform/http/testing';
import type { CustomerId } from '#platform/ids';
import type { JsonObject } from '#platform/log';
import { sql } from '#platform/postgres';
import type { PreferencesOf } from './contract.ts';
import { preferencesModule } from './module.ts';
import { rememberingPreferences } from './remember-preferences.ts';
import { PREFERENCES_MIGRATIONS } from './testing.ts';

const orders = someOrders([PREFERENCES_MIGRATIONS]);
const { customers: own } = orders;
const audit = auditKept();
const clock = fixedClock('2026-11-20T08:00:00Z');
const limited = { kind: 'api_key', id: '1', name: 'k', role: 'agent', channels: ['999'] } as const;
let test: TestApp;
const module = () => preferencesModule({ db: own.database.db, vault: own.vault, clock, audit, habitsOf });
beforeAll(async () => {
  test = await testApp(module().routes ?? []);
});
afterAll(() => test.close());

const hear = async (user: string, personal: object, more: object = {}): Promise<CustomerId> => {
  const [id] = await own.hear([
    {
      name: { kind: 'user_id', value: user },
      personal: { userId: user, ...personal } as JsonObject,
      type: 'identify',
      event: '',
      at: new Date('2026-11-01T00:00:00Z'),
      ...more,
    },
  ]);
  await own.readUp();
  await own.readUp(rememberingPreferences(own.vault));
  return id as CustomerId;
};
const path = (id: number) => `/api/customers/${id}/preferences`;
const of = async (id: number, who: Caller = 'agent'): Promise<PreferencesOf> =>
  (await test.call(who, 'GET', path(id))).json();
const note = (id: number, values: object, who: Caller = 'agent') =>
  test.call(who, 'PUT', path(id), { values });

describe('preferences', () => {
  it('are told to staff and noted by those who serve', async () => {
    const id = await hear('roles', { traits: { language: 'en' } });
    expect((await test.call('anonymous', 'GET', path(id))).statusCode).toBe(401);
    for (const role of ROLES) {
      expect((await test.call(role, 'GET', path(id))).statusCode, role).toBe(200);
      const { statusCode } = await note(id, { language: 'zh-CN' }, role);
      expect(statusCode, role).toBe(['owner', 'agent', 'operations'].includes(role) ? 200 : 403);
    }
    expect((await test.call(limited, 'GET', path(id))).statusCode).toBe(404);
    expect((await note(id, { language: 'zh-CN' }, limited)).statusCode).toBe(404);
  });

  it('that she or staff said are believed before what a page sends along', async () => {
    const id = await hear('ann', { traits: { locale: 'en', interests: ['Tea'] } });
    expect((await of(id)).stated).toMatchObject([
      { name: 'language', value: 'en', from: 'trait' },
      { name: 'categories', value: ['Tea'], from: 'trait' },
    ]);
    await note(id, { language: 'zh-CN', channel: 'phone', categories: null });
    await hear(
      'ann',
      { traits: { locale: 'en', interests: ['Tea'] } },
      { at: new Date('2026-11-21T00:00:00Z') },
    );
    expect((await of(id)).stated).toMatchObject([
      { name: 'language', value: 'zh-CN', from: 'staff', by: 'agent' },
      { name: 'channel', value: 'phone', from: 'staff' },
    ]);
    await hear(
      'ann',
      { properties: { channel: 'wechat' } },
      { type: 'track', event: 'Preferences Updated', at: new Date('2026-11-22T00:00:00Z') },
    );
    expect((await of(id)).stated[1]).toMatchObject({ value: 'wechat', from: 'customer', by: null });
    expect(audit.entries.at(-1)).toMatchObject({
      act: 'customer.preferences',
      detail: { named: 'language channel categories' },
    });
  });

  it('keep what she said from roles without personal values, and stand nowhere in clear', async () => {
    const id = await hear('bea', {});
    const answer = await note(id, { other: 'canary-other 4111 1111 1111 1111' });
    expect(answer.headers['x-card-numbers-removed']).toBe('1');
    expect(answer.json().stated).toMatchObject([{ value: 'canary-other •••• 1111' }]);
    expect((await of(id, 'marketer')).stated).toMatchObject([{ name: 'other', value: null, from: 'staff' }]);
    const { rows } = await sql`SELECT stated::text FROM preferences.stated`.execute(own.database.db);
    expect(JSON.stringify(rows)).not.toContain(Buffer.from('canary-other').toString('hex'));
  });

  it('are told apart from what is counted', async () => {
    await orders.record(
      [1, 2, 3].map((n) =>
        aRecord(anOrder(`p${n}`, { placedAt: new Date(`2026-11-0${n}T13:00:00Z`) }), {
          buyer: { identifiers: [{ kind: 'user_id', value: 'cho' }], traits: {}, details: {} },
        }),
      ),
    );
    const id = await hear('cho', { traits: { language: 'en' } });
    const { stated, counted } = await of(id);
    expect(stated.map(({ name }) => name)).toEqual(['language']);
    expect(counted).toMatchObject({
      orders: 3,
      items: [{ kind: 'price', value: '20-50 CNY', count: 3, of: 3 }, { kind: 'hours' }, { kind: 'channel' }],
    });
  });

  it.each([
    ['values.language', { language: 'the usual' }],
    ['values.channel', { channel: 'pigeon' }],
    ['values.sizes', { sizes: [] }],
    ['values.colour', { colour: 'red' }],
  ])('refuse a wrong %s', async (_, values) => {
    const id = await hear('roles', {});
    expect((await note(id, values)).statusCode).toBe(400);
  });

  it('go into her file, and are gone with her', async () => {
    const id = await hear('dee', { traits: { language: 'en' } });
    const { personalData } = module();
    const { db } = own.database;
    const caller = { ...limited, role: 'operations', channels: null } as const;
    expect(await personalData?.export(db, id, caller)).toMatchObject([{ name: 'language', value: 'en' }]);
    await db.transaction().execute(async (tx) => personalData?.erase(tx, id));
    expect((await of(id)).stated).toEqual([]);
  });
});
