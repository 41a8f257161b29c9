import { sql } from '../postgres/index.ts';
import type { Jobs } from './index.ts';
import { refuseValues } from './payload.ts';
import { taskName } from './task-name.ts';

/** Adding and cancelling, in the caller's transaction; graphile-worker's own SQL functions do it. */
export const createJobs = (): Jobs => ({
  async add(tx, name, payload, { runAt, key, maxAttempts } = {}) {
    refuseValues(name, payload);
    await sql`SELECT graphile_worker.add_job(${taskName(name)}, payload => ${JSON.stringify(payload)}::json,
      run_at => ${runAt ?? null}::timestamptz, job_key => ${key ?? null}, max_attempts => ${maxAttempts ?? null}::int)`.execute(
      tx,
    );
  },
  async cancel(tx, key) {
    await sql`SELECT graphile_worker.remove_job(${key})`.execute(tx);
  },
});
