import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixedClock } from '#platform/clock';
import { type TestApp, testApp } from '#platform/http/testing';
import { createEventLog } from '#platform/log';
import { orderRoutes } from './routes.ts';
import { someOrders } from './testing.ts';

const own = someOrders();
let test: TestApp;
beforeAll(async () => {
  const { database, directory, vault } = own.customers;
  const clock = fixedClock('2026-11-02T09:00:00Z');
  test = await testApp(
    orderRoutes({ db: database.db, log: createEventLog(), clock, customers: directory, vault }),
  );
});
afterAll(() => test.close());

const given = (platform_id: string, more: object = {}) => ({
  platform_id,
  placed_at: '2026-11-02T08:00:00Z',
  customer: { email: 'Ann@Example.com' },
  details: { shipping: { city: '杭州' } },
  lines: [{ id: '1', product_id: 'tea', title: '龙井', quantity: 2, unit_price: '49.95' }],
  ...more,
});
const send = (orders: object[], who: Parameters<TestApp['call']>[0] = 'developer') =>
  test.call(who, 'POST', `/api/channels/${own.channel.channel_id}/orders`, { orders });

describe('orders over HTTP', () => {
  it('are taken from programs and operations only', async () => {
    expect((await send([given('h0')], 'anonymous')).statusCode).toBe(401);
    expect((await send([given('h0')], 'marketer')).statusCode).toBe(403);
    expect((await test.call('marketer', 'GET', '/api/orders')).statusCode).toBe(200);
  });

  it('are recorded once, and found by their number', async () => {
    expect((await send([given('h1'), given('h2')])).json()).toEqual({ recorded: 2, unchanged: 0 });
    expect((await send([given('h1')])).json()).toEqual({ recorded: 0, unchanged: 1 });
    const { items } = (
      await test.call('agent', 'GET', `/api/orders?channel=${own.channel.channel_id}&platform_id=h1`)
    ).json();
    expect(items).toMatchObject([{ platform_id: 'h1', total: 9990, currency: 'CNY', state: 'pending' }]);
    expect((await test.call('agent', 'GET', '/api/orders?q=h')).json().items).toHaveLength(2);
  });

  it('are live if they were placed today and nobody says that they are history', async () => {
    const { db } = own.customers.database;
    const log = createEventLog();
    const today = { placed_at: '2026-11-02T07:00:00Z' };
    const path = `/api/channels/${own.channel.channel_id}/orders`;
    const told = async (number: string, about: object, more: object): Promise<Set<string>> => {
      const before = await log.read(db, { limit: 10_000 });
      await test.call('developer', 'POST', path, { ...about, orders: [given(number, more)] });
      const events = await log.read(db, { limit: 10_000 });
      return new Set(events.slice(before.length).map(({ origin }) => origin));
    };
    expect(await told('o1', {}, today)).toEqual(new Set(['live']));
    expect(await told('o2', {}, { placed_at: '2026-10-02T07:00:00Z' })).toEqual(new Set(['backfill']));
    expect(await told('o3', { origin: 'import' }, today)).toEqual(new Set(['import']));
    expect(await told('o4', { origin: 'import' }, { placed_at: '2020-10-02T07:00:00Z' })).toEqual(
      new Set(['import']),
    );
  });

  it('show where they went to those who deliver, not to those who advertise', async () => {
    await send([given('h3')]);
    const [item] = (await test.call('agent', 'GET', '/api/orders?platform_id=h3')).json().items;
    const seen = await test.call('operations', 'GET', `/api/orders/${item.id}`);
    expect(seen.json()).toMatchObject({
      details: { shipping: { city: '杭州' } },
      lines: [{ title: '龙井' }],
    });
    expect((await test.call('marketer', 'GET', `/api/orders/${item.id}`)).json().details).toBeNull();
  });

  it('of one channel are not there for staff of another', async () => {
    const other = { kind: 'api_key', id: '1', name: 'k', role: 'developer', channels: ['999'] } as const;
    const [item] = (await test.call('owner', 'GET', '/api/orders?platform_id=h1')).json().items;
    expect((await test.call(other, 'GET', '/api/orders')).json().items).toEqual([]);
    expect((await test.call(other, 'GET', `/api/orders/${item.id}`)).statusCode).toBe(404);
    expect((await send([given('h9')], other)).statusCode).toBe(404);
  });

  it.each([
    ['lines.0.unit_price', { lines: [{ id: '1', product_id: 'p', quantity: 1, unit_price: '1,50' }] }],
    ['placed_at', { placed_at: 'yesterday' }],
    ['platform_id', { platform_id: 'a\0b' }],
    ['customer.email', { customer: { email: '' } }],
  ])('are refused with a wrong %s', async (field, more) => {
    const answer = await send([given('bad', more)]);
    expect([answer.statusCode, answer.json().errors?.[0].field]).toEqual([400, `orders.0.${field}`]);
  });
});
