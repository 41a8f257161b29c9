/** The archive's own tables, and the partitions of `log.event` that it takes out and puts back. */
import pg, { type Pool, type PoolClient } from 'pg';
import { SHIPPED } from '../lake/index.ts';
import { type Db, sql } from '../postgres/index.ts';

export type Sum = { bucket: number; rows: number; checksum: string };

export type Month = {
  /** `2025-01` */
  month: string;
  generation: number;
  rows: number;
  firstPosition: number;
  lastPosition: number;
  eventsSha256: string;
  sealedSha256: string;
  bytes: number;
  sums: Sum[];
  /** Kinds of events that were taken out when their time was over. */
  without: string[];
  archivedAt: Date;
};

export async function months(db: Db): Promise<Month[]> {
  const { rows } = await sql<Month>`
    SELECT month, generation, rows, first_position AS "firstPosition", last_position AS "lastPosition", events_sha256 AS "eventsSha256",
           sealed_sha256 AS "sealedSha256", bytes, sums, without, archived_at AS "archivedAt" FROM archive.month ORDER BY month`.execute(
    db,
  );
  return rows;
}

type New = Omit<Month, 'archivedAt'>;

const values = (month: New): unknown[] => [
  month.month,
  month.generation,
  month.rows,
  month.firstPosition,
  month.lastPosition,
  month.eventsSha256,
  month.sealedSha256,
  month.bytes,
  JSON.stringify(month.sums),
  month.without,
];

export const insertMonth = (client: PoolClient, month: New): Promise<unknown> =>
  client.query(
    `INSERT INTO archive.month (month, generation, rows, first_position, last_position, events_sha256, sealed_sha256, bytes, sums, without)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    values(month),
  );

export const replaceMonth = (pool: Pool, month: New): Promise<unknown> =>
  pool.query(
    `UPDATE archive.month SET generation = $2, rows = $3, first_position = $4, last_position = $5, events_sha256 = $6, sealed_sha256 = $7,
       bytes = $8, sums = $9, without = $10 WHERE month = $1`,
    values(month),
  );

export const removeMonth = (client: PoolClient, month: string): Promise<unknown> =>
  client.query('DELETE FROM archive.month WHERE month = $1', [month]);

/** Months that have a partition, oldest first. */
export async function partitions(db: Db): Promise<string[]> {
  const { rows } = await sql<{ month: string }>`
    SELECT replace(substring(c.relname FROM 7), '_', '-') AS month
      FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = 'log.event'::regclass ORDER BY 1`.execute(db);
  return rows.map(({ month }) => month);
}

/** How far everybody who follows the log has come: what lies above may still be read. */
export async function slowestFollower(db: Db): Promise<{ name: string; position: number } | null> {
  const { rows } = await sql<{ name: string; position: number }>`
    SELECT * FROM (SELECT subscriber AS name, position FROM log.cursor
                   UNION ALL SELECT 'platform/lake: ship', position FROM lake.shipping) follower
     ORDER BY position LIMIT 1`.execute(db);
  return rows[0] ?? null;
}

export type Keep = { kind: string; months: number };

export async function keeps(db: Db): Promise<Keep[]> {
  const { rows } = await sql<Keep>`SELECT kind, months FROM archive.keep ORDER BY kind`.execute(db);
  return rows;
}

export async function setKeep(db: Db, kind: string, keptMonths: number | null): Promise<void> {
  if (keptMonths === null) await sql`DELETE FROM archive.keep WHERE kind = ${kind}`.execute(db);
  else {
    await sql`INSERT INTO archive.keep (kind, months) VALUES (${kind}, ${keptMonths})
      ON CONFLICT (kind) DO UPDATE SET months = excluded.months`.execute(db);
  }
}

// A partition's name is made of a month that was checked to be one; it cannot be bound.
export function partitionOf(month: string): string {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) throw new Error(`Not a month: ${month}`);
  return `log.${pg.escapeIdentifier(`event_${month.replace('-', '_')}`)}`;
}

/** What the lake reads. */
export const copyEvents = (month: string): string =>
  `COPY (SELECT ${SHIPPED} FROM ${partitionOf(month)} ORDER BY position) TO STDOUT`;

/** What only Postgres holds: the sealed personal values, and what the lake's columns round off. */
export const SEALED = 'position, received_at, "timestamp", caused_by, dedup, fingerprint, personal';
export const copySealed = (month: string): string =>
  `COPY (SELECT ${SEALED} FROM ${partitionOf(month)} ORDER BY position) TO STDOUT`;
