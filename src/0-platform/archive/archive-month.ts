/**
 * A month leaves Postgres: its rows are written to two files, the files are read back and compared with the content of the
 * partition, and only then, in one transaction with the note of where the month is now, the partition goes.
 */
import { createHash, type Hash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { BUCKET, POSTGRES_CHECKSUM, whileNoRebuild } from '../lake/index.ts';
import type { Database } from '../postgres/index.ts';
import { ArchiveDamaged, readCompressed, writeCompressed } from './files.ts';
import { addTo, linesOf, parseRow, type Sums } from './row.ts';
import * as store from './store.ts';

export type ArchivePlace = { database: Database /** `DATA_DIR/archive` */; folder: string };

export type Archived =
  | { outcome: 'archived'; rows: number; bytes: number }
  | { outcome: 'busy' | 'absent' | 'empty' | 'still read'; by?: string };

export const fileOf = (
  folder: string,
  kind: 'events' | 'sealed',
  month: string,
  generation: number,
): string => join(folder, `${kind}-${month}.${generation}.tsv.zst`);

/** Takes one whole month out of Postgres. */
export async function archiveMonth(place: ArchivePlace, month: string): Promise<Archived> {
  store.partitionOf(month);
  const outcome = await whileNoRebuild(place.database, async (): Promise<Archived> => {
    const { db } = place.database;
    if (!(await store.partitions(db)).includes(month)) return { outcome: 'absent' };
    const written = await write(place, month);
    if (!written) return { outcome: 'empty' };
    const slowest = await store.slowestFollower(db);
    if (slowest && slowest.position < written.lastPosition)
      return { outcome: 'still read', by: slowest.name };
    await drop(place.database, written);
    return { outcome: 'archived', rows: written.rows, bytes: written.bytes };
  });
  return outcome === 'busy' ? { outcome } : outcome;
}

type Written = Omit<store.Month, 'archivedAt'>;

/** Writes and verifies. Everything is read in one snapshot. Null where the month has no rows. */
async function write({ database, folder }: ArchivePlace, month: string): Promise<Written | null> {
  const client = await database.pool.connect();
  let sound = false;
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const extent = await extentOf(client, month);
    if (extent.rows === 0) {
      await client.query('COMMIT');
      sound = true;
      return null;
    }
    const generation = 1;
    const paths = {
      events: fileOf(folder, 'events', month, generation),
      sealed: fileOf(folder, 'sealed', month, generation),
    };
    const texts = { events: createHash('sha256'), sealed: createHash('sha256') };
    const events = await writeCompressed(
      paths.events,
      through(client.query(copyTo(store.copyEvents(month))), texts.events),
    );
    const sealed = await writeCompressed(
      paths.sealed,
      through(client.query(copyTo(store.copySealed(month))), texts.sealed),
    );
    const sums = await sumsOf(client, month);
    await client.query('COMMIT');
    sound = true;
    await verifyEvents(paths.events, events.sha256, { text: texts.events.digest('hex'), sums });
    await verifyText(paths.sealed, sealed.sha256, texts.sealed.digest('hex'));
    return {
      month,
      generation,
      ...extent,
      eventsSha256: events.sha256,
      sealedSha256: sealed.sha256,
      bytes: events.bytes + sealed.bytes,
      sums,
      without: [],
    };
  } finally {
    client.release(!sound);
  }
}

async function* through(source: AsyncIterable<Buffer>, hash: Hash): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    hash.update(chunk);
    yield chunk;
  }
}

async function extentOf(
  client: PoolClient,
  month: string,
): Promise<{ rows: number; firstPosition: number; lastPosition: number }> {
  const question = `SELECT count(*)::bigint AS rows, coalesce(min(position), 0) AS "firstPosition", coalesce(max(position), 0) AS "lastPosition"
    FROM ${store.partitionOf(month)}`;
  const { rows } = await client.query(question);
  return rows[0];
}

async function sumsOf(client: PoolClient, month: string): Promise<store.Sum[]> {
  const question = `SELECT position / $1::bigint AS bucket, count(*)::bigint AS rows, ${POSTGRES_CHECKSUM} AS checksum
    FROM ${store.partitionOf(month)} GROUP BY 1 ORDER BY 1`;
  return (await client.query<store.Sum>(question, [BUCKET])).rows;
}

/** The file says what Postgres said: the same text, and the same content when read as rows. */
async function verifyEvents(
  path: string,
  sha256: string,
  expected: { text: string; sums: store.Sum[] },
): Promise<void> {
  const hash = createHash('sha256');
  const found: Sums = new Map();
  for await (const piece of readCompressed(path, sha256)) {
    hash.update(piece);
    for (const line of linesOf(piece)) addTo(found, parseRow(line), BUCKET);
  }
  const same = expected.sums.every(({ bucket, rows, checksum }) => {
    const sum = found.get(bucket);
    return sum?.rows === rows && sum.checksum === BigInt(checksum);
  });
  if (hash.digest('hex') !== expected.text || !same || found.size !== expected.sums.length)
    throw new ArchiveDamaged(path);
}

async function verifyText(path: string, sha256: string, text: string): Promise<void> {
  const hash = createHash('sha256');
  for await (const piece of readCompressed(path, sha256)) hash.update(piece);
  if (hash.digest('hex') !== text) throw new ArchiveDamaged(path);
}

const TRIES = 50;

/** The partition ends and the month is noted, together. Who waits for the lock holds up all who append: so it waits briefly, often. */
async function drop({ pool }: Database, written: Written): Promise<void> {
  const partition = store.partitionOf(written.month);
  for (let attempt = 1; ; attempt++) {
    const client = await pool.connect();
    let failure: unknown = null;
    try {
      await client.query("BEGIN; SET LOCAL lock_timeout = '200ms'");
      const lock = `LOCK TABLE ${partition} IN SHARE MODE`;
      await client.query(lock);
      const now = await extentOf(client, written.month);
      if (now.rows !== written.rows || now.lastPosition !== written.lastPosition)
        throw new Error(`Events arrived in ${written.month} meanwhile.`);
      const detach = `ALTER TABLE log.event DETACH PARTITION ${partition}`;
      await client.query(detach);
      const end = `DROP TABLE ${partition}`;
      await client.query(end);
      await store.insertMonth(client, written);
      await client.query('COMMIT');
      return;
    } catch (error) {
      failure = error;
      await client.query('ROLLBACK').catch(() => {});
      const waited = ['55P03', '40P01'].includes((error as { code?: string }).code ?? '');
      if (!waited || attempt === TRIES) throw error;
      await pause(100);
    } finally {
      client.release(failure !== null);
    }
  }
}

export async function removeFiles(
  folder: string,
  { month, generation }: Pick<store.Month, 'month' | 'generation'>,
): Promise<void> {
  await Promise.all(
    (['events', 'sealed'] as const).map((kind) =>
      rm(fileOf(folder, kind, month, generation), { force: true }),
    ),
  );
}
