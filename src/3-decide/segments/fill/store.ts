/** The SQL of filling: which slot comes next, how far it is, and when it takes its place. */
import type { CustomerId } from '#platform/ids';
import { type Db, sql, type Tx } from '#platform/postgres';

export type Filling = {
  slot: number;
  segment_id: number;
  tree: unknown;
  part: number;
  parts: number | null;
  from_position: number;
  /** The engine's time then, in milliseconds. */
  from_now: number;
};

/** The oldest that is not filled; those that failed come last. */
export async function nextFilling(db: Db | Tx): Promise<Filling | null> {
  const { rows } = await sql<Filling>`
    SELECT slot, segment_id, tree, part, parts, from_position, round(extract(epoch FROM from_now) * 1000)::float8 AS from_now
      FROM segments.slot WHERE filled_at IS NULL AND retired_at IS NULL AND from_position IS NOT NULL
     ORDER BY failure IS NOT NULL, slot LIMIT 1`.execute(db);
  return rows[0] ?? null;
}

export async function setParts(db: Db, slot: number, parts: number): Promise<void> {
  await sql`UPDATE segments.slot SET parts = ${parts}, part = 0 WHERE slot = ${slot}`.execute(db);
}

/** False: it was given up meanwhile. */
export async function partDone(tx: Tx, slot: number, part: number): Promise<boolean> {
  const { numAffectedRows } = await sql`
    UPDATE segments.slot SET part = ${part} + 1, failure = NULL WHERE slot = ${slot} AND part = ${part} AND retired_at IS NULL`.execute(
    tx,
  );
  return numAffectedRows === 1n;
}

export async function noteFailure(db: Db, slot: number, failure: string): Promise<void> {
  await sql`UPDATE segments.slot SET failure = ${failure} WHERE slot = ${slot}`.execute(db);
}

/** It is shown from now on, and the one before it is not. */
export async function takePlace(tx: Tx, { slot, segment_id }: Filling, at: Date): Promise<void> {
  await sql`UPDATE segments.slot SET filled_at = ${at} WHERE slot = ${slot}`.execute(tx);
  await sql`UPDATE segments.slot SET retired_at = ${at}
    WHERE segment_id = ${segment_id} AND slot < ${slot} AND retired_at IS NULL`.execute(tx);
  await sql`UPDATE segments.segment SET slot = ${slot} WHERE segment_id = ${segment_id}`.execute(tx);
}

/** Members that are found, none twice. */
export async function addMembers(
  tx: Tx,
  slot: number,
  persons: readonly CustomerId[],
  at: Date,
): Promise<void> {
  if (persons.length === 0) return;
  await sql`
    WITH added AS (
      INSERT INTO segments.spell (slot, person_id, entered_at, cause)
      SELECT ${slot}::int, id, ${at}::timestamptz, 3 FROM unnest(${persons}::bigint[]) AS t (id)
      ON CONFLICT DO NOTHING RETURNING 1
    )
    UPDATE segments.slot SET members = members + (SELECT count(*)::int FROM added) WHERE slot = ${slot}`.execute(
    tx,
  );
}
