/**
 * Keeps every target that follows up to date: erasures, archived months, write-ahead log. Run by the engine every few seconds, and by a
 * backup before it is complete. A target that is away is tried again and told about in the health report; one whose folder was taken
 * away, or that was away for too long, is no longer followed until it gets its next backup.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { isDatabaseAway } from '../postgres/index.ts';
import { type Coffer, openCoffer } from './coffer.ts';
import { shipErasures } from './erasure-list.ts';
import type { BackupParts } from './parts.ts';
import { letGoOfWal, mustBeOurs, releaseWalBefore, type WalState, walState } from './server-side.ts';
import { type ArchivedFile, type Digests, shipArchive } from './ship-archive.ts';
import { beginningOf, shipWal, WalGap } from './ship-wal.ts';
import * as store from './store.ts';
import { openTarget } from './target/target.ts';
import { ownerOf, reasonOf } from './target-owner.ts';
import { lsnOf } from './wal-segment.ts';

export const installationOf = (dataDir: string): string =>
  (JSON.parse(readFileSync(join(dataDir, 'instance.json'), 'utf8')) as { id: string }).id;

export type Following = BackupParts & { digests: Digests };

/** Brings one target to the server's present place. The caller holds the lock of shipping. */
export async function bringUpToDate(
  parts: Following,
  coffer: Coffer,
  target: store.Target,
  state: WalState,
): Promise<ArchivedFile[]> {
  const { database, directory, digests, clock, step } = parts;
  await sendErasures(parts, coffer, target);
  await step?.('erasures sent');
  // Before the log that speaks of them.
  const { line } = target;
  const archived = await shipArchive(coffer, { line, folder: directory.archive, digests });
  await step?.('archive sent');
  if (!state.slot || state.slot === 'lost') throw new WalGap('Nothing holds the log.');
  const from = target.shippedLsn ?? beginningOf(state, state.slot.from);
  const to = state.flushed;
  if (lsnOf(to) > lsnOf(from)) {
    await shipWal(coffer, { wal: state, line, dataFolder: directory.postgres, from, to });
    await step?.('log sent');
    await store.noteShipped(database.db, target.place, { lsn: to, at: clock.now() });
  }
  return archived;
}

async function sendErasures(
  { database, directory }: BackupParts,
  coffer: Coffer,
  target: store.Target,
): Promise<void> {
  const installation = installationOf(directory.path);
  const count = await shipErasures(coffer, { installation, dataDir: directory.path, from: target.erasures });
  if (count !== target.erasures) await store.noteErasures(database.db, target.place, count);
}

/** While somebody else ships, nothing is done: null. */
export async function whileShipping<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
): Promise<T | null> {
  const client = await pool.connect();
  let sound = false;
  try {
    const { rows } = await client.query<{ held: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS held', [
      store.LOCK.family,
      store.LOCK.shipping,
    ]);
    if (!rows[0]?.held) {
      sound = true;
      return null;
    }
    const done = await work(client);
    await client.query('SELECT pg_advisory_unlock($1, $2)', [store.LOCK.family, store.LOCK.shipping]);
    sound = true;
    return done;
  } finally {
    // With the connection goes the lock.
    client.release(!sound);
  }
}

const EVERY_MS = 10_000;

/** The engine's part. Ends when `signal` says so, after a last round, so that an orderly stop leaves nothing behind. */
export async function runWalShipping(
  parts: BackupParts & { signal: AbortSignal; everyMs?: number },
): Promise<void> {
  const following: Following = { ...parts, digests: new Map() };
  const own = { quiet: '' };
  const { signal, everyMs = EVERY_MS } = parts;
  while (!signal.aborted) {
    await attempt(following, own);
    await pause(everyMs, undefined, { signal }).catch(() => {});
  }
  await attempt(following, own);
}

async function attempt(parts: Following, own: { quiet: string }): Promise<void> {
  try {
    await whileShipping(parts.database.pool, (client) => followAll(parts, client, own));
  } catch (error) {
    if (!isDatabaseAway(error))
      parts.logger.warn({ error }, 'sending the write-ahead log to the backup failed');
  }
}

/** One round over all targets. `own.quiet`: where the log stood after our own last note; when nobody else wrote, neither do we. */
export async function followAll(parts: Following, client: PoolClient, own = { quiet: '' }): Promise<void> {
  const { db } = parts.database;
  const place = await store.placeOf(db);
  const all = await store.targets(db);
  const followed = all.filter((target) => target.follows && target.line === place?.line);
  // What a copy erases for a try is no news to the places of the one it was copied from.
  if (!(await store.heldBy(db)))
    for (const target of all.filter((one) => !followed.includes(one))) await trySending(parts, target);
  if (followed.length === 0) {
    if ((await walState(client)).slot) await letGoOfWal(client);
    return;
  }
  await mustBeOurs(client, parts.directory.postgres);
  const state = await walState(client);
  if (state.flushed === own.quiet) return;
  for (const target of followed) await follow(parts, target, state);
  const left = (await store.targets(db)).filter((target) => target.follows && target.shippedLsn !== null);
  const least = left.map((target) => target.shippedLsn as string).sort(byLsn)[0];
  if (least) await releaseWalBefore(client, least);
  own.quiet = (await walState(client)).flushed;
}

const byLsn = (a: string, b: string): number => (lsnOf(a) < lsnOf(b) ? -1 : 1);

async function follow(parts: Following, target: store.Target, state: WalState): Promise<void> {
  const { database, clock, logger } = parts;
  const { db } = database;
  try {
    const coffer = await openFor(parts, target.place);
    if (!coffer) {
      logger.warn('a folder that held backups was taken away: it is followed no more');
      await store.stopFollowing(db, target.place);
      return;
    }
    await bringUpToDate(parts, coffer, target, state);
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    if (error instanceof WalGap) {
      logger.warn('a backup place was away for too long: it is followed again from the next backup on');
      await store.stopFollowing(db, target.place);
    } else await store.noteTargetFailure(db, target.place, { message: reasonOf(error), at: clock.now() });
  }
}

/** A place that is not followed is still told of erasures, as far as it can be reached. */
async function trySending(parts: Following, target: store.Target): Promise<void> {
  try {
    const coffer = await openFor(parts, target.place);
    if (coffer) await sendErasures(parts, coffer, target);
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
  }
}

/** Null where the folder is not there any more; the one we were told to use is waited for. */
async function openFor({ settings, directory }: BackupParts, place: string): Promise<Coffer | null> {
  const target = openTarget(place, settings, ownerOf(directory.path));
  if (!(await target.exists())) {
    if (settings.BACKUP_TO && openTarget(settings.BACKUP_TO, settings).place === target.place)
      throw new Error('The folder is not there.');
    return null;
  }
  return await openCoffer(target, settings.BACKUP_KEY, false);
}
