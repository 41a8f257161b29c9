/** The SQL of one customer's page. */
import type { CustomerId } from '#platform/ids';
import { type Db, sql, type Tx } from '#platform/postgres';

export type SaidRow = {
  customer_id: CustomerId;
  kind: string;
  since: Date;
  why: string | null;
  sealed: Buffer | null;
};

/** What somebody was called: first what leads to her, then what does not. */
export async function valuesSaid(db: Db, ids: readonly CustomerId[]): Promise<SaidRow[]> {
  const { rows } = await sql<SaidRow>`
    SELECT customer_id, kind, coalesce(heard_at, first_seen) AS since, NULL AS why, sealed FROM customers.identity
     WHERE customer_id = ANY(${ids}::bigint[])
    UNION ALL
    SELECT DISTINCT ON (digest, customer_id) customer_id, kind, heard_at, why, sealed FROM customers.sighting
     WHERE customer_id = ANY(${ids}::bigint[])
    LIMIT 1000`.execute(db);
  return rows;
}

/** Locked until the caller's transaction ends; those that were not erased. */
export async function lockLiving(tx: Tx, ids: readonly CustomerId[]): Promise<Set<CustomerId>> {
  const { rows } = await sql<{ customer_id: CustomerId; erased_at: Date | null }>`
    SELECT customer_id, erased_at FROM customers.profile WHERE customer_id = ANY(${ids}::bigint[])
     ORDER BY customer_id FOR NO KEY UPDATE`.execute(tx);
  return new Set(rows.flatMap((row) => (row.erased_at ? [] : row.customer_id)));
}

export type TagWord = { profile: CustomerId; tag: string; isThere: boolean };

/** What was said before of the same tag at the same profile counts no more. */
export async function saveTags(
  tx: Tx,
  words: readonly TagWord[],
  { at, by }: { at: Date; by: string },
): Promise<void> {
  if (words.length === 0) return;
  await sql`INSERT INTO customers.tag (customer_id, tag, is_there, said_at, said_by)
    SELECT profile, tag, is_there, ${at}, ${by} FROM unnest(${words.map(({ profile }) => profile)}::bigint[],
      ${words.map(({ tag }) => tag)}::text[], ${words.map(({ isThere }) => isThere)}::boolean[]) AS t (profile, tag, is_there)
    ON CONFLICT (customer_id, tag) DO UPDATE SET is_there = excluded.is_there, said_at = excluded.said_at, said_by = excluded.said_by`.execute(
    tx,
  );
}

export async function areKeptApart(
  db: Db,
  ones: readonly CustomerId[],
  others: readonly CustomerId[],
): Promise<boolean> {
  const { rows } = await sql`
    SELECT 1 FROM customers.apart WHERE (one_id = ANY(${ones}::bigint[]) AND other_id = ANY(${others}::bigint[]))
       OR (other_id = ANY(${ones}::bigint[]) AND one_id = ANY(${others}::bigint[])) LIMIT 1`.execute(db);
  return rows.length > 0;
}
