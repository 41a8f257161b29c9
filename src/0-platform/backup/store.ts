/** The only SQL of the backups' own tables; what is said to the server about its write-ahead log is in `server-side.ts`. */
import { type KeyColumns, keyset, type Page } from '../lists/index.ts';
import { type Db, sql, type Tx } from '../postgres/index.ts';
import type { BackupQuery } from './contract.ts';

/** Held while a backup is made or pruned: one at a time. With (7203, 12): while the log is shipped. */
export const LOCK = { family: 7203, backup: 11, shipping: 12 } as const;

export type Target = {
  place: string;
  line: string;
  follows: boolean;
  shippedLsn: string | null;
  shippedAt: Date | null;
  erasures: number;
  failure: string | null;
  failingSince: Date | null;
};

export async function targets(db: Db | Tx): Promise<Target[]> {
  const { rows } = await sql<Target>`
    SELECT place, line, follows, shipped_lsn::text AS "shippedLsn", shipped_at AS "shippedAt", erasures, failure,
           failing_since AS "failingSince" FROM backup.target ORDER BY first_used_at, place`.execute(db);
  return rows;
}

/** Another line means another history: what was shipped of the former counts no more. */
export async function beginTarget(
  db: Db | Tx,
  { place, line, follows, at }: { place: string; line: string; follows: boolean; at: Date },
): Promise<void> {
  await sql`INSERT INTO backup.target AS t (place, line, follows, first_used_at) VALUES (${place}, ${line}, ${follows}, ${at})
    ON CONFLICT (place) DO UPDATE SET line = excluded.line, follows = t.follows OR excluded.follows,
      shipped_lsn = CASE WHEN t.line = excluded.line AND t.follows THEN t.shipped_lsn END`.execute(db);
}

export async function noteShipped(db: Db | Tx, place: string, to: { lsn: string; at: Date }): Promise<void> {
  await sql`UPDATE backup.target SET shipped_lsn = ${to.lsn}::pg_lsn, shipped_at = ${to.at}, failure = NULL, failing_since = NULL
    WHERE place = ${place}`.execute(db);
}

export async function noteErasures(db: Db | Tx, place: string, count: number): Promise<void> {
  await sql`UPDATE backup.target SET erasures = ${count} WHERE place = ${place}`.execute(db);
}

export async function noteTargetFailure(
  db: Db | Tx,
  place: string,
  failure: { message: string; at: Date },
): Promise<void> {
  await sql`UPDATE backup.target SET failure = ${failure.message}, failing_since = coalesce(failing_since, ${failure.at})
    WHERE place = ${place}`.execute(db);
}

/** Its history has a gap from here on, or it is not there any more: until the next backup, nothing follows. */
export async function stopFollowing(db: Db | Tx, place: string): Promise<void> {
  await sql`UPDATE backup.target SET follows = false, shipped_lsn = NULL, failure = NULL, failing_since = NULL
    WHERE place = ${place}`.execute(db);
}

export async function stopFollowingAll(db: Db | Tx): Promise<void> {
  await sql`UPDATE backup.target SET follows = false, shipped_lsn = NULL`.execute(db);
}

export type RunKind = 'physical' | 'logical';
export type Run = {
  id: string;
  kind: RunKind;
  place: string;
  startedAt: Date;
  finishedAt: Date | null;
  bytes: number | null;
  verifiedAt: Date | null;
  failure: string | null;
};

export async function beginRun(
  db: Db,
  run: { id: string; kind: RunKind; place: string; line: string; startedAt: Date },
): Promise<void> {
  await sql`INSERT INTO backup.run (id, kind, place, line, started_at)
    VALUES (${run.id}, ${run.kind}, ${run.place}, ${run.line}, ${run.startedAt})`.execute(db);
}

export async function finishRun(db: Db, id: string, done: { at: Date; bytes: number }): Promise<void> {
  await sql`UPDATE backup.run SET finished_at = ${done.at}, bytes = ${done.bytes} WHERE id = ${id}`.execute(
    db,
  );
}

export async function failRun(db: Db, id: string, failure: string): Promise<void> {
  await sql`UPDATE backup.run SET failure = ${failure} WHERE id = ${id} AND finished_at IS NULL`.execute(db);
}

export async function noteVerified(db: Db, id: string, at: Date, failure: string | null): Promise<void> {
  await sql`UPDATE backup.run SET verified_at = ${at}, failure = ${failure} WHERE id = ${id}`.execute(db);
}

export async function noteGone(db: Db, ids: readonly string[], at: Date): Promise<void> {
  await sql`UPDATE backup.run SET gone_at = ${at} WHERE id = ANY(${ids}) AND gone_at IS NULL`.execute(db);
}

