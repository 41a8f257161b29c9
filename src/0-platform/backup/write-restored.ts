/** Puts the contents of a backup where they belong. Every file is synced; every path was checked when the manifest was read. */
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Problem } from '../errors/index.ts';
import type { Coffer } from './coffer.ts';
import type { FileEntry, Manifest } from './manifest.ts';
import { type Receiver, unpack } from './pack.ts';
import { type ArchivedFile, archiveIndexes, archiveIndexName, readArchiveIndex } from './ship-archive.ts';
import { readWal } from './stored-wal.ts';
import { sync } from './target/folder.ts';
import { lsnOf, segmentName } from './wal-segment.ts';

const PRIVATE = { recursive: true, mode: 0o700 } as const;

export async function writeFiles(
  coffer: Coffer,
  manifest: Pick<Manifest, 'files' | 'pieces'> & { folders?: string[] },
  to: string,
): Promise<void> {
  for (const folder of manifest.folders ?? []) await mkdir(join(to, folder), PRIVATE);
  await unpack(
    coffer,
    manifest,
    filesIn(to, (path) => !path.startsWith('postgres/')),
  );
}

/** Before it recovers, PostgreSQL syncs all of its folder itself. */
function filesIn(folder: string, isSynced: (path: string) => boolean): Receiver {
  let handle: FileHandle | null = null;
  return {
    async begin({ path, mode }: FileEntry) {
      await mkdir(dirname(join(folder, path)), PRIVATE);
      handle = await open(join(folder, path), 'wx', mode);
    },
    async write(chunk) {
      await handle?.writeFile(chunk);
    },
    async end({ path }) {
      if (isSynced(path)) await handle?.sync();
    },
    async close() {
      await handle?.close();
      handle = null;
    },
  };
}

/** The log from the beginning of the copy on, as far as there is any without a gap. A segment that is not whole ends in zeros, as on a live server. */
export async function writeWal(
  coffer: Coffer,
  manifest: Manifest,
  dataFolder: string,
  until: string | null,
): Promise<void> {
  const wal = { timeline: manifest.timeline, segmentBytes: manifest.segment_bytes };
  const stored = await readWal(coffer, manifest.line);
  const last = segmentName(wal, lsnOf(manifest.stop_lsn));
  for (let at = lsnOf(manifest.start_lsn); ; at += BigInt(wal.segmentBytes)) {
    const segment = segmentName(wal, at);
    const bytes = until !== null && segment > until ? null : await stored.read(segment);
    if (!bytes || bytes.length === 0) {
      if (segment <= last) throw new Problem('backup_damaged', { params: { name: segment } });
      break;
    }
    const path = join(dataFolder, 'pg_wal', segment);
    const handle = await open(path, 'wx', 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.truncate(wal.segmentBytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (bytes.length < wal.segmentBytes) break;
  }
  await sync(join(dataFolder, 'pg_wal'));
}

/** `only`: these; else all of this line, since one cannot know before the database is up which are its own. */
export async function writeArchive(
  coffer: Coffer,
  { line, only }: { line: string; only?: readonly ArchivedFile[] },
  folder: string,
): Promise<void> {
  await mkdir(folder, PRIVATE);
  const names = only?.map((one) => archiveIndexName(line, one)) ?? (await archiveIndexes(coffer, line));
  for (const name of names) {
    const { file, pieces } = await readArchiveIndex(coffer, name);
    await unpack(
      coffer,
      { files: [file], pieces },
      filesIn(folder, () => true),
    );
  }
}
