/** The SQL of what customers ask; schema `customers`. */
import type { z } from 'zod';
import { type CustomerId, customerId } from '#platform/ids';
import { type KeyColumns, keyset, type Page } from '#platform/lists';
import { type Db, sql, type Tx } from '#platform/postgres';
import type { RequestedThing, RequestState, requestQuery } from '../contract.ts';
import type { Settling } from './request.ts';

export type RequestRow = {
  request_id: number;
  customer_id: CustomerId;
  what: RequestedThing;
  asked_via: string;
  asked_at: Date;
  due_at: Date;
  state: RequestState;
  settled_at: Date | null;
  settled_by: string | null;
  reason: string | null;
};

export type NewRequest = Pick<RequestRow, 'customer_id' | 'what' | 'asked_via' | 'asked_at' | 'due_at'>;

/** Who asked already has asked: the first instant counts. */
export async function addRequests(tx: Tx, requests: readonly NewRequest[]): Promise<void> {
  if (requests.length === 0) return;
  const of = <T>(value: (one: NewRequest) => T): T[] => requests.map(value);
  await sql`
    INSERT INTO customers.request (customer_id, what, asked_via, asked_at, due_at)
    SELECT * FROM unnest(${of((r) => r.customer_id)}::bigint[], ${of((r) => r.what)}::text[], ${of((r) => r.asked_via)}::text[],
      ${of((r) => r.asked_at)}::timestamptz[], ${of((r) => r.due_at)}::timestamptz[])
    ON CONFLICT (customer_id, what) WHERE state = 'open' DO NOTHING`.execute(tx);
}

export async function requestById(db: Db, id: number): Promise<RequestRow | null> {
  const { rows } = await sql<RequestRow>`SELECT * FROM customers.request WHERE request_id = ${id}`.execute(
    db,
  );
  return rows[0] ? rowOf(rows[0]) : null;
}

/** Erasures whose time has come, the oldest first. */
export async function dueErasures(db: Db, at: Date, most: number): Promise<RequestRow[]> {
  const { rows } = await sql<RequestRow>`
    SELECT * FROM customers.request WHERE state = 'open' AND what = 'erasure' AND due_at <= ${at}
     ORDER BY due_at, request_id LIMIT ${most}`.execute(db);
  return rows.map(rowOf);
}

/** False: it was settled meanwhile. */
export async function settleRequest(
  db: Db | Tx,
  id: number,
  to: { state: Settling; at: Date; by: string; reason: string | null },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    UPDATE customers.request SET state = ${to.state}, settled_at = ${to.at}, settled_by = ${to.by}, reason = ${to.reason}
     WHERE request_id = ${id} AND state = 'open'`.execute(db);
  return numAffectedRows === 1n;
}

/** Her wish to be erased is fulfilled, whoever carried it out; a copy there can be none any more. */
export const settleWithErasure = (
  tx: Tx,
  customers: readonly CustomerId[],
  { at, by }: { at: Date; by: string },
): Promise<unknown> =>
  sql`UPDATE customers.request SET state = CASE what WHEN 'erasure' THEN 'done' ELSE 'lapsed' END, settled_at = ${at}, settled_by = ${by}
    WHERE customer_id = ANY(${customers}::bigint[]) AND state = 'open'`.execute(tx);

const requests = keyset({
  id: { column: sql`request_id`, type: 'int8' },
  sorts: {
    due_at: { column: sql`due_at`, type: 'timestamptz' },
    asked_at: { column: sql`asked_at`, type: 'timestamptz' },
  },
  search: [sql`asked_via`],
  filters: {
    state: (state: string) => sql`state = ${state}`,
    what: (what: string) => sql`what = ${what}`,
  },
});

export async function listRequests(db: Db, query: z.output<typeof requestQuery>): Promise<Page<RequestRow>> {
  const page = requests.pageSql(query);
  const { rows } = await sql<RequestRow & KeyColumns>`
    SELECT *, ${page.keys} FROM customers.request WHERE ${page.where} ORDER BY ${page.order} LIMIT ${page.limit}`.execute(
    db,
  );
  return page.page(rows, rowOf);
}

/** What nobody has done although it was due. */
export async function overdue(db: Db, at: Date): Promise<{ erasures: number; copies: number }> {
  const { rows } = await sql<{ erasures: number; copies: number }>`
    SELECT count(*) FILTER (WHERE what = 'erasure')::int AS erasures, count(*) FILTER (WHERE what = 'copy')::int AS copies
      FROM customers.request WHERE state = 'open' AND due_at <= ${at}`.execute(db);
  return rows[0] ?? { erasures: 0, copies: 0 };
}

const rowOf = (row: RequestRow): RequestRow => ({ ...row, customer_id: customerId(row.customer_id) });
