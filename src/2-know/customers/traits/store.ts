/** The SQL of traits. */
import type { CustomerId } from '#platform/ids';
import { type Db, sql, type Tx } from '#platform/postgres';
import { mark } from '../cards/store.ts';

export async function sealedTraits(
  db: Db | Tx,
  profiles: readonly CustomerId[],
): Promise<Map<CustomerId, Buffer>> {
  const { rows } = await sql<{ customer_id: CustomerId; sealed: Buffer }>`
    SELECT customer_id, sealed FROM customers.traits WHERE customer_id = ANY(${profiles}::bigint[])`.execute(
    db,
  );
  return new Map(rows.map((row) => [row.customer_id, row.sealed]));
}

export async function saveTraits(
  tx: Tx,
  traits: readonly { profile: CustomerId; sealed: Buffer; at: Date }[],
): Promise<void> {
  if (traits.length === 0) return;
  await sql`
    INSERT INTO customers.traits AS t (customer_id, sealed, changed_at)
    SELECT * FROM unnest(${traits.map((one) => one.profile)}::bigint[], ${traits.map((one) => one.sealed)}::bytea[],
                         ${traits.map((one) => one.at)}::timestamptz[])
    ON CONFLICT (customer_id) DO UPDATE SET sealed = excluded.sealed, changed_at = greatest(t.changed_at, excluded.changed_at)`.execute(
    tx,
  );
  await mark(
    tx,
    traits.map((one) => one.profile),
  );
}
