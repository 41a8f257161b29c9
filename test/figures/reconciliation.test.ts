/** Comparing with platforms, and closing months: from statements and orders over HTTP to reasons and restatements, on a real lake. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reconciliationModule } from '#decide/reconciliation/module';
import { type ChannelRow, channelById } from '#know/channels';
import { aChannel } from '#know/channels/testing';
import { type Order, recordOrders } from '#know/orders';
import { countedOrders, orderNumbers } from '#know/orders/module';
import { anOrder, aRecord } from '#know/orders/testing';
import type { AuditEntry } from '#platform/audit';
import { type TestApp, testApp } from '#platform/http/testing';
import type { Module, Platform } from '#platform/module';
import { aWorld, type Figures, importing } from './world.ts';

let world: Figures;
let test: TestApp;
let module: Module;
let shop: ChannelRow;
let other: ChannelRow;
const audited: AuditEntry[] = [];
beforeAll(async () => {
  world = await aWorld();
  const { db } = world.database;
  const audit = {
    record: async (_: unknown, entry: AuditEntry) => void audited.push(entry),
    verify: async () => null,
  };
  const platform = { ...importing(db), lake: world.lake, audit } as unknown as Platform;
  module = reconciliationModule({ ...platform, countedOrders, orderNumbers });
  test = await testApp(module.routes ?? []);
  [shop, other] = (await Promise.all(
    ['shop', 'other'].map(async (name) => channelById(db, await aChannel(db, { name }))),
  )) as [ChannelRow, ChannelRow];
});
afterAll(async () => {
  await test?.close();
  await world?.close();
});

type Given = Partial<Order>;
let versions = 0;
async function record(number: string, day: string, more: Given = {}, channel = shop): Promise<void> {
  versions += 1;
  const version = new Date(Date.parse('2026-11-01T00:00:00Z') + versions * 1000);
  const order = anOrder(number, { placedAt: new Date(`${day}T04:00:00Z`), ...more });
  await recordOrders(importing(world.database.db), channel, [aRecord(order, { version })], 'backfill');
}
const refundOn = (day: string, amount: number): Order['refunds'] => [
  {
    platformId: 'r',
    at: new Date(`${day}T04:00:00Z`),
    amount,
    reason: '',
    lines: [{ line: '1', quantity: 1, amount }],
  },
];
const call = async (
  who: Parameters<TestApp['call']>[0],
  method: 'GET' | 'PUT' | 'POST',
  url: string,
  body?: object,
) => test.call(who, method, url, body);
const get = async (url: string) => (await call('analyst', 'GET', url)).json();
const state = (days: object[], channel = shop) =>
  call('analyst', 'PUT', `/api/channels/${channel.channel_id}/statements`, { days });
/** As the engine does. */
async function settle(): Promise<void> {
  await world.ship();
  const [freeze] = module.chores ?? [];
  while (((await freeze?.once()) ?? 0) > 0);
}

describe('statements and closings', () => {
  it.each([
    ['PUT', '/api/channels/1/statements'],
    ['POST', '/api/closings'],
    ['POST', '/api/closings/1/reopening'],
  ] as const)('%s %s is for the owner and the analyst', async (method, url) => {
    expect((await call('anonymous', method, url, {})).statusCode).toBe(401);
    expect((await call('operations', method, url, {})).statusCode).toBe(403);
  });

  it.each([
    '/api/reconciliation?channel=1&month=2026-10',
    '/api/reconciliation/day?channel=1&day=2026-10-01',
    '/api/closings',
    '/api/closings/1',
  ])('%s is not for everybody', async (url) => {
    expect((await call('anonymous', 'GET', url)).statusCode).toBe(401);
    expect((await call('agent', 'GET', url)).statusCode).toBe(403);
  });

  it('of one channel are not there for who is limited to another', async () => {
    const limited = {
      kind: 'api_key',
      id: '1',
      name: 'k',
      role: 'analyst',
      channels: [String(other.channel_id)],
    } as const;
    const id = shop.channel_id;
    const closing = (
      await call('analyst', 'POST', '/api/closings', { channel: id, month: '2025-01' })
    ).json();
    await state([{ day: '2025-01-05', amount: 1 }]);
    const refused = [
      await call(limited, 'PUT', `/api/channels/${id}/statements`, {
        days: [{ day: '2025-01-01', amount: 1 }],
      }),
      await call(limited, 'GET', `/api/reconciliation?channel=${id}&month=2025-01`),
      await call(limited, 'GET', `/api/reconciliation/day?channel=${id}&day=2025-01-05`),
      await call(limited, 'POST', '/api/closings', { channel: id, month: '2025-02' }),
      await call(limited, 'GET', `/api/closings/${closing.id}`),
      await call(limited, 'POST', `/api/closings/${closing.id}/reopening`),
    ];
    expect(refused.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404, 404, 404, 404]);
    expect((await call(limited, 'GET', '/api/closings')).json().items).toEqual([]);
  });
});

