/**
 * Runs jobs and timers until told to stop. graphile-worker gives the queue and the retries; what is added: the lateness limit (`lateness.ts`),
 * what repeats (`cron.ts`), jobs of workers that died (`presence.ts`), and that the database going away ends nothing.
 */

import { EventEmitter } from 'node:events';
import {
  type Job,
  type Runner,
  runMigrations,
  run as runWorker,
  type TaskList,
  type WorkerEvents,
  Logger as WorkerLogger,
} from 'graphile-worker';
import type { Logger } from 'pino';
import type { Clock } from '../clock/index.ts';
import { type Database, sql } from '../postgres/index.ts';
import { createTick, repeatingOf } from './cron.ts';
import type { JobHandler } from './index.ts';
import { createLateness, type Lateness } from './lateness.ts';
import { becomePresent, freeHeld, heldByTheDead, type Presence } from './presence.ts';
import { taskName } from './task-name.ts';

export type JobRun = {
  database: Database;
  clock: Clock;
  logger: Logger;
  signal: AbortSignal;
  concurrency?: number;
  /** Milliseconds since the machine started; see `lateness.ts`. */
  running?: () => number;
  /** How often it looks for what is due again and for jobs of dead workers. */
  lookMs?: number;
};

const RETRY_MS = 2000;
/** Jobs added on this machine wake the worker by NOTIFY; the poll only finds those that fell due or came by another way. */
const POLL_MS = 2000;
const LOOK_MS = 15_000;
/** Longest that a timer of Node can wait: locks are ours to free, not graphile-worker's by the clock. */
const NEVER_MS = 2 ** 31 - 1;

/** graphile-worker's own schema, so that jobs can be added before the first worker has started. */
export const installJobs = ({ pool }: Pick<Database, 'pool'>): Promise<void> =>
  runMigrations({ pgPool: pool, logger: new WorkerLogger(() => () => {}) });

export async function runJobs(handlers: readonly JobHandler[], run: JobRun): Promise<void> {
  const lateness = createLateness(run.clock, run.running);
  while (!run.signal.aborted) {
    try {
      await runUntilLost(handlers, run, lateness);
    } catch (error) {
      run.logger.warn({ error }, 'the job worker stopped; starting it again');
    }
    if (!run.signal.aborted) await pause(RETRY_MS, run.signal);
  }
}

async function runUntilLost(handlers: readonly JobHandler[], run: JobRun, lateness: Lateness): Promise<void> {
  const presence = await becomePresent(run.database);
  const ending = new AbortController();
  const end = (): void => ending.abort();
  run.signal.addEventListener('abort', end, { once: true });
  void presence.lost.then(end);
  try {
    const runner = await startWorker(handlers, run, lateness, presence);
    // What was lost while it started has ended already.
    const stop = (): void => void runner.stop().catch(() => {});
    ending.signal.addEventListener('abort', stop, { once: true });
    if (ending.signal.aborted) stop();
    const beside = Promise.all([
      repeat(createTick(run.database.db, run.clock, repeatingOf(handlers)), run, ending.signal),
      repeat(createLook(run.database), run, ending.signal),
    ]);
    await runner.promise;
    end();
    await beside;
  } finally {
    run.signal.removeEventListener('abort', end);
    await presence.leave();
  }
}

async function startWorker(
  handlers: readonly JobHandler[],
  run: JobRun,
  lateness: Lateness,
  presence: Presence,
): Promise<Runner> {
  const events: WorkerEvents = new EventEmitter();
  events.on('worker:create', ({ worker }) => {
    presence
      .announce(worker.workerId)
      .catch((error) => run.logger.warn({ error }, 'a worker is unannounced'));
  });
  return await runWorker({
    pgPool: run.database.pool,
    noHandleSignals: true,
    events,
    preset: {
      worker: {
        concurrentJobs: run.concurrency ?? 2,
        pollInterval: POLL_MS,
        minResetLockedInterval: NEVER_MS,
        maxResetLockedInterval: NEVER_MS,
      },
    },
    taskList: taskList(handlers, run, lateness),
    parsedCronItems: [],
    logger: quiet(run.logger),
  });
}

function taskList(handlers: readonly JobHandler[], run: JobRun, lateness: Lateness): TaskList {
  return Object.fromEntries(
    handlers.map((handler) => [
      taskName(handler.name),
      async (payload: unknown, { job }: { job: Job }) => {
        const late = lateness(new Date(job.run_at)) / 1000;
        // A retry is late by nature: only the first attempt is measured.
        if (handler.lateness !== undefined && late > handler.lateness && job.attempts === 1)
          return await recordSkip(run, handler, job, late);
        try {
          await handler.run(payload, { db: run.database.db, signal: run.signal, attempt: job.attempts });
        } catch (error) {
          run.logger.warn({ error, job: handler.name, attempt: job.attempts }, 'a job failed');
          // What graphile-worker keeps of it must not quote values.
          throw new Error(`${(error as Error)?.name ?? 'Error'} in ${handler.name}`);
        }
      },
    ]),
  );
}

async function recordSkip(
  { database, clock, logger }: JobRun,
  handler: JobHandler,
  job: Job,
  late: number,
): Promise<void> {
  logger.warn({ job: handler.name, late_seconds: Math.round(late) }, 'a timer was too late and is skipped');
  await sql`INSERT INTO jobs.skipped (job_id, name, due_at, skipped_at, reason)
    VALUES (${job.id}, ${handler.name}, ${job.run_at}, ${clock.now()}, 'too_late') ON CONFLICT DO NOTHING`.execute(
    database.db,
  );
}

/** One look at who holds jobs; frees what the look before had seen held by the dead too. */
function createLook({ db }: Database): () => Promise<void> {
  let before = new Set<string>();
  return async () => {
    const now = await heldByTheDead(db);
    await freeHeld(
      db,
      [...now].filter((held) => before.has(held)),
    );
    before = now;
  };
}

async function repeat(
  act: () => Promise<void>,
  { logger, lookMs = LOOK_MS }: JobRun,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await act().catch((error) => logger.warn({ error }, 'jobs could not be looked after'));
    await pause(lookMs, signal);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) return done();
    const finish = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      done();
    };
    const timer = setTimeout(finish, ms);
    signal.addEventListener('abort', finish, { once: true });
  });
}

/** Errors and warnings by name; payloads stay out. */
function quiet(logger: Logger): WorkerLogger {
  return new WorkerLogger(() => (level, message) => {
    if (level === 'error' || level === 'warning')
      logger.warn({ worker: message.split('\n')[0]?.slice(0, 120) }, 'job worker');
  });
}
