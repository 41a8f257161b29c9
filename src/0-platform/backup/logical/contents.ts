/**
 * The table of contents of an export: which version wrote it and how far its schema had come, every table with its columns and the digest of
 * its text, and the pieces it consists of. Written last: an export without one does not exist.
 *
 * A piece is Zstandard over PostgreSQL's COPY text, so that somebody without us can read an export that is not sealed: `zstd -d` and `COPY`.
 */
import { z } from 'zod';
import { Problem } from '../../errors/index.ts';
import type { Coffer } from '../coffer.ts';
import { digest, file, isBackupId, path, piece } from '../manifest.ts';
import type { BackupTarget } from '../target/target.ts';

const identifier = z.string().min(1).max(63);

const text = z.object({
  columns: z.array(identifier).min(1),
  rows: z.number().int().min(0),
  bytes: z.number().int().min(0),
  sha256: digest,
  pieces: z.array(piece),
});
export type Text = z.output<typeof text>;

const table = text.extend({
  schema: identifier,
  name: identifier,
  /** A partition of this table. */
  of: z.string().nullable(),
});
export type TableText = z.output<typeof table>;

const contents = z.object({
  format: z.literal(1),
  kind: z.literal('logical'),
  id: z.string(),
  line: z.string(),
  installation: z.string(),
  version: z.string(),
  postgres: z.string(),
  started_at: z.iso.datetime(),
  finished_at: z.iso.datetime(),
  migrations: z.array(z.object({ key: z.string(), checksum: digest })),
  tables: z.array(table),
  sequences: z.array(z.object({ schema: identifier, name: identifier, value: z.number().int() })),
  /** Jobs and timers that wait; null where there never were any. */
  jobs: text.nullable(),
  files: z.array(file),
  pieces: z.array(piece),
  archive: z.array(z.object({ file: path, sha256: digest })),
});
export type Contents = z.output<typeof contents>;

const FOLDER = 'manifest/logical/';
export const contentsName = (id: string): string => `${FOLDER}${id}`;
export const piecesOf = (id: string): string => `logical/${id}`;

/** Ids of the complete exports of a target, oldest first. */
export const completeExports = async (target: BackupTarget): Promise<string[]> =>
  (await target.list(FOLDER)).map((name) => name.slice(FOLDER.length)).filter(isBackupId);

export const writeContents = async (coffer: Coffer, content: Contents): Promise<number> =>
  (await coffer.put(contentsName(content.id), Buffer.from(JSON.stringify(content)))).bytes;

/** The one asked for, or the newest. Throws `backup_none`, `backup_damaged`. */
export async function readContents(coffer: Coffer, id?: string): Promise<Contents> {
  const ids = await completeExports(coffer.target);
  const chosen = id ?? ids.at(-1);
  if (!chosen || !ids.includes(chosen))
    throw new Problem('backup_none', { params: { place: coffer.target.place } });
  const name = contentsName(chosen);
  const bytes = await coffer.get(name);
  try {
    return contents.parse(JSON.parse(bytes.toString('utf8')));
  } catch (cause) {
    throw new Problem('backup_damaged', { params: { name }, cause });
  }
}
