/**
 * Fills a new instance's log with events that are already there when a measurement begins: written by one SQL statement, indexes built
 * afterwards, so that thirty million take minutes. Their customers, message ids and digests are random, as real ones are.
 */
import { randomBytes } from 'node:crypto';
import { sql } from '#platform/postgres';
import type { AppPlatform } from '../platform.ts';

const EVENTS_AT_ONCE = 1_000_000;
const PEOPLE_AT_ONCE = 2000;

/** Into this month's partition, which is filled apart and takes its place in the end. */
export async function fillLog(
  { db, log, clock }: AppPlatform,
  events: number,
  people: number,
): Promise<void> {
  const now = clock.now();
  await log.preparePartitions(db, now);
  await sql`CREATE TABLE log.filled (LIKE log.event INCLUDING DEFAULTS)`.execute(db);
  for (let done = 0; done < events; done += EVENTS_AT_ONCE) {
    await insertFilled(db, done + 1, Math.min(events, done + EVENTS_AT_ONCE), people);
  }
  await db.connection().execute(async (connection) => {
    await sql`SET maintenance_work_mem = '1GB'`.execute(connection);
    await sql`ALTER TABLE log.filled ADD PRIMARY KEY (position, received_at)`.execute(connection);
    await sql`CREATE INDEX ON log.filled (customer_id, position)`.execute(connection);
    await sql`CREATE INDEX ON log.filled (dedup)`.execute(connection);
  });
  await takePlace(db);
  await sql`SELECT setval('log.position', ${Math.max(1, events)})`.execute(db);
  await sql`UPDATE log.cursor SET position = ${events}`.execute(db);
  await sql`VACUUM ANALYZE log.event`.execute(db);
  await sql`CHECKPOINT`.execute(db);
}

/** Of this month's empty partition, with its bounds. */
async function takePlace(db: AppPlatform['db']): Promise<void> {
  await sql`
    DO $$
    DECLARE
      place text := 'event_' || to_char(now() AT TIME ZONE 'UTC', 'YYYY_MM');
      bounds text := (SELECT pg_get_expr(relpartbound, oid) FROM pg_class WHERE oid = ('log.' || quote_ident(place))::regclass);
    BEGIN
      EXECUTE format('DROP TABLE log.%I', place);
      EXECUTE format('ALTER TABLE log.filled RENAME TO %I', place);
      EXECUTE format('ALTER TABLE log.event ATTACH PARTITION log.%I %s', place, bounds);
    END $$`.execute(db);
}

/** Spread over the days of the month so far. */
async function insertFilled(
  db: AppPlatform['db'],
  first: number,
  last: number,
  people: number,
): Promise<void> {
  await sql`
    INSERT INTO log.filled (position, received_at, "timestamp", customer_id, source_id, type, origin, flags, depth, schema_version,
                            dedup, fingerprint, message_id, event, properties, context, personal)
    SELECT n, at, at, 1 + floor(random() * ${people})::bigint, 1, 0, 0, 0, 0, 1,
           ('x' || substr(md5(n::text), 1, 16))::bit(64)::bigint, n, gen_random_uuid()::text, 'Product Viewed',
           '{"product_id":"P12345","sku":"SK-12","category":"Shoes","name":"Running shoe blue","price":129.9,"quantity":1,"currency":"CNY","position":3,"url":"https://shop.example/p/12345"}',
           '{"library":{"name":"analytics-node","version":"2.1"},"locale":"zh-CN","timezone":"Asia/Shanghai","page":{"path":"/p/12345"}}',
           ${randomBytes(230)}::bytea
      FROM (SELECT n, date_trunc('month', now()) + (now() - date_trunc('month', now())) * random() AS at
              FROM generate_series(${first}::bigint, ${last}::bigint) n) days`.execute(db);
}

/** Known people, with profile and key, so that the load meets customers it has met before. */
export async function fillPeople({ db, vault, pepper }: AppPlatform, people: number): Promise<void> {
  const { createCustomerDirectory } = await import('#know/customers');
  const directory = createCustomerDirectory(db, vault, pepper);
  for (let done = 0; done < people; done += PEOPLE_AT_ONCE) {
    const names = Array.from({ length: Math.min(PEOPLE_AT_ONCE, people - done) }, (_, n) => ({
      kind: 'anonymous_id',
      value: `known-${done + n}`,
    }));
    await directory.subjectsOf(names);
  }
}
