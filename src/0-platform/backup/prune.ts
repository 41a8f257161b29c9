/**
 * Backups whose time is over go, newest last two excepted, and exports, the last one excepted; with them the log and the archived months that nobody could use any more, and what
 * interrupted backups left. What a backup is goes first (its manifest), so that a killed pruning leaves no half of one.
 */
import { readdir } from 'node:fs/promises';
import { type Coffer, openCoffer } from './coffer.ts';
import { type Contents, completeExports, contentsName, readContents } from './logical/contents.ts';
import { completeBackups, type Manifest, manifestName, readManifest } from './manifest.ts';
import type { BackupParts } from './parts.ts';
import { archiveIndexes, readArchiveIndex } from './ship-archive.ts';
import { walFolder } from './ship-wal.ts';
import * as store from './store.ts';
import { openTarget } from './target/target.ts';
import { ownerOf } from './target-owner.ts';
import { lsnOf, segmentName } from './wal-segment.ts';

const ALWAYS_KEPT = 2;

/** Ids that went. Only backups of the present line are touched: other installations may share the place. */
export async function pruneBackups(parts: BackupParts & { at: string }): Promise<string[]> {
  const { database, settings, directory, clock } = parts;
  const place = await store.placeOf(database.db);
  if (!place) return [];
  const coffer = await openCoffer(
    openTarget(parts.at, settings, ownerOf(directory.path)),
    settings.BACKUP_KEY,
    false,
  );
  const own = await manifestsOf(coffer, place.line);
  const oldest = clock.now().getTime() - settings.BACKUP_KEEP_DAYS * 86_400_000;
  const over = own
    .slice(0, Math.max(0, own.length - ALWAYS_KEPT))
    .filter((manifest) => new Date(manifest.finished_at).getTime() < oldest);
  const kept = own.filter((manifest) => !over.includes(manifest));
  for (const { id } of over) await coffer.target.remove(manifestName(id));
  const exports = await exportsOf(coffer, place.line);
  const overExports = exports
    .slice(0, -1)
    .filter((contents) => new Date(contents.finished_at).getTime() < oldest);
  const keptExports = exports.filter((contents) => !overExports.includes(contents));
  for (const { id } of overExports) await coffer.target.remove(contentsName(id));
  await removeLoose(coffer, place.line);
  const [first] = kept;
  if (first) await removeOldWal(coffer, first);
  await removeOldArchive(
    coffer,
    place.line,
    [...kept, ...keptExports],
    await readdir(directory.archive).catch(() => []),
  );
  const gone = [...over, ...overExports].map(({ id }) => id);
  await store.noteGone(database.db, gone, clock.now());
  return gone;
}

async function manifestsOf(coffer: Coffer, line: string): Promise<Manifest[]> {
  const ids = (await completeBackups(coffer.target)).filter((id) => id.includes(`-${line.slice(0, 8)}-`));
  const all = await Promise.all(ids.map((id) => readManifest(coffer, id)));
  return all.filter((manifest) => manifest.line === line);
}

async function exportsOf(coffer: Coffer, line: string): Promise<Contents[]> {
  const ids = (await completeExports(coffer.target)).filter((id) => id.includes(`-${line.slice(0, 8)}-`));
  const all = await Promise.all(ids.map((id) => readContents(coffer, id)));
  return all.filter((contents) => contents.line === line);
}

/** Pieces without a manifest: pruned, or interrupted. Whoever prunes holds the turn, so none is being made. */
async function removeLoose({ target }: Coffer, line: string): Promise<void> {
  const complete = new Set([...(await completeBackups(target)), ...(await completeExports(target))]);
  for (const name of [...(await target.list('base/')), ...(await target.list('logical/'))]) {
    const id = name.split('/')[1] ?? '';
    if (!complete.has(id) && id.includes(`-${line.slice(0, 8)}-`)) await target.remove(name);
  }
}

async function removeOldWal({ target }: Coffer, first: Manifest): Promise<void> {
  const wal = { timeline: first.timeline, segmentBytes: first.segment_bytes };
  const needed = segmentName(wal, lsnOf(first.start_lsn));
  const folder = walFolder(first.line);
  for (const name of await target.list(`${folder}/`)) {
    const segment = name.slice(folder.length + 1, folder.length + 25);
    if (segment < needed) await target.remove(name);
  }
}

async function removeOldArchive(
  coffer: Coffer,
  line: string,
  kept: readonly Pick<Manifest, 'archive'>[],
  present: readonly string[],
): Promise<void> {
  const used = new Set(kept.flatMap((manifest) => manifest.archive.map(({ sha256 }) => sha256)));
  for (const name of await archiveIndexes(coffer, line)) {
    const { file, pieces } = await readArchiveIndex(coffer, name);
    if (used.has(file.sha256) || present.includes(file.path)) continue;
    await coffer.target.remove(name);
    for (const { name: part } of pieces) await coffer.target.remove(part);
  }
}
