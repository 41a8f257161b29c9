/**
 * What repeats. graphile-worker's own cron catches up minute by minute when the clock jumps ahead and stands still when it jumps back; here
 * each (job, due instant) is taken once, by its row, and only the last due instant of the past day counts.
 */
import { parseCronItem } from 'graphile-worker';
import type { Clock } from '../clock/index.ts';
import { type Db, sql, type Tx } from '../postgres/index.ts';
import type { JobHandler } from './index.ts';
import { taskName } from './task-name.ts';

const MINUTE_MS = 60_000;
/** A machine that was off at night does in the morning what was due. */
const LOOK_BACK_MINUTES = 24 * 60;
/** Occurrences remembered for each job: enough that a clock set back by a day repeats none. */
const REMEMBERED = 3000;

export type Repeating = { name: string; lastDue(now: Date): Date | null };

export const repeatingOf = (handlers: readonly JobHandler[]): Repeating[] =>
  handlers.flatMap(({ name, every }) =>
    every === undefined ? [] : [{ name, lastDue: (now: Date) => lastDue(every, now) }],
  );

/** The last instant of the past day, `now` included, that fits the pattern (five fields, UTC). Throws where it is no pattern. */
export function lastDue(pattern: string, now: Date): Date | null {
  const { match } = parseCronItem({ match: pattern, task: 'repeating' });
  const at = new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS);
  for (let back = 0; back < LOOK_BACK_MINUTES; back++) {
    const fits = match({
      min: at.getUTCMinutes(),
      hour: at.getUTCHours(),
      date: at.getUTCDate(),
      month: at.getUTCMonth() + 1,
      dow: at.getUTCDay(),
    });
    if (fits) return at;
    at.setTime(at.getTime() - MINUTE_MS);
  }
  return null;
}

/** Adds the job of each occurrence that nobody took. Asks the database only where the last due instant changed. */
export function createTick(db: Db, clock: Clock, repeating: readonly Repeating[]): () => Promise<void> {
  const taken = new Map<string, number>();
  return async () => {
    for (const job of repeating) {
      const due = job.lastDue(clock.now());
      if (!due || taken.get(job.name) === due.getTime()) continue;
      await db.transaction().execute((tx) => take(tx, job.name, due));
      taken.set(job.name, due.getTime());
    }
  };
}

async function take(tx: Tx, name: string, due: Date): Promise<void> {
  // Never seen: what was due before it existed is not caught up on.
  const { rows } = await sql<{ known: boolean }>`
    WITH known AS (SELECT EXISTS (SELECT 1 FROM jobs.occurrence WHERE name = ${name}) AS known)
    INSERT INTO jobs.occurrence (name, due_at) SELECT ${name}, ${due} FROM known
    ON CONFLICT DO NOTHING RETURNING (SELECT known FROM known)`.execute(tx);
  if (!rows[0]?.known) return;
  const task = taskName(name);
  // A queue of its own: it never runs beside itself.
  await sql`SELECT graphile_worker.add_job(${task}, run_at => ${due}::timestamptz, job_key => ${task}, queue_name => ${task})`.execute(
    tx,
  );
  await sql`DELETE FROM jobs.occurrence WHERE name = ${name} AND occurrence_id <=
    (SELECT occurrence_id FROM jobs.occurrence WHERE name = ${name} ORDER BY occurrence_id DESC OFFSET ${REMEMBERED} LIMIT 1)`.execute(
    tx,
  );
}
