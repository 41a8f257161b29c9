/** One at a time makes or prunes backups, in whichever process: a lock that goes with its connection. */
import type { Pool, PoolClient } from 'pg';
import { Problem } from '../errors/index.ts';
import { LOCK } from './store.ts';

/** Throws `backup_running`. */
export async function inTurn<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let sound = false;
  try {
    const { rows } = await client.query<{ held: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS held', [
      LOCK.family,
      LOCK.backup,
    ]);
    if (!rows[0]?.held) throw new Problem('backup_running');
    try {
      const done = await work(client);
      sound = true;
      return done;
    } finally {
      await client.query('SELECT pg_advisory_unlock($1, $2)', [LOCK.family, LOCK.backup]).catch(() => {
        sound = false;
      });
    }
  } finally {
    // A copy that was begun and not ended ends with its connection.
    client.release(!sound);
  }
}
