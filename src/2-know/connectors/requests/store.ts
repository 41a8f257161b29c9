/** The SQL of what platforms are asked; schema `connectors`. */
import type { z } from 'zod';
import { type KeyColumns, keyset, type Page } from '#platform/lists';
import { type Db, sql, type Tx } from '#platform/postgres';
import type { requestQuery } from '../contract.ts';

export type RequestRow = {
  request_id: number;
  connection_id: number;
  act: string;
  about: string;
  sealed: Buffer | null;
  state: 'asked' | 'confirmed' | 'refused';
  sent_at: Date | null;
  reference: string | null;
  reason: string | null;
  actor: string;
  asked_at: Date;
  settled_at: Date | null;
};

export async function insertRequest(
  tx: Tx,
  request: Pick<RequestRow, 'connection_id' | 'act' | 'about' | 'actor' | 'asked_at'> & { sealed: Buffer },
): Promise<number> {
  const { rows } = await sql<{ request_id: number }>`
    INSERT INTO connectors.request (connection_id, act, about, sealed, actor, asked_at)
    VALUES (${request.connection_id}, ${request.act}, ${request.about}, ${request.sealed}, ${request.actor}, ${request.asked_at})
    RETURNING request_id`.execute(tx);
  return (rows[0] as { request_id: number }).request_id;
}

/** What was asked about the same before, and has not been sent. */
export const supersede = (
  tx: Tx,
  { connection, act, about, at }: { connection: number; act: string; about: string; at: Date },
): Promise<unknown> =>
  sql`UPDATE connectors.request SET state = 'refused', reason = 'superseded', sealed = NULL, settled_at = ${at}
    WHERE connection_id = ${connection} AND act = ${act} AND about = ${about} AND state = 'asked' AND sent_at IS NULL`.execute(
    tx,
  );

export async function requestById(db: Db, id: number): Promise<RequestRow | null> {
  const { rows } = await sql<RequestRow>`SELECT * FROM connectors.request WHERE request_id = ${id}`.execute(
    db,
  );
  return rows[0] ?? null;
}

/** What was settled stays settled. */
export const settleRequest = (
  db: Db | Tx,
  id: number,
  to: Pick<RequestRow, 'state' | 'reference' | 'reason'> & { at: Date },
): Promise<unknown> =>
  sql`UPDATE connectors.request SET state = ${to.state}, reference = coalesce(${to.reference}, reference), reason = ${to.reason},
         sent_at = coalesce(sent_at, ${to.at}), sealed = NULL,
         settled_at = CASE WHEN ${to.state} = 'asked' THEN NULL ELSE ${to.at}::timestamptz END
    WHERE request_id = ${id} AND state = 'asked'`.execute(db);

/** It may have arrived: people decide whether it is sent again. */
export const doubtRequest = (db: Db, id: number): Promise<unknown> =>
  sql`UPDATE connectors.request SET reason = 'in_doubt' WHERE request_id = ${id} AND state = 'asked'`.execute(
    db,
  );

/** What it said the last time; it is asked again. */
export const noteReason = (db: Db, id: number, reason: string): Promise<unknown> =>
  sql`UPDATE connectors.request SET reason = ${reason} WHERE request_id = ${id} AND state = 'asked'`.execute(
    db,
  );

/** Asked before then, and not settled yet. */
export async function openSince(db: Db, act: string, before: Date): Promise<RequestRow[]> {
  const { rows } = await sql<RequestRow>`
    SELECT * FROM connectors.request WHERE act = ${act} AND state = 'asked' AND asked_at < ${before} ORDER BY request_id`.execute(
    db,
  );
  return rows;
}

export async function lastRequest(db: Db, connection: number, act: string): Promise<RequestRow | null> {
  const { rows } = await sql<RequestRow>`
    SELECT * FROM connectors.request WHERE connection_id = ${connection} AND act = ${act}
     ORDER BY request_id DESC LIMIT 1`.execute(db);
  return rows[0] ?? null;
}

/** What the platform took note of, by the reference that it gave. */
export async function requestByReference(
  db: Db,
  connection: number,
  reference: string,
): Promise<number | null> {
  const { rows } = await sql<{ request_id: number }>`
    SELECT request_id FROM connectors.request
     WHERE connection_id = ${connection} AND reference = ${reference} AND state = 'asked' ORDER BY request_id DESC LIMIT 1`.execute(
    db,
  );
  return rows[0]?.request_id ?? null;
}

const requests = keyset({
  id: { column: sql`request_id`, type: 'int8' },
  sorts: { id: { column: sql`request_id`, type: 'int8' } },
  search: [sql`about`],
  filters: { state: (state: string) => sql`state = ${state}`, act: (act: string) => sql`act = ${act}` },
});

export async function listRequests(
  db: Db,
  connection: number,
  query: z.output<typeof requestQuery>,
): Promise<Page<RequestRow>> {
  const page = requests.pageSql(query);
  const { rows } = await sql<RequestRow & KeyColumns>`
    SELECT request_id, connection_id, act, about, NULL AS sealed, state, sent_at, reference, reason, actor, asked_at, settled_at, ${page.keys}
      FROM connectors.request WHERE connection_id = ${connection} AND ${page.where} ORDER BY ${page.order} LIMIT ${page.limit}`.execute(
    db,
  );
  return page.page(rows, (row) => row);
}

/** Their words go with the connection. */
export const forgetAsked = (tx: Tx, connection: number): Promise<unknown> =>
  sql`UPDATE connectors.request SET sealed = NULL WHERE connection_id = ${connection}`.execute(tx);
