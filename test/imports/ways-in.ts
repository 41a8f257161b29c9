/** A shop whose orders come by every way there is: by file, webhook, poll, pixel and library, into one database and one lake. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll } from 'vitest';
import { createFigures } from '#decide/metrics';
import { ORDER_COLUMNS } from '#events/order-columns';
import { collectionModule } from '#know/collection/module';
import { type LocalShopifyOrder, localShopify, someConnections } from '#know/connectors/testing';
import { importFile } from '#know/imports';
import { createSourceDirectory } from '#know/sources';
import { aSource } from '#know/sources/testing';
import { testApp } from '#platform/http/testing';
import { fillLake, startTestLake } from '#platform/lake/testing';
import { createEventLog } from '#platform/log';
import { sql } from '#platform/postgres';
import { migrationSets } from '../../src/6-app/schemas.ts';

const WANTED = ['know/sources', 'know/collection', 'know/imports', 'platform/lake', 'platform/instance'];
const actor = { kind: 'system', name: 'test' } as const;

export type WaysIn = ReturnType<typeof waysIn>;

/** Filled before the first test of the file. */
export function waysIn() {
  const own = someConnections(
    [localShopify.connector],
    migrationSets().filter(({ module }) => WANTED.includes(module)),
  );
  const folder = mkdtempSync(join(tmpdir(), 'rg-ways-'));
  let shop: Awaited<ReturnType<typeof localShopify.start>>;
  let lake: Awaited<ReturnType<typeof startTestLake>>;
  let collection: Awaited<ReturnType<typeof testApp>>;
  let sources: ReturnType<typeof createSourceDirectory>;
  const keys = { server: '', browser: '' };
  beforeAll(async () => {
    shop = await localShopify.start();
    own.leads(localShopify.host, shop.address);
    own.leads('files.example', shop.address);
    lake = await startTestLake({ derived: ORDER_COLUMNS });
    const { database, directory, vault, pepper } = own.customers;
    await createEventLog().preparePartitions(database.db, own.clock.now());
    sources = createSourceDirectory(database);
    const given = { ...own.parts, database, sources, customers: directory, vault, pepper, lake: lake.lake };
    const more = { logger: pino({ level: 'silent' }), hasRoom: () => true };
    collection = await testApp(collectionModule({ ...given, ...more } as never).routes ?? []);
    keys.server = (await aSource(database.db, { name: 'shop' })).writeKey;
    keys.browser = (await aSource(database.db, { name: 'site', kind: 'web', keyKind: 'browser' })).writeKey;
  }, 60_000);
  afterAll(async () => {
    await collection.close();
    await sources.close();
    await lake.close();
    await shop.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const post = async (body: string): Promise<void> => {
    const headers = { 'content-type': 'text/plain', 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)' };
    const answer = await collection.app.inject({ method: 'POST', url: '/v1/track', headers, payload: body });
    if (answer.statusCode !== 200) throw new Error(answer.body);
  };
  let files = 0;
  return {
    own,
    shop: () => shop,
    begin: () => own.begin('shopify', 'shopify', localShopify.settings),
    exported: (): string => localShopify.ordersExport(shop.orders.values()),
    async byFile(table: string): Promise<void> {
      const path = join(folder, `${files++}.csv`);
      writeFileSync(path, table);
      const channel = own.channel().name;
      await importFile(own.parts, actor, { path, preset: 'shopify-orders', channel });
    },
    async byPixel(order: LocalShopifyOrder, eventId: string): Promise<void> {
      for (const { body } of localShopify.checkoutCompleted('https://us.example', order, eventId))
        await post(body.replace('wk_…', keys.browser));
    },
    byLibrary: (order: LocalShopifyOrder, messageId: string): Promise<void> => {
      const value = localShopify.totalOf(order) / 100;
      const properties = { order_id: `#${order.id}`, total: value, revenue: value, currency: 'USD' };
      const userId = `buyer-${order.id}`;
      return post(
        JSON.stringify({
          writeKey: keys.server,
          type: 'track',
          event: 'Order Completed',
          messageId,
          userId,
          properties,
        }),
      );
    },
    /** By channel, as the lake has it; not where it is nothing. */
    async figure(name: string): Promise<Map<string, number>> {
      await fillLake(own.customers.database, lake.lake);
      const figures = createFigures({ db: own.customers.database.db, lake: lake.lake });
      const query = { from: '2020-01-01', to: '2026-12-31', by: 'channel', currency: 'USD' } as const;
      const { items } = await figures.figure(name, query, null);
      return new Map(items.flatMap(({ key, value }) => (value ? [[key, value]] : [])));
    },
    async stored(): Promise<{ number: string; total: number; refunded: number; cancelled: boolean }[]> {
      const { rows } = await sql<{ number: string; total: number; refunded: number; cancelled: boolean }>`
        SELECT number, total, refunded, cancelled_at IS NOT NULL AS cancelled FROM orders.order
         WHERE channel_id = ${own.channel().channel_id} ORDER BY platform_id`.execute(
        own.customers.database.db,
      );
      return rows;
    },
    async tracked(): Promise<number> {
      const { rows } = await sql<{ n: number }>`
        SELECT count(*)::int AS n FROM log.event WHERE event = 'Order Completed'`.execute(
        own.customers.database.db,
      );
      return rows[0]?.n ?? 0;
    },
  };
}
