/** What Postgres knows of the lake (`lake.*`), and what of the log is shipped (`log.event`, read only). */
import type { Pool, PoolClient } from 'pg';
import { type Db, sql } from '../postgres/index.ts';
import { POSTGRES_CHECKSUM, SHIPPED } from './table.ts';

export type Shipping = {
  position: number;
  sendingTo: number | null;
  epoch: number;
  tableId: string | null;
  movedAt: Date;
  failure: string | null;
  failingSince: Date | null;
  attempts: number;
};

/** A stretch of the log: positions above `from`, up to and with `to`. */
export type Range = { from: number; to: number };

export async function shipping(db: Db): Promise<Shipping> {
  const { rows } = await sql<Shipping>`
    SELECT position, sending_to AS "sendingTo", epoch, table_id AS "tableId", moved_at AS "movedAt", failure,
           failing_since AS "failingSince", attempts FROM lake.shipping`.execute(db);
  return rows[0] as Shipping;
}

export const noteSending = (db: Db, to: number): Promise<unknown> =>
  sql`UPDATE lake.shipping SET sending_to = ${to}`.execute(db);

/** The range was not stored and will be drawn anew. */
export const forgetSending = (db: Db): Promise<unknown> =>
  sql`UPDATE lake.shipping SET sending_to = NULL, epoch = epoch + 1`.execute(db);

export const noteShipped = (db: Db, to: number): Promise<unknown> =>
  sql`UPDATE lake.shipping SET position = ${to}, sending_to = NULL, moved_at = now(), failure = NULL, failing_since = NULL, attempts = 0`.execute(
    db,
  );

/** Rows were taken out of the lake: tokens used before must not stand in the way of sending them again. */
export const raiseEpoch = (db: Db): Promise<unknown> =>
  sql`UPDATE lake.shipping SET epoch = epoch + 1`.execute(db);

export const noteTable = (db: Db, id: string): Promise<unknown> =>
  sql`UPDATE lake.shipping SET table_id = ${id}, epoch = epoch + 1`.execute(db);

export const noteFailure = (db: Db, failure: string): Promise<unknown> =>
  sql`UPDATE lake.shipping SET failure = ${failure}, failing_since = coalesce(failing_since, now()), attempts = attempts + 1`.execute(
    db,
  );

export async function head(db: Db): Promise<number> {
  const { rows } = await sql<{ head: number | null }>`SELECT max(position) AS head FROM log.event`.execute(
    db,
  );
  return rows[0]?.head ?? 0;
}

/** Where the next range of at most `rows` ends, or null when there is nothing after `from`. */
export async function endOfRange(db: Db, from: number, rows: number): Promise<number | null> {
  const { rows: found } = await sql<{ to: number | null }>`
    SELECT max(position) AS to FROM (SELECT position FROM log.event WHERE position > ${from} ORDER BY position LIMIT ${rows}) next`.execute(
    db,
  );
  return found[0]?.to ?? null;
}

/** The statement whose text goes into the lake as it is. The bounds are numbers of ours: COPY takes no parameters. */
export const copyRange = ({ from, to }: Range): string =>
  `COPY (SELECT ${SHIPPED} FROM log.event WHERE position > ${whole(from)} AND position <= ${whole(to)} ORDER BY position) TO STDOUT`;

function whole(value: number): string {
  if (!Number.isSafeInteger(value)) throw new Error(`Not a position: ${value}`);
  return String(value);
}

export type Sum = { bucket: number; rows: number; checksum: string };

const SUMS = `
  SELECT position / $3::bigint AS bucket, count(*)::bigint AS rows, ${POSTGRES_CHECKSUM} AS checksum
    FROM log.event WHERE position > $1 AND position <= $2 GROUP BY 1`;

/** Count and checksum from the content of the log, by buckets of `width` positions. */
export async function sumsOfLog(pool: Pool, { from, to }: Range, width: number): Promise<Sum[]> {
  const { rows } = await pool.query<Sum>(SUMS, [from, to, width]);
  return rows;
}

/** When the first event after `position` arrived; null where there is none. */
export async function arrivalAfter(db: Db, position: number): Promise<Date | null> {
  const { rows } = await sql<{ at: Date }>`
    SELECT received_at AS at FROM log.event WHERE position > ${position} ORDER BY position LIMIT 1`.execute(
    db,
  );
  return rows[0]?.at ?? null;
}

/** Events after `position`; counted only up to 100,000, beyond that the distance of positions will do. */
export async function behind(db: Db, position: number): Promise<number> {
  const { rows } = await sql<{ rows: number; distance: number }>`
    SELECT (SELECT count(*) FROM (SELECT 1 FROM log.event WHERE position > ${position} LIMIT 100000) next)::bigint AS rows,
           coalesce(max(position), 0) - ${position} AS distance FROM log.event`.execute(db);
  const { rows: counted, distance } = rows[0] ?? { rows: 0, distance: 0 };
  return counted < 100_000 ? counted : distance;
}

/** Events in Postgres: counted where they are few, else by Postgres's own estimate. */
export async function estimateOfLog(db: Db): Promise<number> {
  const { rows } = await sql<{ few: number; estimate: number }>`
    SELECT (SELECT count(*) FROM (SELECT 1 FROM log.event LIMIT 100000) AS first)::bigint AS few,
           coalesce(sum(greatest(c.reltuples, 0)), 0)::bigint AS estimate
      FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'log.event'::regclass`.execute(
    db,
  );
  const { few, estimate } = rows[0] ?? { few: 0, estimate: 0 };
  return few < 100_000 ? few : Math.max(few, estimate);
}

/** Whether months of the log left Postgres (see `#platform/archive`, which may not be installed). */
export async function hasArchive(db: Db): Promise<boolean> {
  const { rows } = await sql<{
    there: boolean;
  }>`SELECT to_regclass('archive.month') IS NOT NULL AS there`.execute(db);
  if (!rows[0]?.there) return false;
  return (await sql`SELECT FROM archive.month LIMIT 1`.execute(db)).rows.length > 0;
}

// Advisory locks of this module: (7204, n). They end with their connection, however that ends.
const SHIP = 1;
const REBUILD = 2;

/** One range at a time leaves for the lake, whoever sends it. */
export const lockShipping = (client: PoolClient): Promise<unknown> =>
  client.query('SELECT pg_advisory_lock(7204, $1)', [SHIP]);
export const unlockShipping = (client: PoolClient): Promise<unknown> =>
  client.query('SELECT pg_advisory_unlock(7204, $1)', [SHIP]);

export async function tryLockRebuild(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>(
    'SELECT pg_try_advisory_lock(7204, $1) AS locked',
    [REBUILD],
  );
  return rows[0]?.locked ?? false;
}
export const unlockRebuild = (client: PoolClient): Promise<unknown> =>
  client.query('SELECT pg_advisory_unlock(7204, $1)', [REBUILD]);
