/**
 * Which workers live. graphile-worker takes a job away from a worker after four hours by the clock: too long after a crash, and wrong when
 * the clock jumps. Here a worker lives as long as its process holds an advisory lock, which Postgres gives back the moment the process is
 * gone; jobs of the dead are freed at the next look.
 */
import { randomInt } from 'node:crypto';
import type { PoolClient } from 'pg';
import { type Database, type Db, sql } from '../postgres/index.ts';

const LOCK_SPACE = 7310;

export type Presence = {
  /** Says that jobs under this name are held by a living process. */
  announce(workerId: string): Promise<void>;
  /** Resolves when the connection is gone, and the presence with it. */
  lost: Promise<void>;
  leave(): Promise<void>;
};

export async function becomePresent({ db, pool }: Database): Promise<Presence> {
  const client = await pool.connect();
  const session = randomInt(2 ** 31 - 1);
  const lost = new Promise<void>((gone) => {
    client.once('error', () => gone());
    client.once('end', () => gone());
  });
  await client.query('SELECT pg_advisory_lock($1, $2)', [LOCK_SPACE, session]);
  return {
    lost,
    announce: async (workerId) => {
      await sql`INSERT INTO jobs.worker (worker_id, session) VALUES (${workerId}, ${session})`.execute(db);
    },
    leave: () => leave(client, session),
  };
}

async function leave(client: PoolClient, session: number): Promise<void> {
  try {
    await client.query('SELECT pg_advisory_unlock($1, $2)', [LOCK_SPACE, session]);
    client.release();
  } catch {
    client.release(true);
  }
}

/**
 * Jobs and queues that are held by nobody who lives, as `worker held-since`. A worker that has just begun may not have announced itself:
 * only what was on the list at two looks in turn is free to take (`freeHeld`).
 */
export async function heldByTheDead(db: Db): Promise<Set<string>> {
  const { rows } = await sql<{ held: string }>`
    WITH living AS (
      SELECT w.worker_id FROM jobs.worker w JOIN pg_locks l
        ON l.locktype = 'advisory' AND l.classid = ${LOCK_SPACE} AND l.objid = w.session AND l.objsubid = 2
       AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())),
    held AS (
      SELECT locked_by, locked_at FROM graphile_worker._private_jobs WHERE locked_by IS NOT NULL
      UNION SELECT locked_by, locked_at FROM graphile_worker._private_job_queues WHERE locked_by IS NOT NULL)
    SELECT locked_by || ' ' || locked_at AS held FROM held WHERE locked_by NOT IN (SELECT worker_id FROM living)`.execute(
    db,
  );
  return new Set(rows.map(({ held }) => held));
}

export async function freeHeld(db: Db, held: readonly string[]): Promise<void> {
  if (held.length === 0) return;
  const workers = held.map((one) => one.split(' ')[0] as string);
  await sql`SELECT graphile_worker.force_unlock_workers(${workers}::text[])`.execute(db);
  await sql`DELETE FROM jobs.worker WHERE worker_id = ANY(${workers}::text[])`.execute(db);
}