describe('a day', () => {
  it('is ours as the registry has it, and its difference is opened to orders', async () => {
    await record('d1', '2026-09-10');
    await record('d2', '2026-09-10', { refunds: refundOn('2026-09-12', 4995) });
    await record('d3', '2026-09-10', { test: true });
    await settle();
    const listed = [
      { number: 'd2', amount: 4995 },
      { number: 'd3', amount: 9990 },
      { number: 'far', amount: 100 },
    ];
    const given = await state([
      { day: '2026-09-10', amount: 4995 + 9990 + 100, orders: listed },
      { day: '2026-09-12', amount: 0 },
    ]);
    expect(given.json()).toEqual({ days: 2, orders: 3 });
    const of = `channel=${shop.channel_id}`;
    const month = await get(`/api/reconciliation?${of}&month=2026-09`);
    const day = await get(`/api/reconciliation/day?${of}&day=2026-09-10`);
    expect(month.items).toMatchObject([
      { day: '2026-09-10', platform: 15_085, ours: 19_980, difference: -4895, itemised: true },
      { day: '2026-09-12', platform: 0, ours: -4995, difference: 4995, itemised: false },
    ]);
    expect(day).toMatchObject({ ours: 19_980, difference: -4895 });
    const told = day.items.map((item: { reason: string; amount: number; order: { number: string } }) => [
      item.reason,
      item.amount,
      item.order.number,
    ]);
    expect(told.sort()).toEqual([
      ['late_refund', -4995, 'd2'],
      ['missing_here', 100, 'far'],
      ['missing_there', -9990, 'd1'],
      ['test_order', 9990, 'd3'],
    ]);
    const later = await get(`/api/reconciliation/day?${of}&day=2026-09-12`);
    expect(later.items).toMatchObject([
      { reason: 'late_refund', amount: 4995, certain: false, order: { number: 'd2' } },
    ]);
  });

  it('is stated anew as a whole, and unknown where nobody stated it', async () => {
    await state([{ day: '2026-08-01', amount: 5, orders: [{ number: 'x', amount: 5 }] }]);
    await state([{ day: '2026-08-01', amount: 7 }]);
    const of = `channel=${shop.channel_id}`;
    const day = await get(`/api/reconciliation/day?${of}&day=2026-08-01`);
    expect(day).toMatchObject({
      platform: 7,
      itemised: false,
      items: [{ reason: 'unexplained', amount: 7 }],
    });
    const unknown = await call('analyst', 'GET', `/api/reconciliation/day?${of}&day=2026-08-02`);
    expect(unknown.statusCode).toBe(404);
  });
});

describe('a closed month', () => {
  const close = (month: string, channel = other) =>
    call('analyst', 'POST', '/api/closings', { channel: channel.channel_id, month });
  const figure = (detail: { figures: { name: string }[] }, name: string) =>
    detail.figures.find((one) => one.name === name);

  it('is over, and closed once', async () => {
    expect((await close('2026-11')).json().code).toBe('month_not_over');
    expect((await close('2026-07')).statusCode).toBe(200);
    expect((await close('2026-07')).json().code).toBe('month_closed');
  });

  it('keeps its figures, and shows what was learned later by order', async () => {
    await record('m1', '2026-10-10', {}, other);
    await record('m2', '2026-10-11', {}, other);
    await settle();
    const closing = (await close('2026-10')).json();
    // Not an order of the month, so nothing of it may show.
    await record('m3', '2026-09-30', {}, other);
    await record('late', '2026-10-31', {}, other);
    await record('m1', '2026-10-10', { refunds: refundOn('2026-10-20', 4995) }, other);
    expect(await get(`/api/closings/${closing.id}`)).toMatchObject({ ready: false, figures: [] });
    await settle();
    const detail = await get(`/api/closings/${closing.id}`);
    expect(figure(detail, 'gross_sales')).toMatchObject({ closed: 19_980, now: 29_970, restated: 9990 });
    expect(figure(detail, 'net_sales')).toMatchObject({ closed: 19_980, now: 24_975, restated: 4995 });
    expect(figure(detail, 'orders_placed')).toMatchObject({ closed: 2, now: 3, restated: 1 });
    expect(detail.orders).toMatchObject([
      { number: 'late', amount: 9990 },
      { number: 'm1', amount: -4995 },
    ]);
  });

  it('is opened again in somebody’s name, and closed anew as it then is', async () => {
    const [held] = (await get(`/api/closings?channel=${other.channel_id}&month=2026-10`)).items;
    const reopened = await call('owner', 'POST', `/api/closings/${held.id}/reopening`);
    expect(reopened.json()).toMatchObject({ reopened_by: 'owner' });
    expect((await call('owner', 'POST', `/api/closings/${held.id}/reopening`)).statusCode).toBe(409);
    const again = (await close('2026-10')).json();
    await settle();
    const detail = await get(`/api/closings/${again.id}`);
    expect(figure(detail, 'gross_sales')).toMatchObject({ closed: 29_970, restated: 0 });
    expect(detail.orders).toEqual([]);
    expect(audited.slice(-2).map(({ act }) => act)).toEqual(['month.reopen', 'month.close']);
  });
});
