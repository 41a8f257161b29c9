/**
 * From a backup to a data directory one can start: files, log, recovery to the end or to a moment, erasures applied again, egress off.
 * Killed anywhere, it leaves nothing that could be mistaken for an installation (`new-directory.ts`).
 */
import { mkdir, rm } from 'node:fs/promises';
import type { Clock } from '../clock/index.ts';
import { Problem } from '../errors/index.ts';
import type { Connection } from '../postgres/index.ts';
import { type Coffer, openCoffer } from './coffer.ts';
import { appendErasures, erasuresAt } from './erasure-list.ts';
import { completeBackups, type Manifest, readManifest } from './manifest.ts';
import { moveUp, mustBeEmpty, stagingOf } from './new-directory.ts';
import type { BackupSettings, Folders, Step } from './parts.ts';
import { recover } from './recover.ts';
import { settleDatabase } from './settle-restored.ts';
import { openTarget } from './target/target.ts';
import { lsnOf, segmentName } from './wal-segment.ts';
import { writeArchive, writeFiles, writeWal } from './write-restored.ts';

export type Layout = Folders & { run: string };

export type Restoring = {
  from: string;
  /** The new data directory: absent or empty. */
  dataDir: string;
  /** How a data directory is laid out. */
  layout(path: string): Layout;
  settings: BackupSettings;
  clock: Clock;
  at?: Date;
  id?: string;
  /**
   * Brings the database to this version's schema and erases again whom `erasures.jsonl` names; `path` is a data directory in the making,
   * whose database runs. Nobody else has asked it anything yet.
   */
  settle(path: string, connection: Connection): Promise<void>;
  step?: Step;
};

export type Restored = { id: string; reached: Date | null; at: Date | null; files: number };

/** Throws `backup_none`, `backup_none_before`, `backup_damaged`, `restore_folder_not_empty`, `restore_failed`. */
export async function restoreBackup(restoring: Restoring): Promise<Restored> {
  const { dataDir, settings, step } = restoring;
  const staging = stagingOf(dataDir);
  await mustBeEmpty(dataDir);
  const coffer = await openCoffer(openTarget(restoring.from, settings), settings.BACKUP_KEY, false);
  const { manifest, until } = await choose(coffer, restoring);
  await mkdir(staging, { recursive: true, mode: 0o700 });
  try {
    await step?.('chosen');
    const layout = restoring.layout(staging);
    await writeFiles(coffer, manifest, staging);
    await step?.('files written');
    await writeWal(coffer, manifest, layout.postgres, until);
    await step?.('log written');
    await writeArchive(coffer, { line: manifest.line }, layout.archive);
    await step?.('archive written');
    appendErasures(staging, await erasuresAt(coffer, manifest.installation));
    await step?.('erasures written');
    const reached = await bringUp(restoring, manifest, layout);
    await step?.('recovered');
    await moveUp(dataDir);
    return { id: manifest.id, reached, at: restoring.at ?? null, files: manifest.files.length };
  } catch (error) {
    await rm(staging, { recursive: true, force: true }).catch(() => {});
    throw error;
  }
}

type Choice = { manifest: Manifest /** No later segment is needed. */; until: string | null };

/** The newest backup that was complete at that moment. Its successor says up to where its log is needed. */
async function choose(coffer: Coffer, { at, id }: Restoring): Promise<Choice> {
  const { place } = coffer.target;
  const ids = await completeBackups(coffer.target);
  if (ids.length === 0 || (id && !ids.includes(id))) throw new Problem('backup_none', { params: { place } });
  let successor: Manifest | null = null;
  for (const candidate of id ? [id] : ids.toReversed()) {
    const manifest = await readManifest(coffer, candidate);
    if (!at || new Date(manifest.finished_at) <= at) {
      const follows = at && successor?.line === manifest.line ? successor : null;
      return { manifest, until: follows && lastSegment(follows) };
    }
    successor = manifest;
  }
  throw new Problem('backup_none_before', { params: { at: at?.toISOString() ?? '', place } });
}

const lastSegment = (manifest: Manifest): string =>
  segmentName(
    { timeline: manifest.timeline, segmentBytes: manifest.segment_bytes },
    lsnOf(manifest.stop_lsn),
  );

async function bringUp(restoring: Restoring, manifest: Manifest, layout: Layout): Promise<Date | null> {
  const { clock, settings, dataDir, at } = restoring;
  const { cluster, reached } = await recover(layout, at ?? null);
  try {
    await restoring.settle(layout.path, cluster.connection);
    await settleDatabase(cluster.connection, {
      dataDir,
      archive: layout.archive,
      settings,
      clock,
      made: { id: manifest.id, finishedAt: new Date(manifest.finished_at) },
      reached,
    });
  } finally {
    await cluster.stop();
  }
  return reached;
}
