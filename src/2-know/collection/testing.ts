/** A collection on a database of its own, with one source and a key of each kind, for this module's tests. */
import { randomBytes, randomUUID } from 'node:crypto';
import pino from 'pino';
import { afterAll, beforeAll } from 'vitest';
import { createCustomerDirectory } from '#know/customers';
import { createSourceDirectory, type SourceDirectory } from '#know/sources';
import { aSource, SOURCES_MIGRATIONS } from '#know/sources/testing';
import { fixedClock } from '#platform/clock';
import { type TestApp, testApp } from '#platform/http/testing';
import type { SourceId } from '#platform/ids';
import { createEventLog } from '#platform/log';
import { LOG_MIGRATIONS } from '#platform/log/testing';
import type { Platform } from '#platform/module';
import { testDatabase } from '#platform/postgres/testing';
import { createVault } from '#platform/vault';
import { collectionModule } from './module.ts';

const room = `${import.meta.dirname}/..`;
const clock = fixedClock('2026-11-23T12:00:00Z');

export type TestCollection = {
  test: TestApp;
  database: Awaited<ReturnType<typeof testDatabase>>;
  platform: Platform;
  sources: SourceDirectory;
  sourceId: SourceId;
  serverKey: string;
  browserKey: string;
  send(path: string, body: unknown, headers?: Record<string, string>): ReturnType<TestApp['call']>;
  /** Events under a message id, as the owner sees them. */
  listed(messageId: string): Promise<Shown[]>;
  customerOf(event: { messageId: string }): Promise<number>;
};

/** An answer's JSON, of which a test says what it expects. */
// biome-ignore lint/suspicious/noExplicitAny: assertions read it, nothing else does
export type Shown = any;

/** Filled before the first test of the file. */
export function aCollection(): TestCollection {
  const own = {} as TestCollection;
  beforeAll(async () => {
    own.database = await testDatabase([
      ...LOG_MIGRATIONS,
      SOURCES_MIGRATIONS,
      ...['customers', 'collection'].map((name) => ({
        module: `know/${name}`,
        folder: `${room}/${name}/migrations`,
      })),
    ]);
    const { db } = own.database;
    own.platform = {
      database: own.database,
      db,
      log: createEventLog(),
      vault: createVault(db, randomBytes(32)),
      clock,
      logger: pino({ level: 'silent' }),
      audit: { record: async () => {}, verify: async () => null },
      lake: { query: async () => [] },
    } as unknown as Platform;
    await own.platform.log.preparePartitions(db, clock.now());
    own.sources = createSourceDirectory(own.database);
    const pepper = randomBytes(32);
    const customers = createCustomerDirectory(db, own.platform.vault, pepper);
    const parts = { ...own.platform, pepper, sources: own.sources, customers, hasRoom: () => true };
    own.test = await testApp(collectionModule(parts).routes ?? []);
    const server = await aSource(db, { name: 'shop' });
    own.sourceId = server.sourceId;
    own.serverKey = server.writeKey;
    own.browserKey = (await aSource(db, { name: 'site', kind: 'web', keyKind: 'browser' })).writeKey;
  });
  afterAll(async () => {
    await own.test.close();
    await own.sources.close();
    await own.database.close();
  });
  own.send = (path, body, headers = {}) =>
    own.test.app.inject({
      method: 'POST',
      url: path,
      headers: { 'content-type': 'application/json', 'x-write-key': own.serverKey, ...headers },
      payload: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
    });
  own.listed = async (messageId) =>
    (await own.test.call('owner', 'GET', `/api/events?message_id=${messageId}`)).json().items;
  own.customerOf = async ({ messageId }) => (await own.listed(messageId))[0]?.customer_id ?? Number.NaN;
  return own;
}

export const aTrack = (more: object = {}) => ({
  type: 'track',
  event: 'Product Viewed',
  userId: 'u1',
  messageId: randomUUID(),
  ...more,
});
