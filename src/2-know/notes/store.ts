/** The only SQL of `know/notes`; schema `notes`. */
import type { z } from 'zod';
import type { CustomerId } from '#platform/ids';
import { type KeyColumns, keyset, type Page } from '#platform/lists';
import { type Db, sql, type Tx } from '#platform/postgres';
import type { FileKind, fileQuery, noteQuery } from './contract.ts';

export type NoteRow = {
  note_id: number;
  customer_id: CustomerId;
  sealed: Buffer | null;
  pinned: boolean;
  author: string;
  author_name: string;
  written_at: Date;
  version: number;
  edited_at: Date | null;
  editor_name: string | null;
};

const NOTE = sql`note_id, customer_id, sealed, pinned, author, author_name, written_at, version, edited_at, editor_name`;

const notes = keyset({
  id: { column: sql`note_id`, type: 'int8' },
  sorts: {
    // Those that are pinned before all others, each by when it was written: one number, so that pages can follow it.
    pinned: {
      column: sql`((extract(epoch FROM written_at) * 1000)::int8 + CASE WHEN pinned THEN 1000000000000000 ELSE 0 END)`,
      type: 'int8',
    },
    written_at: { column: sql`written_at`, type: 'timestamptz' },
  },
  filters: { pinned: (pinned: boolean) => sql`pinned = ${pinned}` },
});

export async function listNotes(
  db: Db,
  profiles: readonly CustomerId[],
  query: Omit<z.output<typeof noteQuery>, 'q'>,
): Promise<Page<NoteRow>> {
  const page = notes.pageSql(query);
  const { rows } = await sql<NoteRow & KeyColumns>`
    SELECT ${NOTE}, ${page.keys} FROM notes.note
     WHERE ${page.where} AND customer_id = ANY(${profiles}::bigint[]) AND removed_at IS NULL
     ORDER BY ${page.order} LIMIT ${page.limit}`.execute(db);
  return page.page(rows, (row) => row);
}

/** Whoever writes to the same person waits until the caller's transaction ends: counts are counted, then kept. */
export async function oneAtATime(tx: Tx, profiles: readonly CustomerId[]): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtext('notes'), ${Math.min(...profiles) % 2 ** 31}::int)`.execute(
    tx,
  );
}

export async function countNotes(tx: Tx, profiles: readonly CustomerId[]): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM notes.note WHERE customer_id = ANY(${profiles}::bigint[]) AND removed_at IS NULL`.execute(
    tx,
  );
  return rows[0]?.count ?? 0;
}

type Signed = { at: Date; by: string; name: string };

export async function insertNote(
  tx: Tx,
  {
    profile,
    sealed,
    pinned,
    at,
    by,
    name,
  }: { profile: CustomerId; sealed: Buffer; pinned: boolean } & Signed,
): Promise<NoteRow> {
  const { rows } = await sql<NoteRow>`
    INSERT INTO notes.note (customer_id, sealed, pinned, author, author_name, written_at)
    VALUES (${profile}, ${sealed}, ${pinned}, ${by}, ${name}, ${at}) RETURNING ${NOTE}`.execute(tx);
  return rows[0] as NoteRow;
}

/** Locked until the caller's transaction ends; null where it is none of theirs, or was taken away. */
export async function lockNote(
  tx: Tx,
  profiles: readonly CustomerId[],
  note: number,
): Promise<NoteRow | null> {
  const { rows } = await sql<NoteRow>`
    SELECT ${NOTE} FROM notes.note
     WHERE note_id = ${note} AND customer_id = ANY(${profiles}::bigint[]) AND removed_at IS NULL FOR UPDATE`.execute(
    tx,
  );
  return rows[0] ?? null;
}

export async function saveText(
  tx: Tx,
  before: NoteRow,
  { sealed, at, by, name }: { sealed: Buffer } & Signed,
): Promise<void> {
  await sql`
    INSERT INTO notes.earlier (note_id, version, sealed, by_name, said_from, said_until)
    VALUES (${before.note_id}, ${before.version}, ${before.sealed}, ${before.editor_name ?? before.author_name},
      ${before.edited_at ?? before.written_at}, ${at})`.execute(tx);
  await sql`
    UPDATE notes.note SET sealed = ${sealed}, version = version + 1, edited_at = ${at}, edited_by = ${by}, editor_name = ${name}
     WHERE note_id = ${before.note_id}`.execute(tx);
}

export async function pin(tx: Tx, note: number, pinned: boolean): Promise<void> {
  await sql`UPDATE notes.note SET pinned = ${pinned} WHERE note_id = ${note}`.execute(tx);
}

export async function destroyNote(tx: Tx, note: number, { at, by }: Signed): Promise<void> {
  await sql`DELETE FROM notes.earlier WHERE note_id = ${note}`.execute(tx);
  await sql`UPDATE notes.note SET sealed = NULL, pinned = false, removed_at = ${at}, removed_by = ${by} WHERE note_id = ${note}`.execute(
    tx,
  );
}

export type EarlierRow = {
  customer_id: CustomerId;
  version: number;
  sealed: Buffer;
  by_name: string;
  said_from: Date;
  said_until: Date;
};

