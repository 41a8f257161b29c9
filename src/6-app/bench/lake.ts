/**
 * The lake: how fast it catches up with a log that is far ahead, beside a bare insert of the very same rows, and how long an accepted
 * event takes to get there at 10,000 a second. A PostgreSQL and a lake of its own, durable as in production, on a log of 30 M events
 * (times the scale) over a year.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { to as copyTo } from 'pg-copy-streams';
import pino from 'pino';
import { systemClock } from '#platform/clock';
import { customerId, sourceId } from '#platform/ids';
import { COLUMN_NAMES, createLake, type Lake, runShipping, SHIPPED, startLakeProcess } from '#platform/lake';
import { createEventLog, listenToLog, type NewEvent } from '#platform/log';
import { connect, type Database, migrate, sql, startCluster } from '#platform/postgres';
import { migrationSets } from '../schemas.ts';

const BEFORE = 30_000_000;
const RATE = 10_000;
const BATCH = 100;

type Ground = { database: Database; lake: Lake };

export async function run({ scale }: { scale: number }): Promise<Record<string, unknown>> {
  const folder = mkdtempSync(join(tmpdir(), 'rg-bench-'));
  const socketPath = join(folder, 'lake.sock');
  const cluster = await startCluster({ dataFolder: join(folder, 'pg'), runFolder: join(folder, 'run') });
  const process = await startLakeProcess({ dataFolder: join(folder, 'lake'), socketPath });
  const ground = { database: connect(cluster.connection, { max: 8 }), lake: createLake({ socketPath }) };
  try {
    await migrate(ground.database.pool, migrationSets());
    const rows = Math.round(BEFORE * scale);
    await fillLog(ground.database, rows);
    const shipPerS = await catchUp(ground, rows);
    const barePerS = await insertBare(ground, Math.min(rows, 1_000_000));
    const lag = await lagUnderLoad(ground, Math.max(10, Math.round(60 * scale)));
    return {
      'lake.lag_p99_ms': Math.round(percentile(lag, 0.99)),
      'lake.lag_p50_ms': Math.round(percentile(lag, 0.5)),
      'lake.ship_per_s': Math.round(shipPerS),
      'lake.bare_insert_per_s': Math.round(barePerS),
      'lake.ratio_to_bare_insert': Math.round((shipPerS / barePerS) * 100) / 100,
      rows_before: rows,
      events_timed: lag.length * BATCH,
    };
  } finally {
    await ground.lake.close();
    await ground.database.close();
    await process.stop();
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const NAMES = [
  'Product Viewed',
  'Product Viewed',
  'Product Viewed',
  'Product Added',
  'Order Completed',
  'Cart Viewed',
];

/** A year of events, in the log's own table, with properties of the usual size. */
async function fillLog({ pool }: Database, rows: number): Promise<void> {
  await pool.query(
    "SELECT log.ensure_partition(now() - n * interval '1 month') FROM generate_series(0, 13) n",
  );
  const step = 500_000;
  for (let from = 1; from <= rows; from += step) {
    await pool.query(
      `INSERT INTO log.event (position, received_at, "timestamp", customer_id, source_id, type, origin, flags, depth, schema_version, dedup,
                              fingerprint, message_id, event, properties, context)
       SELECT g, at, at - interval '2 seconds', 1 + (hashint8(g)::bigint + 2147483648) % 1000000, 1, 0, 0, 0, 0, 1, hashint8extended(g, 1),
              hashint8extended(g, 2), 'ajs-' || md5(g::text), ($4::text[])[1 + g % 6],
              json_build_object('product_id', 'p' || g % 5000, 'sku', md5((g % 5000)::text), 'price', (g % 90000) / 100.0, 'currency', 'CNY',
                                'name', '商品 ' || g % 5000, 'url', 'https://shop.example/p/' || g % 5000),
              json_build_object('library', json_build_object('name', 'analytics.js', 'version', '2.1.0'), 'locale', 'zh-CN')
         FROM generate_series($1::bigint, $2::bigint) g, LATERAL (SELECT now() - interval '365 days' * (1 - g::float8 / $3::bigint) AS at) w`,
      [from, Math.min(rows, from + step - 1), rows, NAMES],
    );
  }
  await pool.query("SELECT setval('log.position', $1)", [rows]);
  await pool.query('ANALYZE log.event');
}

