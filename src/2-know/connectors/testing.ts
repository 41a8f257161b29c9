/** Connections for tests: the whole way in on a real database, against a platform that stands on this machine. */
import { beforeAll } from 'vitest';
import { CATALOG_MIGRATIONS } from '#know/catalog/testing';
import { type ChannelRow, channelById } from '#know/channels';
import type { ChannelPlatform } from '#know/channels/contract';
import { aChannel, CHANNELS_MIGRATIONS } from '#know/channels/testing';
import { someCustomers, type TestCustomers } from '#know/customers/testing';
import { ORDERS_MIGRATIONS } from '#know/orders/testing';
import type { Audit } from '#platform/audit';
import { fixedClock } from '#platform/clock';
import { createEgress } from '#platform/egress';
import { createEventLog } from '#platform/log';
import { createOutbox } from '#platform/outbox';
import type { MigrationSet } from '#platform/postgres';
import { sql } from '#platform/postgres';
import { connect } from './connect.ts';
import type { Connector, Delivery } from './connector.ts';
import type { ConnectorParts } from './parts.ts';
import { type Failpoint, runFeeds } from './run-feeds.ts';
import { receive, takeDeliveries } from './take-deliveries.ts';

const folder = (path: string): string => new URL(path, import.meta.url).pathname;
export const CONNECTORS_MIGRATIONS: MigrationSet = {
  module: 'know/connectors',
  folder: folder('./migrations'),
};

/** Amounts in minor units by day of the channel's zone: what orders came to and what went back, by the entries that figures are made of. */
export type Days = Record<string, { sold: number; refunded: number; orders: number }>;

export type TestConnections = {
  customers: TestCustomers;
  parts: ConnectorParts;
  clock: ReturnType<typeof fixedClock>;
  /** Where we are reached; null: nowhere yet. */
  address: string | null;
  /** Milliseconds that somebody was asked to wait. */
  waits: number[];
  /** `host`: the platform's name, which leads to the server on this machine. */
  begin(platform: ChannelPlatform, connector: string, settings: Record<string, string>): Promise<number>;
  channel(): ChannelRow;
  leads(host: string, to: string): void;
  /** Reads all feeds until nothing is due any more. */
  readUp(failpoint?: Failpoint): Promise<void>;
  tell(connection: number, delivery: Delivery): Promise<unknown>;
  takeAll(): Promise<void>;
  days(): Promise<Days>;
  /** Nobody reads for the connections that were made so far. */
  stopAll(): Promise<void>;
};

/** Filled before the first test of the file. `more`: tables of others that the test is about. */
export function someConnections(
  connectors: readonly Connector[],
  more: readonly MigrationSet[] = [],
): TestConnections {
  const own = {
    waits: [] as number[],
    address: null,
    clock: fixedClock('2026-11-20T12:00:00Z'),
  } as TestConnections;
  const places = new Map<string, string>();
  let channel: ChannelRow;
  own.customers = someCustomers([
    CHANNELS_MIGRATIONS,
    CATALOG_MIGRATIONS,
    ORDERS_MIGRATIONS,
    { module: 'know/consent', folder: folder('../consent/migrations') },
    { module: 'platform/outbox', folder: folder('../../0-platform/outbox/migrations') },
    CONNECTORS_MIGRATIONS,
    ...more,
  ]);
  beforeAll(() => {
    own.parts = partsOn(own, connectors, places);
  });
  own.leads = (host, to) => void places.set(host, to);
  own.channel = () => channel;
  own.begin = async (platform, connector, settings) => {
    const { db } = own.customers.database;
    const name = `${platform} ${crypto.randomUUID()}`;
    const id = await aChannel(db, { name, platform, currency: 'USD', zone: 'UTC', country: 'US' });
    channel = (await channelById(db, id)) as ChannelRow;
    return await connect(own.parts, { kind: 'system', name: 'test' }, { connector, channelId: id, settings });
  };
  own.readUp = async (failpoint) => {
    // A feed that has read everything is due again only much later.
    for (let round = 0; round < 500; round++) {
      if ((await runFeeds(own.parts, failpoint)) > 0) continue;
      const next = await nextDue(own);
      if (next === null || next > own.clock.now().getTime() + 70_000) return;
      own.clock.set(new Date(next + 1));
    }
    throw new Error('It reads for ever.');
  };
  own.tell = (connection, delivery) => receive(own.parts, connection, delivery);
  own.takeAll = async () => {
    while ((await takeDeliveries(own.parts)) > 0);
  };
  own.stopAll = async () => {
    await sql`UPDATE connectors.connection SET state = 'disconnected'`.execute(own.customers.database.db);
  };
  own.days = () => daysOf(own, channel);
  return own;
}

