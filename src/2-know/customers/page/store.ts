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

export async function saveTags(
  tx: Tx,
  customers: readonly CustomerId[],
  { add, remove, at, by }: { add: readonly string[]; remove: readonly string[]; at: Date; by: string },
  profiles: readonly CustomerId[],
): Promise<void> {
  await sql`DELETE FROM customers.tag WHERE customer_id = ANY(${profiles}::bigint[]) AND tag = ANY(${remove}::text[])`.execute(
    tx,
  );
  await sql`INSERT INTO customers.tag (customer_id, tag, tagged_at, tagged_by)
    SELECT id, tag, ${at}, ${by} FROM unnest(${customers}::bigint[]) AS c (id), unnest(${add}::text[]) AS t (tag)
    ON CONFLICT DO NOTHING`.execute(tx);
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
