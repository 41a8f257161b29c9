/** The nightly round: a backup, the proof that it can be read, and what is too old goes. */
import { Problem } from '../errors/index.ts';
import { createBackup, type Made } from './create-backup.ts';
import { type Exported, exportLogical } from './logical/export.ts';
import { verifyExport } from './logical/verify.ts';
import type { BackupParts } from './parts.ts';
import { pruneBackups } from './prune.ts';
import * as store from './store.ts';
import { inTurn } from './take-turn.ts';
import { reasonOf } from './target-owner.ts';
import { verifyBackup } from './verify-backup.ts';

export type Nightly = BackupParts & { version: string };

/** To `BACKUP_TO`. A held installation (restored, copied) does not write where the one it came from keeps its backups: null. */
export async function backUpNightly(parts: Nightly): Promise<Made | Exported | null> {
  const { settings, database, logger } = parts;
  const { BACKUP_TO } = settings;
  if (!BACKUP_TO) throw new Problem('backup_needs_target');
  if (await store.heldBy(database.db)) {
    logger.warn('no backup: this installation was restored or copied, and its owner has not released it');
    return null;
  }
  // The files of a server of the shop's own are not ours to copy: its nightly backup is an export.
  const made = settings.DATABASE_URL
    ? await exportLogical({ ...parts, to: BACKUP_TO })
    : await createBackup({ ...parts, to: BACKUP_TO });
  await verify(parts, made);
  const gone = await inTurn(database.pool, () => pruneBackups({ ...parts, at: BACKUP_TO }));
  logger.info({ id: made.id, bytes: made.bytes, gone: gone.length }, 'backup made and verified');
  return made;
}

async function verify({ settings, database, clock }: Nightly, { id, place }: Made | Exported): Promise<void> {
  try {
    if (settings.DATABASE_URL) await verifyExport(place, { settings, id });
    else await verifyBackup(place, { settings, id });
    await store.noteVerified(database.db, id, clock.now(), null);
  } catch (error) {
    await store.noteVerified(database.db, id, clock.now(), reasonOf(error));
    throw error;
  }
}
