/**
 * Rebuilding: a second table is filled from the archive and the log while reports read the first one and new events go on being
 * shipped to it. At the end, with shipping held for a moment, the last stretch up to the very cursor is copied and the two tables
 * change places. Nothing is missed, because both hold everything up to the cursor; nothing is doubled, because a table starts empty
 * and each range goes in once.
 */
import { Readable } from 'node:stream';
import type { PoolClient } from 'pg';
import { type Database, type Db, sql, type Tx } from '../postgres/index.ts';
import type { Lake } from './index.ts';
import { sendRange, whileAlone } from './ship.ts';
import * as store from './store.ts';
import { COLUMN_NAMES, EVENTS, EVENTS_REBUILT, prepareTable } from './table.ts';

/** What left Postgres: see `#platform/archive`. */
export type ArchivedMonths = {
  /** Months, oldest first, with their number of events. */
  months(): Promise<{ month: string; rows: number }[]>;
  /** A month's rows as the lake reads them, in pieces that end with a row. Throws where the file is not what was written. */
  rows(month: string): AsyncIterable<Buffer>;
  /** Count and checksum by buckets of positions, written down when the months were archived. */
  sums(width: number): Promise<store.Sum[]>;
};

export type Rebuild = { database: Database; lake: Lake; archive: ArchivedMonths | null };
export type RebuildOutcome = { outcome: 'done' | 'cancelled' | 'busy'; copied: number };

const ROWS = 50_000;

/** Runs the whole rebuild. A second one at the same time is told `busy`. */
export async function rebuildLake(
  rebuild: Rebuild,
  options: { signal?: AbortSignal; onProgress?: (copied: number, total: number) => void } = {},
): Promise<RebuildOutcome> {
  const { db } = rebuild.database;
  const outcome = await whileNoRebuild(rebuild.database, async (): Promise<RebuildOutcome> => {
    if (!rebuild.archive && (await store.hasArchive(db)))
      throw new Error('Part of the log is archived, and the archive was not given.');
    const id = await begin(db, await countOf(rebuild));
    try {
      const copied = await fill(rebuild, id, options);
      await finish(db, id, copied === null ? 'cancelled' : 'done', null);
      return { outcome: copied === null ? 'cancelled' : 'done', copied: copied ?? 0 };
    } catch (error) {
      await finish(db, id, 'failed', (error as Error).message.slice(0, 300)).catch(() => {});
      throw error;
    } finally {
      await rebuild.lake.command('DROP TABLE IF EXISTS events_rebuilt SYNC').catch(() => {});
    }
  });
  return outcome === 'busy' ? { outcome, copied: 0 } : outcome;
}

/** Rebuilding and archiving exclude each other: a month must not move between being looked for and being read. */
export async function whileNoRebuild<T>({ pool }: Database, work: () => Promise<T>): Promise<T | 'busy'> {
  const lock = await pool.connect();
  let free = false;
  try {
    if (!(await store.tryLockRebuild(lock))) {
      free = true;
      return 'busy';
    }
    const result = await work().finally(() => store.unlockRebuild(lock));
    free = true;
    return result;
  } finally {
    // Where giving it back failed, closing the connection does.
    lock.release(!free);
  }
}

/** Asks a running rebuild to stop; it does at its next range. */
export async function cancelRebuild(db: Db | Tx): Promise<boolean> {
  const { rows } =
    await sql`UPDATE lake.rebuild SET cancelling = true WHERE finished_at IS NULL RETURNING id`.execute(db);
  return rows.length > 0;
}

type Options = NonNullable<Parameters<typeof rebuildLake>[1]>;

