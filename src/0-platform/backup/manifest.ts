/**
 * The table of contents of a backup. It is written last: a backup without one does not exist. It names every file with its digest, every
 * object with its own, and the stretch of write-ahead log that makes the copy whole.
 */
import { z } from 'zod';
import { Problem } from '../errors/index.ts';
import type { Coffer } from './coffer.ts';
import type { BackupTarget } from './target/target.ts';

export const digest = z.string().regex(/^[0-9a-f]{64}$/);
const lsn = z.string().regex(/^[0-9A-F]+\/[0-9A-F]+$/);
/** Nothing that a manifest names may lead out of the folder it is restored into. */
export const path = z
  .string()
  .max(1000)
  .refine(
    (value) => !value.startsWith('/') && !value.split('/').some((part) => ['', '.', '..'].includes(part)),
  );

export const file = z.object({
  path,
  bytes: z.number().int().min(0),
  mode: z.number().int(),
  sha256: digest,
});
export const piece = z.object({ name: path, sha256: digest });

const manifest = z.object({
  format: z.literal(1),
  id: z.string(),
  line: z.string(),
  installation: z.string(),
  version: z.string(),
  postgres: z.string(),
  started_at: z.iso.datetime(),
  /** From here on a restore can stop at any moment. */
  finished_at: z.iso.datetime(),
  timeline: z.number().int(),
  segment_bytes: z.number().int(),
  start_lsn: lsn,
  stop_lsn: lsn,
  folders: z.array(path),
  files: z.array(file),
  pieces: z.array(piece),
  /** Files of the archive that were there; each is stored once, named by its content. */
  archive: z.array(z.object({ file: path, sha256: digest })),
});

export type Manifest = z.output<typeof manifest>;
export type FileEntry = z.output<typeof file>;
export type Piece = z.output<typeof piece>;

export const manifestName = (id: string): string => `manifest/${id}`;

/** `20261123T020000000Z-3f9c2a7b-81d2`: instant, line, and something that tells two of the same instant apart. */
export const backupId = (at: Date, line: string, salt: string): string =>
  `${at.toISOString().replaceAll(/[-:.]/g, '')}-${line.slice(0, 8)}-${salt}`;

export const isBackupId = (text: string): boolean => /^\d{8}T\d{9}Z-[0-9a-f]{8}-[0-9a-f]{4}$/.test(text);

/** Ids of the complete backups of a target, oldest first. */
export const completeBackups = async (target: BackupTarget): Promise<string[]> =>
  (await target.list('manifest/')).map((name) => name.slice('manifest/'.length)).filter(isBackupId);

export const writeManifest = async (coffer: Coffer, content: Manifest): Promise<number> =>
  (await coffer.put(manifestName(content.id), Buffer.from(JSON.stringify(content)))).bytes;

export async function readManifest(coffer: Coffer, id: string): Promise<Manifest> {
  const name = manifestName(id);
  const text = (await coffer.get(name)).toString('utf8');
  try {
    return manifest.parse(JSON.parse(text));
  } catch (cause) {
    throw new Problem('backup_damaged', { params: { name }, cause });
  }
}
