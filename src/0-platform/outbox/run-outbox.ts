/**
 * Sends what is in the outbox until told to stop. Each kind has a loop and slots of its own; a claim is committed before anything leaves,
 * and the answer after. A claim whose worker died is given up when its time is over.
 */
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Clock } from '../clock/index.ts';
import { type Database, listen } from '../postgres/index.ts';
import type { Vault } from '../vault/index.ts';
import { deliver, type Failpoint } from './deliver.ts';
import type { OutboxHandler } from './index.ts';
import { CHANNEL, type Claimed, claimMessages, settleLost } from './store.ts';

export type OutboxRun = {
  database: Database;
  vault: Vault;
  clock: Clock;
  logger: Logger;
  signal: AbortSignal;
  /** False while egress is switched off. */
  isReleased(): Promise<boolean>;
  /** False before the public address was reached once. */
  isReached(): Promise<boolean>;
  /** Between 0 and 1; jitter. */
  random?: () => number;
  pollMs?: number;
  /** For tests: called before and after each step; what it throws ends the worker as a crash would. */
  failpoint?: Failpoint;
};

/** What waits falls due without notice. */
const POLL_MS = 5000;
const HEALTHY_SLOTS = 32;
const SICK_SLOTS = 32;
const TIMEOUT_MS = 30_000;
/** Between the end of a send and its record. */
const SLACK_MS = 30_000;

export async function runOutbox(handlers: readonly OutboxHandler[], run: OutboxRun): Promise<void> {
  const wakers = new Set<() => void>();
  const listener = listen(run.database.pool, CHANNEL, () => {
    for (const wake of wakers) wake();
  });
  try {
    await Promise.all(handlers.map((handler) => sendKind(handler, run, wakers)));
  } finally {
    await listener.close();
  }
}

async function sendKind(handler: OutboxHandler, run: OutboxRun, wakers: Set<() => void>): Promise<void> {
  const underWay = new Map<number, { message: Claimed; done: Promise<void> }>();
  const bell = createBell();
  wakers.add(bell.ring);
  run.signal.addEventListener('abort', bell.ring);
  let crash: { error: unknown } | null = null;
  try {
    while (!run.signal.aborted && !crash) {
      const claimed = await claim(handler, run, underWay).catch((error) => {
        if (run.failpoint) throw error;
        run.logger.warn({ error, kind: handler.kind }, 'the outbox could not be read');
        return [];
      });
      for (const message of claimed) {
        const done = deliver(message, handler, run)
          .catch((error) => {
            if (run.failpoint) crash = { error };
            else run.logger.warn({ error, kind: handler.kind }, 'an outcome could not be recorded');
          })
          .finally(() => {
            underWay.delete(message.message_id);
            bell.ring();
          });
        underWay.set(message.message_id, { message, done });
      }
      await bell.rung(run.pollMs ?? POLL_MS);
    }
  } finally {
    wakers.delete(bell.ring);
    run.signal.removeEventListener('abort', bell.ring);
    await Promise.all([...underWay.values()].map(({ done }) => done));
  }
  if (crash) throw (crash as { error: unknown }).error;
}

async function claim(
  handler: OutboxHandler,
  run: OutboxRun,
  underWay: ReadonlyMap<number, { message: Claimed }>,
): Promise<Claimed[]> {
  const { kind, atLeastOnce } = handler;
  const { db } = run.database;
  const now = run.clock.now();
  await settleLost(db, kind, { atLeastOnce, now, mine: [...underWay.keys()] });
  if (!(await run.isReleased()) || (handler.needsPublicUrl && !(await run.isReached()))) return [];
  const busy = [...underWay.values()].map(({ message }) => message);
  const sick = busy.filter((message) => message.sick).length;
  await run.failpoint?.('before claim');
  const claimed = await claimMessages(db, {
    kind,
    now,
    until: new Date(now.getTime() + (handler.timeoutMs ?? TIMEOUT_MS) + SLACK_MS),
    claim: randomUUID(),
    lanes: handler.lanes ?? 1,
    busy: busy.map((message) => message.destination),
    healthy: Math.max(0, HEALTHY_SLOTS - (busy.length - sick)),
    sick: Math.max(0, SICK_SLOTS - sick),
  });
  await run.failpoint?.('after claim');
  return claimed;
}

/** Rings are not lost: one that comes while nobody waits ends the next wait at once. */
function createBell(): { ring: () => void; rung(ms: number): Promise<void> } {
  let rang = false;
  let wake: (() => void) | null = null;
  return {
    ring: () => {
      rang = true;
      wake?.();
    },
    rung: (ms) =>
      new Promise((done) => {
        const finish = (): void => {
          clearTimeout(timer);
          wake = null;
          rang = false;
          done();
        };
        const timer = setTimeout(finish, ms);
        wake = finish;
        if (rang) finish();
      }),
  };
}
