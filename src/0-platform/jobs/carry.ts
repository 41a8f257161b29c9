/**
 * Jobs that wait, from one database to another. Only what `add_job` takes is carried, never graphile-worker's own tables: the other side may
 * have another version of them. What was running is carried as waiting; what had failed for good stays behind.
 */
import type { PoolClient } from 'pg';

export const CARRIED_COLUMNS = [
  'identifier',
  'payload',
  'queue_name',
  'run_at',
  'max_attempts',
  'job_key',
  'priority',
  'flags',
] as const;

/** COPY text of the jobs that wait, one a line, in the columns above. */
export const COPY_WAITING = `COPY (
  SELECT t.identifier, j.payload, q.queue_name, j.run_at, j.max_attempts, j.key, j.priority,
         (SELECT array_agg(flag ORDER BY flag) FROM jsonb_object_keys(j.flags) AS flag)
    FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
    LEFT JOIN graphile_worker._private_job_queues q ON q.id = j.job_queue_id
   WHERE j.attempts < j.max_attempts ORDER BY j.id) TO STDOUT`;

/** Jobs were added to this database at some time. */
export async function hasJobs(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>(
    "SELECT to_regclass('graphile_worker._private_jobs') IS NOT NULL AS there",
  );
  return rows[0]?.there ?? false;
}

export const BEGIN_CARRYING = `CREATE TEMP TABLE carried_job (n bigint GENERATED ALWAYS AS IDENTITY, identifier text, payload json,
  queue_name text, run_at timestamptz, max_attempts int, job_key text, priority int, flags text[]) ON COMMIT DROP`;
export const COPY_CARRIED = `COPY carried_job (${CARRIED_COLUMNS.join(', ')}) FROM STDIN`;

/** Adds what was copied into `carried_job`, in its order. */
export const addCarried = (client: PoolClient): Promise<unknown> =>
  client.query(`SELECT graphile_worker.add_job(identifier, payload, queue_name, run_at, max_attempts, job_key, priority, flags)
    FROM (SELECT * FROM carried_job ORDER BY n) one`);
