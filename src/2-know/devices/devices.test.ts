import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { someCustomers } from '#know/customers/testing';
import { ROLES } from '#platform/http';
import { type TestApp, testApp } from '#platform/http/testing';
import type { CustomerId } from '#platform/ids';
import { sql } from '#platform/postgres';
import type { DeviceItem } from './contract.ts';
import { devicesModule } from './module.ts';
import { notingDevices } from './note-devices.ts';
import { DEVICES_MIGRATIONS } from './testing.ts';

const EDGE = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0';
const SAFARI =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile/15E148 Safari/604.1';

const own = someCustomers([DEVICES_MIGRATIONS]);
let test: TestApp;
const module = () => devicesModule({ db: own.database.db, vault: own.vault, pepper: own.pepper });
beforeAll(async () => {
  test = await testApp(module().routes ?? []);
});
afterAll(() => test.close());

const visit = (user: string, userAgent: string | null, anonymousId: string, at: string) => ({
  name: { kind: 'user_id', value: user },
  personal: { userId: user, anonymousId, context: userAgent === null ? {} : { userAgent } },
  at: new Date(at),
});
const hear = async (events: Parameters<typeof own.hear>[0]): Promise<CustomerId> => {
  const [first] = await own.hear(events);
  await own.readUp(notingDevices({ vault: own.vault, pepper: own.pepper }));
  return first as CustomerId;
};
const devices = async (id: number, who: Parameters<TestApp['call']>[0] = 'agent'): Promise<DeviceItem[]> =>
  (await test.call(who, 'GET', `/api/customers/${id}/devices`)).json().items;

describe('devices', () => {
  it('are told to staff, of customers they may see', async () => {
    const id = await hear([visit('roles', EDGE, 'a', '2026-11-01T00:00:00Z')]);
    const path = `/api/customers/${id}/devices`;
    expect((await test.call('anonymous', 'GET', path)).statusCode).toBe(401);
    for (const role of ROLES) expect((await test.call(role, 'GET', path)).statusCode, role).toBe(200);
    const other = { kind: 'api_key', id: '1', name: 'k', role: 'agent', channels: ['999'] } as const;
    expect((await test.call(other, 'GET', path)).statusCode).toBe(404);
  });

  it('count every event once, over batches and anonymous ids', async () => {
    await hear([
      visit('ann', EDGE, 'one', '2026-11-03T00:00:00Z'),
      visit('ann', EDGE, 'one', '2026-11-01T00:00:00Z'),
      visit('ann', SAFARI, 'two', '2026-11-02T00:00:00Z'),
      visit('ann', null, 'one', '2026-11-02T00:00:00Z'),
    ]);
    const ann = await hear([visit('ann', EDGE, 'three', '2026-11-05T00:00:00Z')]);
    expect(await devices(ann)).toMatchObject([
      {
        browser: 'Microsoft Edge',
        events: 3,
        visitors: 2,
        anonymous_ids: ['three', 'one'],
        first_seen: '2026-11-01T00:00:00.000Z',
        last_seen: '2026-11-05T00:00:00.000Z',
      },
      { browser: 'Safari', model: 'iPhone', events: 1, anonymous_ids: ['two'] },
    ]);
  });

  it('lead nobody to her browsers who sees no personal values', async () => {
    const id = await hear([visit('bea', EDGE, 'canary-id', '2026-11-01T00:00:00Z')]);
    expect(await devices(id, 'analyst')).toMatchObject([{ visitors: 1, anonymous_ids: null }]);
    const { rows } = await sql`SELECT device::text FROM devices.device`.execute(own.database.db);
    expect(JSON.stringify(rows)).not.toContain(Buffer.from('canary-id').toString('hex'));
  });

  it('of one profile are fifty, those used last', async () => {
    const many = Array.from({ length: 60 }, (_, n) =>
      visit('till', EDGE, `id-${n}`, new Date(Date.UTC(2026, 10, 1, 0, n)).toISOString()),
    );
    const till = await hear(many);
    const [one] = await devices(till);
    expect(one).toMatchObject({ visitors: 50, events: 50, first_seen: '2026-11-01T00:10:00.000Z' });
  });

  it('go into her file, and are gone with her', async () => {
    const id = await hear([visit('cho', SAFARI, 'hers', '2026-11-01T00:00:00Z')]);
    const { personalData } = module();
    const caller = { kind: 'api_key', id: '1', name: 'k', role: 'operations', channels: null } as const;
    expect(await personalData?.export(own.database.db, id, caller)).toMatchObject([
      { anonymous_ids: ['hers'] },
    ]);
    await own.database.db.transaction().execute(async (tx) => personalData?.erase(tx, id));
    expect(await devices(id)).toEqual([]);
  });
});
