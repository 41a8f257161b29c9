/** What is asked of the server about its own files and its write-ahead log. */
import { realpath } from 'node:fs/promises';
import type { Client, Pool, PoolClient } from 'pg';
import { Problem } from '../errors/index.ts';
import type { Wal } from './wal-segment.ts';

type Asks = Pool | PoolClient | Client;

/** Keeps the write-ahead log from being recycled before it was shipped; how much at most is `max_slot_wal_keep_size`. */
const SLOT = 'regulars_backup';

/** Throws `backup_not_embedded` where the server's files are not the ones in our own folder. */
export async function mustBeOurs(client: Asks, dataFolder: string): Promise<void> {
  const { rows } = await client.query<{ folder: string }>(
    "SELECT current_setting('data_directory') AS folder",
  );
  const real = (path: string): Promise<string> => realpath(path).catch(() => path);
  if ((await real(rows[0]?.folder ?? '')) !== (await real(dataFolder)))
    throw new Problem('backup_not_embedded');
}

export type WalState = Wal & { flushed: string; slot: { from: string } | 'lost' | null };

export async function walState(client: Asks): Promise<WalState> {
  const { rows } = await client.query<{
    timeline: string;
    bytes: number;
    flushed: string;
    slot_state: string | null;
    slot_from: string | null;
  }>(
    `SELECT substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) AS timeline,
            (SELECT setting::int FROM pg_settings WHERE name = 'wal_segment_size') AS bytes,
            pg_current_wal_flush_lsn()::text AS flushed, slot.wal_status AS slot_state, slot.restart_lsn::text AS slot_from
       FROM (SELECT 1) one LEFT JOIN pg_replication_slots slot ON slot.slot_name = $1`,
    [SLOT],
  );
  const { timeline = '0', bytes = 0, flushed = '0/0', slot_state, slot_from } = rows[0] ?? {};
  const lost = slot_state === 'lost' || (slot_state !== null && !slot_from);
  const slot =
    slot_state === null || slot_state === undefined ? null : lost ? 'lost' : { from: slot_from as string };
  return { timeline: Number.parseInt(timeline, 16), segmentBytes: bytes, flushed, slot };
}

/** From the present place on. True where it was not held: what was shipped before has a gap behind it. */
export async function holdWal(client: Asks): Promise<boolean> {
  const { slot } = await walState(client);
  if (slot !== null && slot !== 'lost') return false;
  if (slot === 'lost') await letGoOfWal(client);
  await client.query('SELECT pg_create_physical_replication_slot($1, true)', [SLOT]);
  return true;
}

export const releaseWalBefore = (client: Asks, lsn: string): Promise<unknown> =>
  client.query(
    `SELECT pg_replication_slot_advance(slot_name, $2::pg_lsn) FROM pg_replication_slots
      WHERE slot_name = $1 AND restart_lsn < $2::pg_lsn`,
    [SLOT, lsn],
  );

export const letGoOfWal = (client: Asks): Promise<unknown> =>
  client.query('SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = $1', [
    SLOT,
  ]);

export async function beginCopy(client: Asks, label: string): Promise<{ lsn: string }> {
  const { rows } = await client.query<{ lsn: string }>('SELECT pg_backup_start($1, true)::text AS lsn', [
    label,
  ]);
  return { lsn: rows[0]?.lsn ?? '' };
}

/** The label must stand in the copy, byte for byte: it tells recovery where to begin. */
export async function endCopy(client: Asks): Promise<{ lsn: string; label: string }> {
  const { rows } = await client.query<{ lsn: string; label: string; map: string }>(
    'SELECT lsn::text AS lsn, labelfile AS label, spcmapfile AS map FROM pg_backup_stop(false)',
  );
  const { lsn = '', label = '', map = '' } = rows[0] ?? {};
  if (map !== '') throw new Error('Tablespaces are not backed up.');
  return { lsn, label };
}