/** Whoever holds the lock knows that nobody else is at work: what is unfinished was cut off. */
export async function endInterrupted(db: Db): Promise<void> {
  await sql`UPDATE backup.run SET failure = 'interrupted' WHERE finished_at IS NULL AND failure IS NULL`.execute(
    db,
  );
}

/**
 * After a restore: the backup it came from is known to be whole, though the copy was taken while it was being made; what else was under way
 * then was cut off. No place is followed, and the list of erasures was put together anew.
 */
export async function noteComeBack(tx: Tx | Db, made: { id: string; finishedAt: Date }): Promise<void> {
  await sql`UPDATE backup.run SET finished_at = ${made.finishedAt} WHERE id = ${made.id} AND finished_at IS NULL`.execute(
    tx,
  );
  await sql`UPDATE backup.run SET failure = 'interrupted' WHERE finished_at IS NULL AND failure IS NULL`.execute(
    tx,
  );
  await sql`UPDATE backup.target SET follows = false, shipped_lsn = NULL, erasures = 0`.execute(tx);
}

export async function isRunning(db: Db): Promise<boolean> {
  const { rows } = await sql<{ running: boolean }>`
    SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = ${LOCK.family} AND objid = ${LOCK.backup}
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS running`.execute(
    db,
  );
  return rows[0]?.running ?? false;
}

const runs = keyset({
  id: { column: sql`id`, type: 'text' },
  sorts: { id: { column: sql`id`, type: 'text' } },
  search: [sql`place`, sql`id`],
  filters: {},
});

const COLUMNS = sql`id, kind, place, started_at AS "startedAt", finished_at AS "finishedAt", bytes, verified_at AS "verifiedAt", failure`;

export async function listRuns(db: Db, query: BackupQuery): Promise<Page<Run>> {
  const page = runs.pageSql(query);
  const { rows } = await sql<Run & KeyColumns>`SELECT ${COLUMNS}, ${page.keys} FROM backup.run
    WHERE gone_at IS NULL AND ${page.where} ORDER BY ${page.order} LIMIT ${page.limit}`.execute(db);
  return page.page(rows, (row) => row);
}

export type Newest = { finished: Run | null; failedSince: Run | null };

export async function newestRuns(db: Db): Promise<Newest> {
  const { rows } = await sql<Run>`
    (SELECT ${COLUMNS} FROM backup.run WHERE finished_at IS NOT NULL AND failure IS NULL ORDER BY started_at DESC LIMIT 1)
    UNION ALL (SELECT ${COLUMNS} FROM backup.run WHERE failure IS NOT NULL ORDER BY started_at DESC LIMIT 1)`.execute(
    db,
  );
  const finished = rows.find((run) => run.failure === null) ?? null;
  const failed = rows.find((run) => run.failure !== null) ?? null;
  return {
    finished,
    failedSince: failed && (!finished || failed.startedAt > finished.startedAt) ? failed : null,
  };
}

export type Place = { fingerprint: string; line: string };

export async function placeOf(db: Db | Tx): Promise<Place | null> {
  const { rows } = await sql<Place>`SELECT fingerprint, line FROM backup.place`.execute(db);
  return rows[0] ?? null;
}

export async function settlePlace(tx: Tx | Db, place: Place & { since: Date }): Promise<void> {
  await sql`INSERT INTO backup.place (fingerprint, line, since) VALUES (${place.fingerprint}, ${place.line}, ${place.since})
    ON CONFLICT (only_row) DO UPDATE SET fingerprint = excluded.fingerprint, line = excluded.line, since = excluded.since`.execute(
    tx,
  );
}

export type Held = { cause: 'restored' | 'copied'; origin: string; heldAt: Date };

export async function hold(tx: Tx | Db, held: Held): Promise<void> {
  await sql`INSERT INTO backup.release (held_at, cause, origin) VALUES (${held.heldAt}, ${held.cause}, ${held.origin})`.execute(
    tx,
  );
}

/** The newest that was not released; null where it may write to the world. */
export async function heldBy(db: Db | Tx): Promise<Held | null> {
  const { rows } = await sql<Held>`SELECT cause, origin, held_at AS "heldAt" FROM backup.release
    WHERE released_at IS NULL ORDER BY id DESC LIMIT 1`.execute(db);
  return rows[0] ?? null;
}

export async function release(tx: Tx, by: string, at: Date): Promise<number> {
  const { numAffectedRows } = await sql`UPDATE backup.release SET released_at = ${at}, released_by = ${by}
    WHERE released_at IS NULL`.execute(tx);
  return Number(numAffectedRows ?? 0);
}