/** 127.0.0.2 and up; everything else stays forbidden. */
const onThisMachine = {
  address: (address: string): boolean => /^127\.0\.0\.(?!1$)/.test(address),
  port: () => true,
  http: true,
};

function partsOn(
  own: TestConnections,
  connectors: readonly Connector[],
  places: ReadonlyMap<string, string>,
): ConnectorParts {
  const { database, directory, vault } = own.customers;
  const egress = createEgress({ isReleased: async () => true, allowance: onThisMachine });
  const placed = (url: string): string => {
    const { origin } = new URL(url);
    return url.replace(origin, places.get(new URL(url).hostname) ?? origin);
  };
  const audit: Audit = { record: async () => {}, verify: async () => null };
  return {
    db: database.db,
    log: createEventLog(),
    clock: own.clock,
    customers: directory,
    vault,
    audit,
    egress: {
      isReleased: async () => true,
      exchange: (url, options) => egress.exchange(placed(url), options),
      stream: (url, options) => egress.stream(placed(url), options),
    },
    wait: async (ms) => void own.waits.push(ms),
    publicAddress: async () => own.address,
    outbox: createOutbox({ vault, clock: own.clock }),
    connectors,
    held: new Map(),
  };
}

async function nextDue({ customers }: TestConnections): Promise<number | null> {
  const { rows } = await sql<{ due: Date | null }>`
    SELECT min(due_at) AS due FROM connectors.feed JOIN connectors.connection USING (connection_id)
     WHERE state = 'connected'`.execute(customers.database.db);
  return rows[0]?.due?.getTime() ?? null;
}

async function daysOf({ customers }: TestConnections, { channel_id }: ChannelRow): Promise<Days> {
  const { rows } = await sql<{ day: string; sold: number; refunded: number; orders: number }>`
    SELECT to_char(to_timestamp((entry->>'at')::bigint / 1000.0) AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day,
           sum(CASE entry->>'kind' WHEN 'placed' THEN (entry->>'amount')::bigint ELSE 0 END)::bigint AS sold,
           sum(CASE entry->>'kind' WHEN 'refund' THEN -(entry->>'amount')::bigint ELSE 0 END)::bigint AS refunded,
           sum(CASE entry->>'kind' WHEN 'placed' THEN (entry->>'quantity')::bigint ELSE 0 END)::bigint AS orders
      FROM log.event, jsonb_array_elements(properties::jsonb->'entries') AS entry
     WHERE (properties::jsonb->>'channel_id')::int = ${channel_id} GROUP BY 1 ORDER BY 1`.execute(
    customers.database.db,
  );
  return Object.fromEntries(
    rows
      .filter(({ sold, refunded, orders }) => sold !== 0 || refunded !== 0 || orders !== 0)
      .map(({ day, ...sums }) => [day, sums]),
  );
}

export { localShopify } from './platforms/shopify/testing/local-shop.ts';
export type { ShopOrder as LocalShopifyOrder } from './platforms/shopify/testing/shop-server.ts';
export { mainland } from './platforms/testing/mainland.ts';
