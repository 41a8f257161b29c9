/** The only SQL of `know/addresses`; schema `addresses`. */
import type { KeyObject } from 'node:crypto';
import { type CustomerId, customerId } from '#platform/ids';
import { type Db, sql, type Tx } from '#platform/postgres';
import { open, seal } from '#platform/vault';
import type { Book } from './book.ts';

type Row = { customer_id: number; sealed: Buffer };
type Keys = ReadonlyMap<number, KeyObject>;

/** Opened; those whose key is destroyed have none. */
export async function booksOf(
  db: Db,
  keys: Keys,
  profiles: readonly CustomerId[],
): Promise<Map<CustomerId, Book>> {
  const { rows } = await sql<Row>`
    SELECT customer_id, sealed FROM addresses.book WHERE customer_id = ANY(${profiles}::bigint[])`.execute(
    db,
  );
  return opened(keys, rows);
}

/** Locked until the transaction ends, made where there is none: two who write at once wait for each other. */
export async function lockBooks(
  tx: Tx,
  keys: Keys,
  profiles: readonly CustomerId[],
): Promise<Map<CustomerId, Book>> {
  const living = profiles.filter((profile) => keys.has(profile)).sort((one, other) => one - other);
  const empty = living.map((profile) => seal(keys.get(profile) as KeyObject, '{}'));
  await sql`INSERT INTO addresses.book (customer_id, sealed, changed_at)
    SELECT id, sealed, 'epoch' FROM unnest(${living}::bigint[], ${empty}::bytea[]) AS t (id, sealed)
    ON CONFLICT DO NOTHING`.execute(tx);
  const { rows } = await sql<Row>`
    SELECT customer_id, sealed FROM addresses.book WHERE customer_id = ANY(${living}::bigint[])
     ORDER BY customer_id FOR UPDATE`.execute(tx);
  return opened(keys, rows);
}

const opened = (keys: Keys, rows: readonly Row[]): Map<CustomerId, Book> =>
  new Map(
    rows.flatMap(({ customer_id, sealed }) => {
      const key = keys.get(customer_id);
      const plain = key ? open(key, sealed) : null;
      return plain ? [[customerId(customer_id), JSON.parse(plain.toString()) as Book]] : [];
    }),
  );

export async function saveBooks(
  tx: Tx,
  books: readonly { profile: CustomerId; sealed: Buffer; at: Date }[],
): Promise<void> {
  if (books.length === 0) return;
  await sql`
    UPDATE addresses.book b SET sealed = t.sealed, changed_at = greatest(b.changed_at, t.at)
      FROM unnest(${books.map((one) => one.profile)}::bigint[], ${books.map((one) => one.sealed)}::bytea[],
                  ${books.map((one) => one.at)}::timestamptz[]) AS t (id, sealed, at)
     WHERE b.customer_id = t.id`.execute(tx);
}

export async function eraseBook(tx: Tx, customer: CustomerId): Promise<void> {
  await sql`DELETE FROM addresses.book WHERE customer_id = ${customer}`.execute(tx);
}
