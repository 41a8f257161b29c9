/** The only SQL of `know/collection`; schema `collection`. */

import type { SourceGrant } from '#know/sources';
import { type CustomerId, customerId, type SourceId, sourceId } from '#platform/ids';
import { type KeyColumns, keyset, type Page } from '#platform/lists';
import { type Db, sql, type Tx } from '#platform/postgres';
import type { RejectedQuery } from './contract.ts';

type KeyKind = SourceGrant['keyKind'];

export type RejectedRow = {
  receivedAt: Date;
  sourceId: SourceId;
  keyKind: KeyKind;
  customerId: CustomerId | null;
  code: string;
  field: string;
  messageId: string | null;
  type: string | null;
  event: string | null;
  sealed: Buffer;
};

export async function insertRejected(db: Db | Tx, rows: readonly RejectedRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`INSERT INTO collection.rejected (received_at, source_id, key_kind, customer_id, code, field, message_id, type, event, sealed)
    SELECT * FROM unnest(${rows.map((row) => row.receivedAt)}::timestamptz[], ${rows.map((row) => row.sourceId)}::int[], ${rows.map((row) => row.keyKind)}::text[],
      ${rows.map((row) => row.customerId)}::bigint[], ${rows.map((row) => row.code)}::text[], ${rows.map((row) => row.field)}::text[],
      ${rows.map((row) => row.messageId)}::text[], ${rows.map((row) => row.type)}::text[], ${rows.map((row) => row.event)}::text[],
      ${rows.map((row) => row.sealed)}::bytea[])`.execute(db);
}

export async function countOverflow(
  db: Db | Tx,
  source: SourceId,
  day: string,
  count: number,
): Promise<void> {
  await sql`INSERT INTO collection.overflow (source_id, day, count) VALUES (${source}, ${day}, ${count})
    ON CONFLICT (source_id, day) DO UPDATE SET count = overflow.count + excluded.count`.execute(db);
}

export async function namesOf(db: Db | Tx, source: SourceId): Promise<string[]> {
  const { rows } = await sql<{
    name: string;
  }>`SELECT name FROM collection.event_name WHERE source_id = ${source}`.execute(db);
  return rows.map((row) => row.name);
}

export async function addNames(db: Db | Tx, source: SourceId, names: readonly string[]): Promise<void> {
  await sql`INSERT INTO collection.event_name (source_id, name) SELECT ${source}, unnest(${names}::text[]) ON CONFLICT DO NOTHING`.execute(
    db,
  );
}

export type Rejected = RejectedRow & { id: number; replayedAt: Date | null; verdict: string | null };

type Row = {
  id: number;
  received_at: Date;
  source_id: number;
  key_kind: KeyKind;
  customer_id: number | null;
  code: string;
  field: string;
  message_id: string | null;
  type: string | null;
  event: string | null;
  sealed: Buffer;
  replayed_at: Date | null;
  verdict: string | null;
};

const toRejected = (row: Row): Rejected => ({
  id: row.id,
  receivedAt: row.received_at,
  sourceId: sourceId(row.source_id),
  keyKind: row.key_kind,
  customerId: row.customer_id === null ? null : customerId(row.customer_id),
  code: row.code,
  field: row.field,
  messageId: row.message_id,
  type: row.type,
  event: row.event,
  sealed: row.sealed,
  replayedAt: row.replayed_at,
  verdict: row.verdict,
});

export async function rejectedById(db: Db | Tx, id: number): Promise<Rejected | null> {
  const { rows } =
    await sql<Row>`SELECT * FROM collection.rejected WHERE id = ${id} AND dismissed_at IS NULL`.execute(db);
  return rows[0] ? toRejected(rows[0]) : null;
}

export async function markReplayed(tx: Tx | Db, id: number, at: Date, verdict: string): Promise<void> {
  await sql`UPDATE collection.rejected SET replayed_at = ${at}, verdict = ${verdict} WHERE id = ${id}`.execute(
    tx,
  );
}

export async function dismiss(tx: Tx | Db, id: number, at: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`UPDATE collection.rejected SET dismissed_at = ${at}
    WHERE id = ${id} AND dismissed_at IS NULL`.execute(tx);
  return numAffectedRows === 1n;
}

/** For an erasure: what is known to be hers. */
export async function eraseRejected(tx: Tx, customer: CustomerId): Promise<void> {
  await sql`DELETE FROM collection.rejected WHERE customer_id = ${customer}`.execute(tx);
}

const waiting = keyset({
  id: { column: sql`id`, type: 'int8' },
  sorts: { id: { column: sql`id`, type: 'int8' } },
  search: [sql`event`, sql`message_id`, sql`field`],
  filters: {
    source: (source: number) => sql`source_id = ${source}`,
    reason: (code: string) => sql`code = ${code}`,
    state: (state: 'waiting' | 'replayed') =>
      state === 'waiting' ? sql`replayed_at IS NULL` : sql`replayed_at IS NOT NULL`,
  },
});

export async function listRejected(db: Db, query: RejectedQuery): Promise<Page<Rejected>> {
  const page = waiting.pageSql(query);
  const { rows } = await sql<Row & KeyColumns>`SELECT *, ${page.keys} FROM collection.rejected
    WHERE dismissed_at IS NULL AND ${page.where} ORDER BY ${page.order} LIMIT ${page.limit}`.execute(db);
  return page.page(rows, toRejected);
}

/** Quarantined rows of a source that an erasure must look into. */
export async function quarantined(db: Db | Tx, after: number, limit: number): Promise<Rejected[]> {
  const { rows } =
    await sql<Row>`SELECT * FROM collection.rejected WHERE customer_id IS NULL AND id > ${after} ORDER BY id LIMIT ${limit}`.execute(
      db,
    );
  return rows.map(toRejected);
}

export async function deleteRejected(tx: Tx | Db, ids: readonly number[]): Promise<void> {
  await sql`DELETE FROM collection.rejected WHERE id = ANY(${ids}::bigint[])`.execute(tx);
}

/** Nobody fixes an event after a month. */
export async function deleteRejectedBefore(db: Db, before: Date): Promise<void> {
  await sql`DELETE FROM collection.rejected WHERE received_at < ${before}`.execute(db);
}
