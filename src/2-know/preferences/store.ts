/** The only SQL of `know/preferences`; schema `preferences`. */
import type { KeyObject } from 'node:crypto';
import { type CustomerId, customerId } from '#platform/ids';
import { type Db, sql, type Tx } from '#platform/postgres';
import { open, seal } from '#platform/vault';
import type { Stated } from './stated.ts';

type Row = { customer_id: number; sealed: Buffer };
type Keys = ReadonlyMap<number, KeyObject>;

/** Opened; those whose key is destroyed have none. */
export async function statedOf(
  db: Db,
  keys: Keys,
  profiles: readonly CustomerId[],
): Promise<Map<CustomerId, Stated>> {
  const { rows } = await sql<Row>`
    SELECT customer_id, sealed FROM preferences.stated WHERE customer_id = ANY(${profiles}::bigint[])`.execute(
    db,
  );
  return opened(keys, rows);
}

/** Locked until the transaction ends, made where there is none: two who write at once wait for each other. */
export async function lockStated(
  tx: Tx,
  keys: Keys,
  profiles: readonly CustomerId[],
): Promise<Map<CustomerId, Stated>> {
  const living = profiles.filter((profile) => keys.has(profile)).sort((one, other) => one - other);
  const empty = living.map((profile) => seal(keys.get(profile) as KeyObject, '{}'));
  await sql`INSERT INTO preferences.stated (customer_id, sealed, changed_at)
    SELECT id, sealed, 'epoch' FROM unnest(${living}::bigint[], ${empty}::bytea[]) AS t (id, sealed)
    ON CONFLICT DO NOTHING`.execute(tx);
  const { rows } = await sql<Row>`
    SELECT customer_id, sealed FROM preferences.stated WHERE customer_id = ANY(${living}::bigint[])
     ORDER BY customer_id FOR UPDATE`.execute(tx);
  return opened(keys, rows);
}

const opened = (keys: Keys, rows: readonly Row[]): Map<CustomerId, Stated> =>
  new Map(
    rows.flatMap(({ customer_id, sealed }) => {
      const key = keys.get(customer_id);
      const plain = key ? open(key, sealed) : null;
      return plain ? [[customerId(customer_id), JSON.parse(plain.toString()) as Stated]] : [];
    }),
  );

export async function saveStated(
  tx: Tx,
  stated: readonly { profile: CustomerId; sealed: Buffer; at: Date }[],
): Promise<void> {
  if (stated.length === 0) return;
  await sql`
    UPDATE preferences.stated b SET sealed = t.sealed, changed_at = greatest(b.changed_at, t.at)
      FROM unnest(${stated.map((one) => one.profile)}::bigint[], ${stated.map((one) => one.sealed)}::bytea[],
                  ${stated.map((one) => one.at)}::timestamptz[]) AS t (id, sealed, at)
     WHERE b.customer_id = t.id`.execute(tx);
}

export async function eraseStated(tx: Tx, customer: CustomerId): Promise<void> {
  await sql`DELETE FROM preferences.stated WHERE customer_id = ${customer}`.execute(tx);
}
