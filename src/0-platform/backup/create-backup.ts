/**
 * A physical backup of the running cluster by PostgreSQL's low-level interface: begin, copy every file as it is, end, and the write-ahead
 * log of that time beside it. It takes no lock that anybody would notice, holds up nothing, and is complete when its manifest is
 * written, not before: whatever is killed in between leaves a beginning that no restore will touch.
 *
 * From then on the target follows the log (`follow.ts`), so that one can return to any moment after `finishedAt`.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { PoolClient } from 'pg';
import { clusterFiles } from './cluster-files.ts';
import { type Coffer, openCoffer } from './coffer.ts';
import { bringUpToDate, installationOf } from './follow.ts';
import { backupId, completeBackups, type Manifest, writeManifest } from './manifest.ts';
import { type Packed, pack } from './pack.ts';
import type { BackupParts } from './parts.ts';
import { beginCopy, endCopy, holdWal, mustBeOurs, walState } from './server-side.ts';
import * as store from './store.ts';
import { inTurn } from './take-turn.ts';
import { sha256 } from './target/folder.ts';
import { openTarget } from './target/target.ts';
import { beginOwnTarget, reasonOf } from './target-owner.ts';

export type Made = {
  id: string;
  place: string;
  finishedAt: Date;
  bytes: number;
  files: number;
  sealed: boolean;
};

/** `to`: a folder or `s3://bucket/prefix`. Throws `backup_running`, `backup_not_embedded`, `backup_key_…`. */
export async function createBackup(parts: BackupParts & { to: string; version: string }): Promise<Made> {
  const { database, settings, directory, clock } = parts;
  const target = beginOwnTarget(parts.to, parts);
  return await inTurn(database.pool, async (client) => {
    await mustBeOurs(client, directory.postgres);
    await store.endInterrupted(database.db);
    const coffer = await openCoffer(target, settings.BACKUP_KEY, true);
    const place = await store.placeOf(database.db);
    if (!place) throw new Error('recognisePlace() was not asked at this start.');
    const startedAt = clock.now();
    const id = backupId(startedAt, place.line, randomBytes(2).toString('hex'));
    await store.beginRun(database.db, {
      id,
      kind: 'physical',
      place: target.place,
      line: place.line,
      startedAt,
    });
    return await noted(parts, id, () => make(parts, { id, startedAt, line: place.line, coffer, client }));
  });
}

async function noted(parts: BackupParts, id: string, work: () => Promise<Made>): Promise<Made> {
  const { db } = parts.database;
  try {
    const made = await work();
    await store.finishRun(db, id, { at: made.finishedAt, bytes: made.bytes });
    return made;
  } catch (error) {
    await store.failRun(db, id, reasonOf(error)).catch(() => {});
    throw error;
  }
}

type Making = { id: string; startedAt: Date; line: string; coffer: Coffer; client: PoolClient };

async function make(parts: BackupParts & { version: string }, making: Making): Promise<Made> {
  const { database, directory, clock, step } = parts;
  const { id, startedAt, line, coffer, client } = making;
  const { place } = coffer.target;
  await step?.('begun');
  // Who ships lets go of a log that nobody follows: not between these two.
  await shipping(client, async () => {
    if (await holdWal(client)) await store.stopFollowingAll(database.db);
    await step?.('log held');
    await store.beginTarget(database.db, { place, line, follows: true, at: startedAt });
  });
  await step?.('target noted');
  const start = await beginCopy(client, id);
  await step?.('copy begun');
  const { packed, folders } = await copyFiles(parts, making);
  await step?.('files copied');
  const stop = await endCopy(client);
  await step?.('copy ended');
  const label = await packLabel(coffer, id, stop.label, packed);
  const archive = await followOnce(parts, making);
  await step?.('log followed');
  const wal = await walState(client);
  const { rows } = await client.query<{ version: string }>(
    "SELECT current_setting('server_version') AS version",
  );
  const manifest: Manifest = {
    format: 1,
    id,
    line,
    installation: installationOf(directory.path),
    version: parts.version,
    postgres: rows[0]?.version ?? '',
    started_at: startedAt.toISOString(),
    finished_at: clock.now().toISOString(),
    timeline: wal.timeline,
    segment_bytes: wal.segmentBytes,
    start_lsn: start.lsn,
    stop_lsn: stop.lsn,
    folders,
    ...label,
    archive,
  };
  await step?.('before the manifest');
  const bytes = packed.stored + (await writeManifest(coffer, manifest));
  await step?.('manifest written');
  const files = manifest.files.length;
  return { id, place, finishedAt: new Date(manifest.finished_at), bytes, files, sealed: coffer.sealed };
}

async function copyFiles(
  { directory }: BackupParts,
  { coffer, id, client }: Making,
): Promise<{ packed: Packed; folders: string[] }> {
  const { folders, files } = await clusterFiles(directory.postgres);
  const sources = files.map((path) => ({ path: `postgres/${path}`, from: join(directory.postgres, path) }));
  for (const name of ['instance.json', 'secrets.json'])
    sources.push({ path: name, from: join(directory.path, name) });
  // The server gone, what we copy is no backup any more: seen at the next piece, not after hours.
  const check = (): Promise<unknown> => client.query('SELECT 1');
  const packed = await pack(coffer, `base/${id}`, sources, async () => void (await check()));
  return { packed, folders: ['postgres', ...folders.map((path) => `postgres/${path}`)] };
}

/** The label comes from the server's memory, so it is a piece and a file of its own. */
async function packLabel(
  coffer: Coffer,
  id: string,
  label: string,
  { files, pieces }: Packed,
): Promise<Pick<Manifest, 'files' | 'pieces'>> {
  const bytes = Buffer.from(label);
  const name = `base/${id}/label`;
  const stored = await coffer.put(name, bytes);
  const entry = { path: 'postgres/backup_label', bytes: bytes.length, mode: 0o600, sha256: sha256(bytes) };
  return { files: [...files, entry], pieces: [...pieces, { name, sha256: stored.sha256 }] };
}

/** Erasures, archive and the log up to here. */
const followOnce = (parts: BackupParts, { coffer, client }: Making): Promise<Manifest['archive']> =>
  shipping(client, async () => {
    const own = (await store.targets(parts.database.db)).find((one) => one.place === coffer.target.place);
    if (!own) throw new Error('The target was forgotten.');
    return await bringUpToDate({ ...parts, digests: new Map() }, coffer, own, await walState(client));
  });

/** Whoever else is sending is waited for. */
async function shipping<T>(client: PoolClient, work: () => Promise<T>): Promise<T> {
  const { family, shipping } = store.LOCK;
  await client.query('SELECT pg_advisory_lock($1, $2)', [family, shipping]);
  try {
    return await work();
  } finally {
    await client.query('SELECT pg_advisory_unlock($1, $2)', [family, shipping]).catch(() => {});
  }
}

/** Complete backups of a place by their ids, oldest first; for commands that show them. */
export const backupsAt = (to: string, settings: BackupParts['settings']): Promise<string[]> =>
  completeBackups(openTarget(to, settings));
