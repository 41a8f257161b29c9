import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Clock, fixedClock, systemClock } from '../clock/index.ts';
import { testDatabase } from '../postgres/testing.ts';
import { createTick } from './cron.ts';
import { createJobs, installJobs, type JobHandler, jobsHealth, runJobs } from './index.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
const jobs = createJobs();
beforeAll(async () => {
  database = await testDatabase([{ module: 'platform/jobs', folder: `${import.meta.dirname}/migrations` }]);
  await installJobs(database);
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.pool.query(
    'TRUNCATE jobs.skipped, jobs.occurrence, jobs.worker; TRUNCATE graphile_worker._private_jobs CASCADE',
  );
});

type Options = { clock?: Clock; running?: () => number };

/** Runs these while `work` is done. */
async function whileRunning(
  handlers: JobHandler[],
  work: () => Promise<void>,
  options: Options = {},
): Promise<void> {
  const stopping = new AbortController();
  const running = runJobs(handlers, {
    database,
    clock: systemClock,
    logger: pino({ level: 'silent' }),
    signal: stopping.signal,
    lookMs: 50,
    ...options,
  });
  try {
    await work();
  } finally {
    stopping.abort();
    await running;
  }
}

const soon = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 120_000, interval: 20 });
const waiting = async (): Promise<number> =>
  (await database.pool.query('SELECT count(*) AS n FROM graphile_worker._private_jobs')).rows[0].n;

function noting(name: string, more: Partial<JobHandler> = {}): JobHandler & { payloads: unknown[] } {
  const payloads: unknown[] = [];
  return { name, payloads, run: async (payload) => void payloads.push(payload), ...more };
}

describe('a job', () => {
  it('runs after the commit of whoever added it, and not after a rollback', async () => {
    const handler = noting('test: note');
    await whileRunning([handler], async () => {
      const undone = database.db.transaction().execute(async (tx) => {
        await jobs.add(tx, 'test: note', { id: 1 });
        throw new Error('undone');
      });
      await expect(undone).rejects.toThrow('undone');
      await database.db.transaction().execute((tx) => jobs.add(tx, 'test: note', { id: 2 }));
      await soon(() => expect(handler.payloads).toEqual([{ id: 2 }]));
    });
    expect(await waiting()).toBe(0);
  });

  it('takes the place of the waiting one of its key, and can be cancelled', async () => {
    const later = new Date(Date.now() + 3_600_000);
    await jobs.add(database.db, 'test: note', { id: 1 }, { key: 'k', runAt: later });
    await jobs.add(database.db, 'test: note', { id: 2 }, { key: 'k', runAt: later });
    expect(await waiting()).toBe(1);
    await jobs.cancel(database.db, 'k');
    expect(await waiting()).toBe(0);
  });

  it('refuses personal values where it is made', async () => {
    await expect(jobs.add(database.db, 'test: note', { to: 'ann@example.com' })).rejects.toThrow('not an id');
  });

  it('that fails keeps no value of the error, and is tried again', async () => {
    const handler = noting('test: fail', {
      run: async () => {
        throw new Error('duplicate key: ann@example.com');
      },
    });
    await jobs.add(database.db, 'test: fail', {}, { maxAttempts: 1 });
    await whileRunning([handler], () =>
      soon(async () =>
        expect((await jobsHealth(database.db)()).figures).toMatchObject({ failed: 1, waiting: 0 }),
      ),
    );
    const { rows } = await database.pool.query('SELECT last_error FROM graphile_worker._private_jobs');
    expect(rows[0].last_error).toMatch(/^Error in test: fail/);
    expect(JSON.stringify(rows)).not.toContain('ann@');
  });
});

describe('a timer', () => {
  it('that is too late is recorded and not run; one without limit runs however late', async () => {
    const strict = noting('test: strict', { lateness: 60 });
    const patient = noting('test: patient');
    const due = new Date(Date.now() - 120_000);
    await jobs.add(database.db, strict.name, {}, { runAt: due });
    await jobs.add(database.db, patient.name, {}, { runAt: due });
    await whileRunning([strict, patient], () => soon(async () => expect(await waiting()).toBe(0)));
    expect([strict.payloads, patient.payloads]).toEqual([[], [{}]]);
    const { rows } = await database.pool.query('SELECT name, due_at, reason FROM jobs.skipped');
    expect(rows).toEqual([{ name: 'test: strict', due_at: due, reason: 'too_late' }]);
    expect((await jobsHealth(database.db)()).level).toBe('warning');
  });

  it('over which the clock jumped runs once', async () => {
    const handler = noting('test: strict', { lateness: 60 });
    const clock = fixedClock(new Date(Date.now() - 120_000));
    await jobs.add(database.db, handler.name, {}, { runAt: new Date(Date.now() - 100_000) });
    // The clock stood still at 120 s ago when the worker began; then it jumps, while the machine ran one second.
    let ran = 0;
    const jumping: Clock = { now: () => (ran++ === 0 ? clock.now() : new Date()) };
    await whileRunning([handler], () => soon(async () => expect(await waiting()).toBe(0)), {
      clock: jumping,
      running: () => 1000,
    });
    expect(handler.payloads).toEqual([{}]);
  });
});