/** Everything through the shipment as the engine runs it; the rate over the last tenth, on a lake that holds the rest. */
async function catchUp(ground: Ground, rows: number): Promise<number> {
  const stop = shipping(ground);
  const late = Math.floor(rows * 0.9);
  const position = async (): Promise<number> => {
    const { rows: found } = await sql<{ position: number }>`SELECT position FROM lake.shipping`.execute(
      ground.database.db,
    );
    return found[0]?.position ?? 0;
  };
  let start = { at: performance.now(), position: 0 };
  for (;;) {
    const now = await position();
    if (start.position === 0 && now >= late) start = { at: performance.now(), position: now };
    if (now >= rows) break;
    await pause(10);
  }
  const rate = (rows - start.position) / ((performance.now() - start.at) / 1000);
  await stop();
  return rate;
}

function shipping({ database, lake }: Ground): () => Promise<void> {
  const stopping = new AbortController();
  const wakeup = listenToLog(database.pool);
  const logger = pino({ level: 'silent' });
  const done = runShipping({ database, lake, archive: null, wakeup, logger, signal: stopping.signal });
  return async () => {
    stopping.abort();
    await done;
    await wakeup.close();
  };
}

/** The same text into a table alike, from memory: no log to read, no cursor to keep. */
async function insertBare({ database, lake }: Ground, rows: number): Promise<number> {
  await lake.command('CREATE TABLE bare AS events');
  const size = 50_000;
  let seconds = 0;
  for (let from = 0; from < rows; from += size) {
    const text = await textOf(database, from, from + size);
    const start = performance.now();
    await lake.insert('bare', Readable.from([text], { objectMode: false }), {
      columns: COLUMN_NAMES,
      token: `bare-${from}`,
    });
    seconds += (performance.now() - start) / 1000;
  }
  await lake.command('DROP TABLE bare SYNC');
  return rows / seconds;
}

async function textOf({ pool }: Database, from: number, to: number): Promise<Buffer> {
  const client = await pool.connect();
  const copy = `COPY (SELECT ${SHIPPED} FROM log.event WHERE position > ${from} AND position <= ${to} ORDER BY position) TO STDOUT`;
  const chunks: Buffer[] = [];
  for await (const chunk of client.query(copyTo(copy))) chunks.push(chunk as Buffer);
  client.release();
  return Buffer.concat(chunks);
}

/** From the commit of each batch to the moment a query of the lake sees its last event, in milliseconds. */
async function lagUnderLoad(ground: Ground, seconds: number): Promise<number[]> {
  const stop = shipping(ground);
  const waiting: { position: number; at: number }[] = [];
  const lags: number[] = [];
  const observing = new AbortController();
  const observer = (async () => {
    while (!observing.signal.aborted || waiting.length > 0) {
      const [seen] = await ground.lake.query<{ position: number }>(
        'SELECT max(position) AS position FROM events WHERE received_at > now() - 600',
      );
      const now = performance.now();
      while (waiting[0] && waiting[0].position <= (seen?.position ?? 0))
        lags.push(now - (waiting.shift() as { at: number }).at);
      await pause(50);
    }
  })();
  const sender = send(ground, seconds, (position) => waiting.push({ position, at: performance.now() }));
  await Promise.all([sender.finally(() => observing.abort()), observer]);
  await stop();
  return lags;
}

/** Appends at the rate, each batch at its time, however long the ones before took. */
async function send(
  { database }: Ground,
  seconds: number,
  onStored: (position: number) => void,
): Promise<void> {
  const log = createEventLog();
  const start = performance.now();
  for (let batch = 0; batch < (seconds * RATE) / BATCH; batch++) {
    const early = start + (batch * BATCH * 1000) / RATE - performance.now();
    if (early > 0) await pause(early);
    const verdicts = await log.append(database.db, events(batch));
    onStored(verdicts.at(-1)?.position ?? 0);
  }
}

function events(batch: number): NewEvent[] {
  const now = systemClock.now();
  return Array.from({ length: BATCH }, (_, index) => {
    const n = batch * BATCH + index;
    const messageId = `live-${n}`;
    return {
      sourceId: sourceId(1),
      messageId,
      type: 'track',
      event: NAMES[n % NAMES.length] as string,
      customerId: customerId(1 + (n % 1_000_000)),
      origin: 'live',
      timestamp: now,
      receivedAt: now,
      properties: JSON.stringify({
        product_id: `p${n % 5000}`,
        price: (n % 90_000) / 100,
        currency: 'CNY',
        url: `https://shop.example/p/${n % 5000}`,
      }),
      context: '{"locale":"zh-CN"}',
      personal: null,
      fingerprint: n.toString(16).padStart(16, '0'),
      flags: 0,
      causedBy: null,
      depth: 0,
      schemaVersion: 1,
    };
  });
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

const percentile = (values: number[], share: number): number =>
  values.sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
