/** The only SQL of the audit log. */
import { type KeyColumns, keyset, type Page } from '../lists/index.ts';
import { type Db, sql, type Tx } from '../postgres/index.ts';
import type { Link } from './chain.ts';

export type Row = Link & { previous: Buffer; hash: Buffer };

/** Held to the end of the transaction: one writer at a time, so that each knows the entry before. */
export async function lockChain(tx: Tx): Promise<{ id: number; hash: Buffer } | null> {
  await sql`SELECT pg_advisory_xact_lock(7203, 2)`.execute(tx);
  const { rows } = await sql<{
    id: number;
    hash: Buffer;
  }>`SELECT id, hash FROM audit.entry ORDER BY id DESC LIMIT 1`.execute(tx);
  return rows[0] ?? null;
}

export async function insertEntry(tx: Tx, row: Row): Promise<void> {
  await sql`INSERT INTO audit.entry (id, at, actor, name, act, object, detail, ip, previous, hash)
    VALUES (${row.id}, ${row.at}, ${row.actor}, ${row.name}, ${row.act}, ${row.object}, ${row.detail}, ${row.ip}, ${row.previous}, ${row.hash})`.execute(
    tx,
  );
}

export async function entriesAfter(db: Db, id: number, limit: number): Promise<Row[]> {
  const { rows } =
    await sql<Row>`SELECT * FROM audit.entry WHERE id > ${id} ORDER BY id LIMIT ${limit}`.execute(db);
  return rows;
}

const entries = keyset({
  id: { column: sql`id`, type: 'int8' },
  sorts: { id: { column: sql`id`, type: 'int8' } },
  search: [sql`act`, sql`object`, sql`name`],
  filters: {
    actor: (actor: string) => sql`actor = ${actor}`,
    act: (act: string) => sql`act = ${act}`,
    from: (from: string) => sql`at >= ${from}`,
    to: (to: string) => sql`at < ${to}`,
  },
});

export async function listEntries(db: Db, query: Parameters<typeof entries.pageSql>[0]): Promise<Page<Row>> {
  const page = entries.pageSql(query);
  const { rows } = await sql<Row & KeyColumns>`SELECT *, ${page.keys} FROM audit.entry
    WHERE ${page.where} ORDER BY ${page.order} LIMIT ${page.limit}`.execute(db);
  return page.page(rows, (row) => row);
}
