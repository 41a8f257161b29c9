/** The only SQL of `know/imports`; schema `imports`. */
import type { z } from 'zod';
import { keyset, type Page } from '#platform/lists';
import { type Db, sql, type Tx } from '#platform/postgres';
import type { importQuery } from './contract.ts';
import type { Rejected } from './preset.ts';

export type TableCounts = { rows_in: number; rows_stored: number; rows_rejected: number };
export type Tables = Record<string, TableCounts>;

export type ImportRow = {
  import_id: number;
  preset: string;
  channel_id: number;
  file: string;
  digest: string;
  state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  upload: string | null;
  mapping: Record<string, string> | null;
  batches: number;
  tables: Tables;
  failure: string | null;
  actor: string;
  started_at: Date;
  moved_at: Date;
  finished_at: Date | null;
};

/** With how many rows of its files were refused. */
export type ShownImport = ImportRow & { rejected: number };

const REFUSED = sql`(SELECT count(*)::int FROM imports.rejected WHERE rejected.import_id = import.import_id) AS rejected`;

/** One that was cut off: the same file, preset and channel. */
export async function unfinished(
  db: Db,
  { preset, channel_id, digest }: Pick<ImportRow, 'preset' | 'channel_id' | 'digest'>,
): Promise<ImportRow | null> {
  const { rows } = await sql<ImportRow>`
    SELECT * FROM imports.import
     WHERE preset = ${preset} AND channel_id = ${channel_id} AND digest = ${digest} AND state <> 'done'
     ORDER BY import_id DESC LIMIT 1`.execute(db);
  return rows[0] ?? null;
}

export async function begin(
  db: Db | Tx,
  row: Pick<
    ImportRow,
    'preset' | 'channel_id' | 'file' | 'digest' | 'actor' | 'upload' | 'mapping' | 'state'
  >,
  at: Date,
): Promise<ImportRow> {
  const { rows } = await sql<ImportRow>`
    INSERT INTO imports.import (preset, channel_id, file, digest, state, actor, upload, mapping, started_at, moved_at)
    VALUES (${row.preset}, ${row.channel_id}, ${row.file}, ${row.digest}, ${row.state}, ${row.actor}, ${row.upload},
      ${row.mapping === null ? null : JSON.stringify(row.mapping)}::jsonb, ${at}, ${at}) RETURNING *`.execute(
    db,
  );
  return rows[0] as ImportRow;
}

/** After a batch was stored. */
export async function noteBatch(
  db: Db | Tx,
  id: number,
  { batches, tables, at }: { batches: number; tables: Tables; at: Date },
): Promise<void> {
  await sql`UPDATE imports.import SET state = 'running', batches = ${batches}, tables = ${JSON.stringify(tables)}::jsonb, moved_at = ${at},
      failure = NULL, finished_at = NULL WHERE import_id = ${id}`.execute(db);
}

export async function finish(
  db: Db,
  id: number,
  { state, failure, at }: { state: ImportRow['state']; failure: string | null; at: Date },
): Promise<void> {
  await sql`UPDATE imports.import SET state = ${state}, failure = ${failure}, finished_at = ${at}, moved_at = ${at}
    WHERE import_id = ${id}`.execute(db);
}

export async function keepRejected(
  db: Db,
  id: number,
  rows: readonly (Omit<Rejected, 'raw'> & { sealed: Buffer })[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`INSERT INTO imports.rejected (import_id, file, row, code, field, sealed)
    SELECT ${id}, * FROM unnest(${rows.map((r) => r.file)}::text[], ${rows.map((r) => r.row)}::bigint[], ${rows.map((r) => r.code)}::text[],
      ${rows.map((r) => r.field)}::text[], ${rows.map((r) => r.sealed)}::bytea[]) ON CONFLICT DO NOTHING`.execute(
    db,
  );
}

/** What is said later about the same place and day takes the place of what was said before. */
export async function saveOutside(
  db: Db,
  rows: readonly { kind: string; place: string; day: string | null; values: Record<string, string> }[],
): Promise<void> {
  const latest = [
    ...new Map(rows.map((row) => [JSON.stringify([row.kind, row.place, row.day]), row])).values(),
  ];
  await sql`INSERT INTO imports.outside (kind, place, day, values)
    SELECT * FROM jsonb_to_recordset(${JSON.stringify(latest)}::jsonb) AS t (kind text, place text, day date, values jsonb)
    ON CONFLICT (kind, place, day) DO UPDATE SET values = excluded.values`.execute(db);
}

const lists = keyset({
  id: { column: sql`import_id`, type: 'int8' },
  sorts: { started_at: { column: sql`started_at`, type: 'timestamptz' } },
  filters: {
    state: (state: string) => sql`state = ${state}`,
    channel: (id: number) => sql`channel_id = ${id}`,
  },
});

/** `q`: part of a file's name. */
export async function listImports(db: Db, query: z.output<typeof importQuery>): Promise<Page<ShownImport>> {
  const page = lists.pageSql(query);
  const part = query.q === undefined ? null : `%${query.q.replace(/[\\%_]/g, '\\$&')}%`;
  const { rows } = await sql<ShownImport & { page_value: string | null; page_id: string }>`
    SELECT *, ${REFUSED}, ${page.keys} FROM imports.import WHERE ${page.where} AND (${part}::text IS NULL OR file ILIKE ${part}::text)
     ORDER BY ${page.order} LIMIT ${page.limit}`.execute(db);
  return page.page(rows, (row) => row);
}

export async function importById(db: Db, id: number): Promise<ShownImport | null> {
  const { rows } =
    await sql<ShownImport>`SELECT *, ${REFUSED} FROM imports.import WHERE import_id = ${id}`.execute(db);
  return rows[0] ?? null;
}

export const cancel = (db: Db | Tx, id: number): Promise<unknown> =>
  sql`UPDATE imports.import SET cancelling = true, state = CASE state WHEN 'waiting' THEN 'cancelled' ELSE state END
    WHERE import_id = ${id} AND state IN ('waiting', 'running')`.execute(db);

export async function isCancelling(db: Db, id: number): Promise<boolean> {
  const { rows } = await sql<{ cancelling: boolean }>`
    SELECT cancelling FROM imports.import WHERE import_id = ${id}`.execute(db);
  return rows[0]?.cancelling ?? false;
}

/** Once more, from where it stopped. */
export const wait = (tx: Tx, id: number, at: Date): Promise<unknown> =>
  sql`UPDATE imports.import SET state = 'waiting', cancelling = false, failure = NULL, finished_at = NULL, moved_at = ${at}
    WHERE import_id = ${id} AND state IN ('failed', 'cancelled')`.execute(tx);

export const forgetUpload = (db: Db, id: number): Promise<unknown> =>
  sql`UPDATE imports.import SET upload = NULL WHERE import_id = ${id}`.execute(db);

export type RejectedRow = Pick<Rejected, 'file' | 'row' | 'code' | 'field'> & { sealed: Buffer | null };

export async function rejectedOf(db: Db, id: number): Promise<RejectedRow[]> {
  const { rows } = await sql<RejectedRow>`
    SELECT file, row, code, field, sealed FROM imports.rejected WHERE import_id = ${id} ORDER BY file, row LIMIT 50000`.execute(
    db,
  );
  return rows;
}
