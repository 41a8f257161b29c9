import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixedClock } from '#platform/clock';
import { type TestApp, testApp } from '#platform/http/testing';
import { createEventLog } from '#platform/log';
import { boughtBy } from '../bought/store.ts';
import type { OrderOfCustomer } from '../contract.ts';
import { habitsOf } from '../habits/habits.ts';
import { recordParcels } from '../parcels/record-parcels.ts';
import { orderRoutes } from '../routes.ts';
import { anOrder, aRecord, someOrders } from '../testing.ts';
import { exportOrders } from './export-orders.ts';
import { shippedTo } from './shipped-to.ts';

const own = someOrders();
const clock = fixedClock('2026-11-20T08:00:00Z');
let test: TestApp;
let ann: number;

const refund = (amount: number, at: string) => ({
  platformId: `r${amount}`,
  at: new Date(at),
  amount,
  reason: 'too small',
  lines: [{ line: '1', quantity: 1, amount }],
});

beforeAll(async () => {
  const { database, directory, vault } = own.customers;
  const log = createEventLog();
  test = await testApp(orderRoutes({ db: database.db, log, clock, customers: directory, vault }));
  const day = (n: number) => new Date(`2026-11-0${n}T13:00:00Z`);
  await own.record([
    aRecord(anOrder('o1', { placedAt: day(1) })),
    aRecord(anOrder('o2', { placedAt: day(2), refunds: [refund(4995, '2026-11-10T00:00:00Z')] })),
    aRecord(
      anOrder('o3', {
        placedAt: day(3),
        cancelledAt: day(4),
        refunds: [refund(9990, '2026-11-12T00:00:00Z')],
      }),
    ),
    aRecord(anOrder('o4', { placedAt: day(4) })),
  ]);
  const parcel = { courier: 'SF', failure: null, digest: 'abc', deliveredAt: null };
  const [shippedAt, promisedAt] = [day(5), day(7)];
  await recordParcels(
    { db: database.db, log, clock },
    own.channel,
    [{ orderNumber: 'o4', tracking: 'SF100', ...parcel, shippedAt, promisedAt }],
    'live',
  );
  const [item] = (await test.call('owner', 'GET', '/api/orders?platform_id=o1')).json().items;
  ann = Number(item.customer_id);
});
afterAll(() => test.close());

const hers = async (who: Parameters<TestApp['call']>[0] = 'agent'): Promise<OrderOfCustomer[]> =>
  (await test.call(who, 'GET', `/api/customers/${ann}/orders`)).json().items;

describe("a customer's orders", () => {
  it('are shown to staff, and not of channels they are not limited to', async () => {
    const path = `/api/customers/${ann}/orders`;
    expect((await test.call('anonymous', 'GET', path)).statusCode).toBe(401);
    const other = { kind: 'api_key', id: '1', name: 'k', role: 'agent', channels: ['999'] } as const;
    expect((await test.call(other, 'GET', path)).statusCode).toBe(404);
    expect((await test.call('agent', 'GET', '/api/customers/999999/orders')).statusCode).toBe(404);
  });

  it('come latest first, with items, parcels and refunds', async () => {
    const orders = await hers();
    expect(orders.map(({ number }) => number)).toEqual(['o4', 'o3', 'o2', 'o1']);
    expect(orders[0]).toMatchObject({
      delivery: 'late',
      parcels: [{ courier: 'SF', tracking: 'SF100', state: 'late' }],
      items: [{ title: 'Green tea', quantity: 2, amount: 9990, returned: 0 }],
    });
    expect(orders[2]).toMatchObject({
      delivery: null,
      items: [{ returned: 1 }],
      refunds: [{ amount: 4995, reason: 'too small', at: '2026-11-10T00:00:00.000Z' }],
    });
  });

  it('lead nobody to her door who may not see where she lives', async () => {
    expect((await hers('marketer'))[0]?.parcels).toMatchObject([{ courier: 'SF', tracking: null }]);
    const id = (await hers())[0]?.id;
    const whole = (await test.call('agent', 'GET', `/api/orders/${id}`)).json();
    expect(whole.parcels).toMatchObject([{ tracking: 'SF100' }]);
    expect((await test.call('marketer', 'GET', `/api/orders/${id}`)).json().parcels).toMatchObject([
      { tracking: null },
    ]);
  });

  it('add up: what was called off was neither spent nor given back', async () => {
    const [bought] = [...(await boughtBy(own.customers.database.db, [ann as never])).values()].flat();
    expect(bought).toMatchObject({
      orders: 3,
      spent: 3 * 9990 - 4995,
      refunded: 4995,
      returned: 1,
      cancelled: 1,
      lastReturnedAt: new Date('2026-11-10T00:00:00Z'),
    });
  });

  it('go into her file with where they went, for who may see it', async () => {
    const { database, vault } = own.customers;
    const caller = (role: 'operations' | 'developer') =>
      ({ kind: 'api_key', id: '1', name: 'k', role, channels: null }) as const;
    const file = (role: 'operations' | 'developer') =>
      exportOrders({ vault }, database.db, ann as never, caller(role));
    expect((await file('operations'))[0]).toMatchObject({ details: { shipping: { city: 'Hangzhou' } } });
    expect((await file('developer'))[0]).not.toHaveProperty('details');
    const sent = await shippedTo({ vault, db: database.db }, [ann as never], null);
    expect(sent.map(({ to }) => to.city)).toEqual(['Hangzhou', 'Hangzhou', 'Hangzhou', 'Hangzhou']);
    expect(await shippedTo({ vault, db: database.db }, [ann as never], ['999'])).toEqual([]);
  });

  it('make habits of what stands, and of the channels that somebody sees', async () => {
    const { db } = own.customers.database;
    const all = await habitsOf(db, [ann as never], null);
    expect(all).toMatchObject({
      orders: 3,
      items: [{ kind: 'price' }, { kind: 'hours' }, { kind: 'channel' }],
    });
    expect((await habitsOf(db, [ann as never], ['999'])).orders).toBe(0);
  });
});
