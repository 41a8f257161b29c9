/**
 * Whether this is still the installation it was, in the place where it was; and if not, that it keeps to itself. A data directory that was
 * copied (to try something, to move, by an image of the whole machine) must not write to the customers of the one it was copied from.
 *
 * The place of an embedded database is its data directory: the machine's id and the folder's inode. A renamed folder is the same folder. Device
 * numbers are left out: they change when a machine starts again. With a database of one's own the place is its address.
 */
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, realpathSync, statSync } from 'node:fs';
import type { Audit, AuditEntry } from '../audit/index.ts';
import type { Clock } from '../clock/index.ts';
import type { Db, Tx } from '../postgres/index.ts';
import type { Settings } from '../settings/index.ts';
import * as store from './store.ts';

/** Roots of file systems share their numbers: there the path has to decide. */
const LAST_ROOT_INODE = 256;

export function fingerprintOf(dataDir: string, { DATABASE_URL }: Pick<Settings, 'DATABASE_URL'>): string {
  if (DATABASE_URL) {
    const { host, pathname } = new URL(DATABASE_URL);
    return digest('database', host, pathname);
  }
  const path = realpathSync(dataDir);
  const { ino } = statSync(path);
  return digest('folder', machineId(), String(ino), ino <= LAST_ROOT_INODE ? path : '');
}

const digest = (...parts: string[]): string => createHash('sha256').update(parts.join('\0')).digest('hex');

/** Empty where there is none, as in many containers: then the folder alone decides. */
function machineId(): string {
  try {
    return readFileSync('/etc/machine-id', 'utf8').trim();
  } catch {
    return '';
  }
}

export type Recognised = 'new' | 'same' | 'copied';

/** Once at each start, before anything is served. Whoever is found in another place begins a line of its own and is held. */
export async function recognisePlace(
  db: Db,
  { dataDir, settings, clock }: { dataDir: string; settings: Pick<Settings, 'DATABASE_URL'>; clock: Clock },
): Promise<Recognised> {
  const fingerprint = fingerprintOf(dataDir, settings);
  return await db.transaction().execute(async (tx) => {
    const known = await store.placeOf(tx);
    if (known?.fingerprint === fingerprint) return 'same';
    const now = clock.now();
    await store.settlePlace(tx, { fingerprint, line: randomUUID(), since: now });
    if (!known) return 'new';
    await store.hold(tx, { cause: 'copied', origin: known.line, heldAt: now });
    return 'copied';
  });
}

/** After a restore: a line of its own, and nothing leaves. `origin` says of which backup and moment. */
export async function settleRestored(
  tx: Tx | Db,
  {
    dataDir,
    settings,
    origin,
    now,
  }: { dataDir: string; settings: Pick<Settings, 'DATABASE_URL'>; origin: string; now: Date },
): Promise<void> {
  await store.settlePlace(tx, {
    fingerprint: fingerprintOf(dataDir, settings),
    line: randomUUID(),
    since: now,
  });
  await store.hold(tx, { cause: 'restored', origin, heldAt: now });
}

export type EgressState = {
  released: boolean;
  /** What it was restored or copied from, until it is released. */
  restoredFrom: string | null;
};

export async function egressState(db: Db | Tx): Promise<EgressState> {
  const held = await store.heldBy(db);
  return { released: held === null, restoredFrom: held && `${held.cause}: ${held.origin}` };
}

export const isEgressReleased = async (db: Db | Tx): Promise<boolean> => (await store.heldBy(db)) === null;

/** The owner's word that this is the one installation that may write to the world. Saying it twice changes nothing. */
export async function releaseEgress(
  db: Db,
  { audit, clock, actor }: { audit: Audit; clock: Clock; actor: AuditEntry['actor'] },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const released = await store.release(tx, 'name' in actor ? actor.name : actor.kind, clock.now());
    if (released === 0) return;
    await audit.record(tx, { actor, act: 'egress.release', object: 'instance', detail: { holds: released } });
  });
}
