/** Whether a backup can be believed: every object is there, opens, and holds what the manifest says; and the log that makes it whole too. */
import { Problem } from '../errors/index.ts';
import { type Coffer, openCoffer } from './coffer.ts';
import { completeBackups, type Manifest, readManifest } from './manifest.ts';
import { NOBODY, unpack } from './pack.ts';
import type { BackupSettings } from './parts.ts';
import { archiveIndexName, readArchiveIndex } from './ship-archive.ts';
import { readWal } from './stored-wal.ts';
import { openTarget } from './target/target.ts';
import { lsnOf, stretches } from './wal-segment.ts';

export type Verified = { id: string; files: number; bytes: number };

/** The newest backup, or the one asked for. Throws `backup_damaged` with the name of what is wrong, `backup_none`. */
export async function verifyBackup(
  from: string,
  { settings, id }: { settings: BackupSettings; id?: string },
): Promise<Verified> {
  const target = openTarget(from, settings);
  const chosen = id ?? (await completeBackups(target)).at(-1);
  if (!chosen) throw new Problem('backup_none', { params: { place: target.place } });
  const coffer = await openCoffer(target, settings.BACKUP_KEY, false);
  const manifest = await readManifest(coffer, chosen);
  await unpack(coffer, manifest, NOBODY);
  for (const archived of manifest.archive) {
    const index = await readArchiveIndex(coffer, archiveIndexName(manifest.line, archived));
    await unpack(coffer, { files: [index.file], pieces: index.pieces }, NOBODY);
  }
  await verifyWal(coffer, manifest);
  const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
  return { id: chosen, files: manifest.files.length, bytes };
}

async function verifyWal(coffer: Coffer, manifest: Manifest): Promise<void> {
  const wal = { timeline: manifest.timeline, segmentBytes: manifest.segment_bytes };
  const needed = stretches(wal, lsnOf(manifest.start_lsn), lsnOf(manifest.stop_lsn));
  const stored = await readWal(coffer, manifest.line);
  for (const { segment, to } of needed) {
    const bytes = await stored.read(segment);
    if (!bytes || bytes.length < to) throw new Problem('backup_damaged', { params: { name: segment } });
  }
}