describe('what repeats', () => {
  const HOUR = 3_600_000;
  const taken = async (): Promise<string[]> =>
    (await database.pool.query('SELECT due_at FROM jobs.occurrence ORDER BY due_at')).rows.map(({ due_at }) =>
      due_at.toISOString().slice(11, 16),
    );
  const added = async (): Promise<string[]> => {
    const { rows } = await database.pool.query(
      'DELETE FROM graphile_worker._private_jobs WHERE locked_by IS NULL RETURNING run_at',
    );
    return rows.map(({ run_at }) => run_at.toISOString().slice(11, 16));
  };
  const hourly = (clock: Clock) =>
    createTick(database.db, clock, [
      {
        name: 'test: hourly',
        lastDue: (now) => new Date(Math.floor(now.getTime() / HOUR) * HOUR),
      },
    ]);

  it('does not catch up on what was due before it existed, then runs at each due instant', async () => {
    const clock = fixedClock('2026-11-23T08:30:00Z');
    const tick = hourly(clock);
    await tick();
    expect(await added()).toEqual([]);
    for (let n = 0; n < 3; n++) {
      clock.advance(HOUR / 2);
      await tick();
    }
    expect(await taken()).toEqual(['08:00', '09:00', '10:00']);
  });

  it('runs once for a time in which nobody ran', async () => {
    const clock = fixedClock('2026-11-23T08:30:00Z');
    await hourly(clock)();
    clock.advance(5 * HOUR);
    await hourly(clock)();
    expect(await added()).toEqual(['13:00']);
  });

  it('is taken once by several workers', async () => {
    const clock = fixedClock('2026-11-23T08:30:00Z');
    await hourly(clock)();
    clock.advance(HOUR);
    await Promise.all(Array.from({ length: 8 }, () => hourly(clock)()));
    expect(await added()).toEqual(['09:00']);
  });

  it('neither repeats nor forgets when the clock goes ahead and comes back', async () => {
    const clock = fixedClock('2026-11-23T08:30:00Z');
    const tick = hourly(clock);
    const ran: string[] = [];
    const look = async () => {
      await tick();
      ran.push(...(await added()));
    };
    await look();
    for (const at of ['09:01', '14:10', '09:02', '10:03', '09:30', '11:00', '13:59', '14:59', '15:00']) {
      clock.set(`2026-11-23T${at}:00Z`);
      await look();
    }
    expect(ran).toEqual(['09:00', '14:00', '10:00', '11:00', '13:00', '15:00']);
  });

  it('runs by itself', async () => {
    const handler = noting('test: minute', { every: '* * * * *' });
    const clock = fixedClock(new Date(Date.now() - 120_000));
    await whileRunning(
      [handler],
      async () => {
        await soon(async () => expect(await taken()).toHaveLength(1));
        clock.advance(60_000);
        await soon(() => expect(handler.payloads).toHaveLength(1));
      },
      { clock },
    );
  });
});

describe('a worker', () => {
  it('that is killed leaves its job to the next one', async () => {
    await jobs.add(database.db, 'test: stuck', { id: 1 });
    const victim = spawn(process.execPath, [
      join(import.meta.dirname, 'testing/stuck-worker.ts'),
      JSON.stringify(database.connection),
    ]);
    await once(victim.stdout, 'data');
    const handler = noting('test: stuck');
    await whileRunning([handler], async () => {
      await soon(async () =>
        expect((await database.pool.query('SELECT 1 FROM jobs.worker')).rowCount).toBe(4),
      );
      // It lives: nobody takes its job, however often they look.
      await new Promise((next) => setTimeout(next, 500));
      expect(handler.payloads).toEqual([]);
      victim.kill('SIGKILL');
      await soon(() => expect(handler.payloads).toEqual([{ id: 1 }]));
    });
  });

  it('outlives the loss of all its connections', async () => {
    const handler = noting('test: note');
    await whileRunning([handler], async () => {
      await soon(async () =>
        expect((await database.pool.query('SELECT 1 FROM jobs.worker')).rowCount).toBe(2),
      );
      for (let n = 1; n <= 3; n++) {
        await database.pool
          .query(
            'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
          )
          .catch(() => {});
        await soon(() => jobs.add(database.db, 'test: note', { id: n }));
        await soon(() => expect(handler.payloads).toContainEqual({ id: n }));
      }
    });
  });
});
