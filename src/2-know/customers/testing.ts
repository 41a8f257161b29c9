/** Events as collection writes them, and the customers that come of them, for tests of this module and of those above it. */
import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import type { Audit, AuditEntry } from '#platform/audit';
import { type CustomerId, position, sourceId } from '#platform/ids';
import {
  createEventLog,
  deliverOnce,
  type EventType,
  type JsonObject,
  type NewEvent,
  type Subscriber,
} from '#platform/log';
import { LOG_MIGRATIONS } from '#platform/log/testing';
import { type MigrationSet, sql } from '#platform/postgres';
import { testDatabase } from '#platform/postgres/testing';
import { createVault, seal, type Vault } from '#platform/vault';
import { type CustomerDirectory, createCustomerDirectory } from './directory.ts';
import type { Identifier } from './identifier.ts';
import { recognising } from './identity/recognise.ts';

export const CUSTOMERS_MIGRATIONS: MigrationSet = {
  module: 'know/customers',
  folder: `${import.meta.dirname}/migrations`,
};

export type AnEvent = {
  name: Identifier;
  personal: JsonObject;
  type?: EventType;
  event?: string;
  properties?: JsonObject;
  at?: Date;
  flags?: number;
};

export type TestCustomers = {
  database: Awaited<ReturnType<typeof testDatabase>>;
  vault: Vault;
  master: Buffer;
  pepper: Buffer;
  directory: CustomerDirectory;
  recognise: Subscriber;
  /** Appends events as live ones; their profiles, in order. */
  hear(events: readonly AnEvent[]): Promise<CustomerId[]>;
  /** Appends an event of the house itself. */
  command(event: string, profile: CustomerId, properties: object): Promise<void>;
  /** Delivers everything there is. */
  readUp(subscriber?: Subscriber): Promise<void>;
};

/** Filled before the first test of the file. */
export function someCustomers(more: readonly MigrationSet[] = []): TestCustomers {
  const own = {} as TestCustomers;
  const log = createEventLog();
  const append = (events: NewEvent[]) => log.append(own.database.db, events);
  beforeAll(async () => {
    own.database = await testDatabase([...LOG_MIGRATIONS, CUSTOMERS_MIGRATIONS, ...more]);
    await log.preparePartitions(own.database.db, new Date());
    own.master = randomBytes(32);
    own.vault = createVault(own.database.db, own.master);
    own.pepper = randomBytes(32);
    own.directory = createCustomerDirectory(own.database.db, own.vault, own.pepper);
    own.recognise = recognising({ vault: own.vault, pepper: own.pepper, region: 'CN' });
  });
  afterAll(() => own.database.close());
  own.hear = async (events) => {
    const { subjects } = await own.directory.subjectsOf(events.map(({ name }) => name));
    await append(
      events.map((event, index) => {
        const { customerId, key } = subjects[index] as (typeof subjects)[number];
        return newEvent({ ...event, customerId, sealed: seal(key, JSON.stringify(event.personal)) });
      }),
    );
    return subjects.map(({ customerId }) => customerId);
  };
  own.command = async (event, customerId, properties) => {
    const command = newEvent({ event, customerId, properties: properties as JsonObject, sealed: null });
    await append([{ ...command, origin: 'system', sourceId: sourceId(0) }]);
  };
  own.readUp = async (subscriber = own.recognise) => {
    while ((await deliverOnce(subscriber, { database: own.database, log })) === 'full');
  };
  return own;
}

function newEvent({
  customerId,
  sealed,
  type = 'track',
  event = 'Product Viewed',
  properties = {},
  at = new Date(),
  flags = 0,
}: Omit<AnEvent, 'name' | 'personal'> & { customerId: CustomerId; sealed: Buffer | null }): NewEvent {
  return {
    sourceId: sourceId(1),
    messageId: randomUUID(),
    type,
    event,
    customerId,
    origin: 'live',
    timestamp: at,
    receivedAt: new Date(),
    properties: JSON.stringify(properties),
    context: '{}',
    personal: sealed,
    fingerprint: '0'.repeat(16),
    flags,
    causedBy: null,
    depth: 0,
    schemaVersion: 1,
  };
}

/** An audit that keeps its entries where a test can see them. */
export function auditKept(): Audit & { entries: AuditEntry[] } {
  const entries: AuditEntry[] = [];
  const record = async (_: unknown, entry: AuditEntry): Promise<void> => {
    entries.push(entry);
  };
  return { entries, record, verify: async () => null };
}

/** As if nothing of the log had been read yet; profiles stay, because events came to them. */
export async function forgetWhoIsWhom({ database }: TestCustomers): Promise<void> {
  await sql`DELETE FROM customers.merge`.execute(database.db);
  await sql`DELETE FROM customers.apart`.execute(database.db);
  await sql`DELETE FROM customers.sighting`.execute(database.db);
  await sql`DELETE FROM customers.rules`.execute(database.db);
  await sql`UPDATE customers.identity SET heard_at = NULL, position = NULL, sealed = NULL`.execute(
    database.db,
  );
  await sql`DELETE FROM customers.identity WHERE kind NOT IN ('user_id', 'anonymous_id', 'claimed_user_id')`.execute(
    database.db,
  );
  await sql`UPDATE customers.profile SET person_id = NULL`.execute(database.db);
  await sql`UPDATE log.cursor SET position = ${position(0)}`.execute(database.db);
}
