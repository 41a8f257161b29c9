/**
 * `bench ingest`: events acknowledged over HTTP on a log that already holds thirty million, cold; and, in the same run on the same table
 * with the same indexes and settings, the same rows by bare `unnest` inserts of a thousand.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import type { AppPlatform } from '../platform.ts';
import { type BenchInstance, benchInstance, dropCaches, runLoad } from './bench-instance.ts';
import { fillLog, fillPeople } from './fill-log.ts';

const EVENTS = 30_000_000;
const PEOPLE = 200_000;
const SECONDS = 20;

export async function run({ scale }: { scale: number }): Promise<Record<string, unknown>> {
  const instance = await benchInstance();
  try {
    const people = Math.ceil(PEOPLE * Math.min(1, scale));
    await instance.start();
    await instance.platform(async (platform) => {
      await fillPeople(platform, people);
      await fillLog(platform, Math.round(EVENTS * scale), people);
    });
    await lakeCaughtUp(instance);
    const { write_key: key } = await instance.regulars<{ write_key: string }>(
      'key',
      'create',
      '--kind',
      'server',
    );
    const cold = await restartCold(instance);
    await warmUp(instance, key, people);
    const seconds = Math.max(5, Math.round(SECONDS * Math.min(1, scale * 2)));
    const shared = { url: instance.url, key, people, seconds };
    const batch = await runLoad({ ...shared, mode: 'batch', connections: 16 });
    const single = await runLoad({ ...shared, mode: 'single', connections: 64 });
    const bare = await instance.platform((platform) => bareInserts(platform, seconds, people));
    return {
      'ingest.acked_per_s': batch.acked_per_s,
      'ingest.ratio_to_bare_insert': Math.round((batch.acked_per_s / bare) * 100) / 100,
      'ingest.bare_insert_per_s': bare,
      'ingest.batch_p99_ms': batch.p99_ms,
      'ingest.batch_statuses': batch.statuses,
      'ingest.single_per_s': single.acked_per_s,
      'ingest.single_p99_ms': single.p99_ms,
      'ingest.single_statuses': single.statuses,
      events_before: Math.round(EVENTS * scale),
      cold,
    };
  } finally {
    await instance.remove();
  }
}

/** The compiler's first seconds are not the rate; the caches of the database stay cold. */
async function warmUp({ url }: BenchInstance, key: string, people: number): Promise<void> {
  await runLoad({ url, key, people, seconds: 3, mode: 'batch', connections: 4 });
  await runLoad({ url, key, people, seconds: 3, mode: 'single', connections: 64 });
}

/** What was there before is in the lake too; so nothing but the load itself is shipped while it is measured. */
async function lakeCaughtUp(instance: BenchInstance): Promise<void> {
  while ((await instance.regulars<{ behind: number }>('lake', 'status')).behind > 0)
    await new Promise((next) => setTimeout(next, 1000));
}

async function restartCold(instance: BenchInstance): Promise<boolean> {
  await instance.stop();
  const cold = dropCaches();
  await instance.start();
  return cold;
}

const COLUMNS =
  'position, received_at, "timestamp", customer_id, source_id, type, origin, flags, depth, schema_version, dedup, fingerprint, message_id, event, properties, context, personal';
const INSERT = `INSERT INTO log.event (${COLUMNS})
  SELECT nextval('log.position'), now(), now(), c, 1, 0, 0, 0, 0, 1, ('x' || substr(md5(m), 1, 16))::bit(64)::bigint, 1, m, 'Product Viewed', p, x, s
    FROM unnest($1::bigint[], $2::text[], $3::json[], $4::json[], $5::bytea[]) AS t (c, m, p, x, s)`;

/** Rows a second, by one connection, each thousand durable before the next. */
async function bareInserts({ database }: AppPlatform, seconds: number, people: number): Promise<number> {
  const properties =
    '{"product_id":"P12345","sku":"SK-12","category":"Shoes","name":"Running shoe blue","price":129.9,"quantity":1,"currency":"CNY","position":3,"url":"https://shop.example/p/12345"}';
  const context =
    '{"library":{"name":"analytics-node","version":"2.1"},"locale":"zh-CN","timezone":"Asia/Shanghai","page":{"path":"/p/12345"}}';
  const sealed = randomBytes(230);
  const start = performance.now();
  let rows = 0;
  while (performance.now() - start < seconds * 1000) {
    const ids = Array.from({ length: 1000 }, () => randomUUID());
    await database.pool.query({
      name: 'bare',
      text: INSERT,
      values: [
        ids.map(() => Math.floor(Math.random() * people)),
        ids,
        ids.map(() => properties),
        ids.map(() => context),
        ids.map(() => sealed),
      ],
    });
    rows += ids.length;
  }
  return Math.round(rows / ((performance.now() - start) / 1000));
}