/** Null where the note is none of theirs, or was taken away. */
export async function earlierOf(
  db: Db,
  profiles: readonly CustomerId[],
  note: number,
): Promise<EarlierRow[] | null> {
  const { rows } = await sql<{ [Column in keyof EarlierRow]: EarlierRow[Column] | null }>`
    SELECT n.customer_id, e.version, e.sealed, e.by_name, e.said_from, e.said_until
      FROM notes.note n LEFT JOIN notes.earlier e USING (note_id)
     WHERE n.note_id = ${note} AND n.customer_id = ANY(${profiles}::bigint[]) AND n.removed_at IS NULL
     ORDER BY e.version DESC`.execute(db);
  if (rows.length === 0) return null;
  return rows.filter((row): row is EarlierRow => row.version !== null);
}

export type FileRow = {
  file_id: number;
  customer_id: CustomerId;
  kind: FileKind;
  size: number;
  sealed_name: Buffer | null;
  author: string;
  author_name: string;
  added_at: Date;
};

const FILE = sql`file_id, customer_id, kind, size, sealed_name, author, author_name, added_at`;

const files = keyset({
  id: { column: sql`file_id`, type: 'int8' },
  sorts: {
    added_at: { column: sql`added_at`, type: 'timestamptz' },
    size: { column: sql`size`, type: 'int8' },
  },
  filters: { kind: (kind: string) => sql`kind = ${kind}` },
});

export async function listFiles(
  db: Db,
  profiles: readonly CustomerId[],
  query: Omit<z.output<typeof fileQuery>, 'q'>,
): Promise<Page<FileRow>> {
  const page = files.pageSql(query);
  const { rows } = await sql<FileRow & KeyColumns>`
    SELECT ${FILE}, ${page.keys} FROM notes.file
     WHERE ${page.where} AND customer_id = ANY(${profiles}::bigint[]) AND removed_at IS NULL
     ORDER BY ${page.order} LIMIT ${page.limit}`.execute(db);
  return page.page(rows, (row) => row);
}

export async function filesKept(
  tx: Tx,
  profiles: readonly CustomerId[],
): Promise<{ files: number; bytes: number }> {
  const { rows } = await sql<{ files: number; bytes: number }>`
    SELECT count(*)::int AS files, coalesce(sum(size), 0)::bigint AS bytes FROM notes.file
     WHERE customer_id = ANY(${profiles}::bigint[]) AND removed_at IS NULL`.execute(tx);
  return rows[0] ?? { files: 0, bytes: 0 };
}

export async function insertFile(
  tx: Tx,
  file: { profile: CustomerId; kind: FileKind; size: number; sealedName: Buffer; sealed: Buffer } & Signed,
): Promise<FileRow> {
  const { rows } = await sql<FileRow>`
    INSERT INTO notes.file (customer_id, kind, size, sealed_name, sealed, author, author_name, added_at)
    VALUES (${file.profile}, ${file.kind}, ${file.size}, ${file.sealedName}, ${file.sealed}, ${file.by}, ${file.name}, ${file.at})
    RETURNING ${FILE}`.execute(tx);
  return rows[0] as FileRow;
}

/** Null where it is none of theirs, or was taken away. */
export async function fileOf(
  db: Db,
  profiles: readonly CustomerId[],
  file: number,
): Promise<(FileRow & { sealed: Buffer | null }) | null> {
  const { rows } = await sql<FileRow & { sealed: Buffer | null }>`
    SELECT ${FILE}, sealed FROM notes.file
     WHERE file_id = ${file} AND customer_id = ANY(${profiles}::bigint[]) AND removed_at IS NULL`.execute(db);
  return rows[0] ?? null;
}

/** Whose it was; null where it is none of theirs, or was taken away before. */
export async function destroyFile(
  tx: Tx,
  profiles: readonly CustomerId[],
  file: number,
  { at, by }: Signed,
): Promise<CustomerId | null> {
  const { rows } = await sql<{ customer_id: CustomerId }>`
    UPDATE notes.file SET sealed = NULL, sealed_name = NULL, removed_at = ${at}, removed_by = ${by}
     WHERE file_id = ${file} AND customer_id = ANY(${profiles}::bigint[]) AND removed_at IS NULL RETURNING customer_id`.execute(
    tx,
  );
  return rows[0]?.customer_id ?? null;
}

export async function keptOf(
  db: Db,
  customer: CustomerId,
): Promise<{ notes: NoteRow[]; files: (FileRow & { sealed: Buffer | null })[] }> {
  const notes = await sql<NoteRow>`
    SELECT ${NOTE} FROM notes.note WHERE customer_id = ${customer} AND removed_at IS NULL ORDER BY note_id`.execute(
    db,
  );
  const files = await sql<FileRow & { sealed: Buffer | null }>`
    SELECT ${FILE}, sealed FROM notes.file WHERE customer_id = ${customer} AND removed_at IS NULL ORDER BY file_id`.execute(
    db,
  );
  return { notes: notes.rows, files: files.rows };
}

export async function eraseKept(tx: Tx, customer: CustomerId): Promise<void> {
  await sql`DELETE FROM notes.note WHERE customer_id = ${customer}`.execute(tx);
  await sql`DELETE FROM notes.file WHERE customer_id = ${customer}`.execute(tx);
}