/** Returns the number of rows copied, or null when it was cancelled. */
async function fill(rebuild: Rebuild, id: number, { signal, onProgress }: Options): Promise<number | null> {
  const { database, lake, archive } = rebuild;
  await lake.command('DROP TABLE IF EXISTS events_rebuilt SYNC');
  const tableId = await prepareTable(lake, EVENTS_REBUILT);
  let copied = 0;
  const mayGoOn = async (rows: number): Promise<boolean> => {
    copied += rows;
    const state = await progress(database.db, id, copied);
    onProgress?.(copied, state.total);
    return !state.cancelling && !signal?.aborted;
  };

  for (const { month } of (await archive?.months()) ?? []) {
    for await (const rows of batches(archive as ArchivedMonths, month)) {
      await lake.insert(EVENTS_REBUILT, Readable.from([rows.text], { objectMode: false }), {
        columns: COLUMN_NAMES,
        token: rows.token,
      });
      if (!(await mayGoOn(rows.count))) return null;
    }
  }
  let at = 0;
  for (;;) {
    const { position } = await store.shipping(database.db);
    const to = await endWithin(database.db, at, position);
    if (to === null) break;
    if (!(await mayGoOn(await copy(rebuild, { from: at, to })))) return null;
    at = to;
  }
  await whileAlone(database, async (client) => {
    const { position } = await store.shipping(database.db);
    for (
      let to = await endWithin(database.db, at, position);
      to !== null;
      to = await endWithin(database.db, at, position)
    ) {
      copied += (await sendRange(client, lake, EVENTS_REBUILT, { from: at, to }, `rebuild-${at}-${to}`)).rows;
      at = to;
    }
    await takePlace(rebuild, tableId);
  });
  return copied;
}

/** The exchange, and the note of whose table it is. A crash between the two is seen at the next start: the id is another one. */
async function takePlace({ database, lake }: Rebuild, tableId: string): Promise<void> {
  await prepareTable(lake, EVENTS);
  await lake.command('EXCHANGE TABLES events AND events_rebuilt');
  await store.noteTable(database.db, tableId);
}

async function copy({ database, lake }: Rebuild, range: store.Range): Promise<number> {
  const client: PoolClient = await database.pool.connect();
  let sound = false;
  try {
    const { rows } = await sendRange(
      client,
      lake,
      EVENTS_REBUILT,
      range,
      `rebuild-${range.from}-${range.to}`,
    );
    sound = true;
    return rows;
  } finally {
    client.release(!sound);
  }
}

async function endWithin(db: Db, from: number, position: number): Promise<number | null> {
  if (from >= position) return null;
  const to = await store.endOfRange(db, from, ROWS);
  return to === null || to > position ? position : to;
}

async function* batches(
  archive: ArchivedMonths,
  month: string,
): AsyncGenerator<{ text: Buffer; count: number; token: string }> {
  let pieces: Buffer[] = [];
  let bytes = 0;
  let number = 0;
  const batch = (): { text: Buffer; count: number; token: string } => {
    const text = Buffer.concat(pieces);
    pieces = [];
    bytes = 0;
    return { text, count: linesOf(text), token: `archive-${month}-${number++}` };
  };
  for await (const piece of archive.rows(month)) {
    pieces.push(piece);
    bytes += piece.length;
    if (bytes >= BATCH_BYTES) yield batch();
  }
  if (bytes > 0) yield batch();
}

const BATCH_BYTES = 16 * 2 ** 20;

function linesOf(text: Buffer): number {
  let lines = 0;
  for (let at = text.indexOf(10); at !== -1; at = text.indexOf(10, at + 1)) lines++;
  return lines;
}

async function countOf({ database, archive }: Rebuild): Promise<number> {
  const archived = ((await archive?.months()) ?? []).reduce((sum, { rows }) => sum + rows, 0);
  return archived + (await store.estimateOfLog(database.db));
}

async function begin(db: Db, total: number): Promise<number> {
  // Whatever stands there as unfinished lost its process: we hold the lock.
  await sql`UPDATE lake.rebuild SET finished_at = now(), outcome = 'failed', failure = 'interrupted' WHERE finished_at IS NULL`.execute(
    db,
  );
  const { rows } = await sql<{
    id: number;
  }>`INSERT INTO lake.rebuild (total) VALUES (${total}) RETURNING id`.execute(db);
  return rows[0]?.id as number;
}

async function progress(db: Db, id: number, copied: number): Promise<{ cancelling: boolean; total: number }> {
  const { rows } = await sql<{ cancelling: boolean; total: number }>`
    UPDATE lake.rebuild SET copied = ${copied} WHERE id = ${id} RETURNING cancelling, total`.execute(db);
  return rows[0] ?? { cancelling: true, total: 0 };
}

async function finish(
  db: Db,
  id: number,
  outcome: 'done' | 'cancelled' | 'failed',
  failure: string | null,
): Promise<void> {
  await sql`UPDATE lake.rebuild SET finished_at = now(), outcome = ${outcome}, failure = ${failure} WHERE id = ${id}`.execute(
    db,
  );
}
