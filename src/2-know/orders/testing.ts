/** Orders for tests: the whole way in on a real database, and builders. */
import { beforeAll } from 'vitest';
import { soldAs } from '#know/catalog';
import { CATALOG_MIGRATIONS } from '#know/catalog/testing';
import { type ChannelRow, channelById } from '#know/channels';
import { aChannel, CHANNELS_MIGRATIONS } from '#know/channels/testing';
import { someCustomers, type TestCustomers } from '#know/customers/testing';
import { fixedClock } from '#platform/clock';
import { createEventLog, type Origin } from '#platform/log';
import type { MigrationSet } from '#platform/postgres';
import type { Order } from './order.ts';
import { type OrderRecord, type Recorded, recordOrders } from './record-orders.ts';

export const ORDERS_MIGRATIONS: MigrationSet = {
  module: 'know/orders',
  folder: `${import.meta.dirname}/migrations`,
};

export type TestOrders = {
  customers: TestCustomers;
  channel: ChannelRow;
  record(records: readonly OrderRecord[], origin?: Origin): Promise<Recorded>;
};

/** Filled before the first test of the file. */
export function someOrders(more: readonly MigrationSet[] = []): TestOrders {
  const own = {} as TestOrders;
  own.customers = someCustomers([CHANNELS_MIGRATIONS, CATALOG_MIGRATIONS, ORDERS_MIGRATIONS, ...more]);
  beforeAll(async () => {
    const { db } = own.customers.database;
    own.channel = (await channelById(
      db,
      await aChannel(db, { name: 'shop', platform: 'shopify' }),
    )) as ChannelRow;
  });
  own.record = (records, origin = 'live') => {
    const { database, directory } = own.customers;
    const parts = {
      db: database.db,
      log: createEventLog(),
      clock: fixedClock(new Date()),
      customers: directory,
    };
    return recordOrders(parts, own.channel, records, origin);
  };
  return own;
}

export const anOrder = (platformId: string, more: Partial<Order> = {}): Order => ({
  platformId,
  number: platformId,
  kind: 'sale',
  placedAt: new Date('2026-11-01T10:00:00Z'),
  currency: 'CNY',
  test: false,
  taxIncluded: true,
  lines: [
    {
      platformId: '1',
      sold: soldAs({ platformId: 'p1', title: 'Green tea' }),
      quantity: 2,
      unitPrice: '49.95',
      amount: 9990,
      discount: 0,
    },
  ],
  adjustments: [],
  payments: [],
  refunds: [],
  cancelledAt: null,
  cancelReason: null,
  fulfilment: 'unfulfilled',
  completedAt: null,
  campaign: null,
  country: null,
  ...more,
});

export const aRecord = (order: Order, more: Partial<OrderRecord> = {}): OrderRecord => ({
  order,
  buyer: {
    identifiers: [{ kind: 'email', value: 'ann@example.com' }],
    traits: { name: 'Ann' },
    details: { shipping: { city: 'Hangzhou' } },
  },
  version: new Date('2026-11-01T10:00:00Z'),
  rank: 'feed',
  ...more,
});

export { countedOf } from './counted/counted-orders.ts';
