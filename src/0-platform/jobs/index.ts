/**
 * Jobs and timers: graphile-worker in the same Postgres. A job is added in the caller's transaction and runs at least once, after `runAt`,
 * one at a time under each key; what repeats (`every`) runs once for each instant at which it was due, or, after a time in which nobody ran,
 * once for the last of them.
 *
 * It guarantees: a timer later than its `lateness` is not run but recorded as skipped (too late); a clock that jumps runs no timer twice and
 * loses none; a worker that was killed leaves its jobs to the next within seconds; Postgres may go away and come back; payloads hold ids,
 * never personal values. It leaves to each handler: to be harmless when it runs again.
 */
export { addCarried, BEGIN_CARRYING, CARRIED_COLUMNS, COPY_CARRIED, COPY_WAITING, hasJobs } from './carry.ts';
export { createJobs } from './create-jobs.ts';
export { jobsHealth } from './health.ts';
export { installJobs, type JobRun, runJobs } from './run-jobs.ts';

import type { Db, Tx } from '../postgres/index.ts';

export type JobHandler = {
  /** `platform/lake: rebuild`: stable. */
  name: string;
  /** Seconds a timer may be late before it is skipped; unlimited where absent. */
  lateness?: number;
  /** Cron (five fields, UTC) for what repeats. */
  every?: string;
  run(payload: unknown, context: { db: Db; signal: AbortSignal; attempt: number }): Promise<void>;
};

export type Jobs = {
  /** `payload`: ids, instants and numbers. With a `key`, it takes the place of the waiting job of that key. */
  add(
    tx: Tx | Db,
    name: string,
    payload: unknown,
    options?: { runAt?: Date; key?: string; maxAttempts?: number },
  ): Promise<void>;
  cancel(tx: Tx | Db, key: string): Promise<void>;
};
