/** What becomes of a message after an attempt, and of its destination. Pure: chance comes in as a number between 0 and 1. */
import { Undelivered } from './undelivered.ts';

const MINUTE_MS = 60_000;
const FIRST_PAUSE_MS = 10_000;
export const LONGEST_PAUSE_MS = 60 * MINUTE_MS;
/** Longest with its jitter: nothing waits longer, so whatever seems to was written under a clock that ran ahead. */
export const LONGEST_WAIT_MS = LONGEST_PAUSE_MS * 1.25;
const GIVE_UP_AFTER_MS = 72 * 60 * MINUTE_MS;
/** A clock that jumps by days must not use up a message that was tried twice. */
const LEAST_ATTEMPTS = 8;
/** Failures in a row after which a destination is left alone for a while. */
export const BREAKER_FAILURES = 5;

export type Attempt = {
  atLeastOnce: boolean;
  /** This one included. */
  attempts: number;
  firstTriedAt: Date;
  now: Date;
  chance: number;
};

export type Outcome =
  | { state: 'queued'; dueAt: Date; failure: string }
  | { state: 'failed' | 'unknown'; failure: string };

export function afterFailure(error: unknown, attempt: Attempt): Outcome {
  const failure = wordsOf(error);
  const surely = error instanceof Undelivered;
  if (surely && !error.again) return { state: 'failed', failure };
  if (!surely && !attempt.atLeastOnce) return { state: 'unknown', failure };
  const tried = attempt.now.getTime() - attempt.firstTriedAt.getTime();
  if (tried > GIVE_UP_AFTER_MS && attempt.attempts >= LEAST_ATTEMPTS) return { state: 'failed', failure };
  const pause = Math.max(pauseAfter(attempt.attempts, attempt.chance), surely ? error.retryAfterMs : 0);
  return {
    state: 'queued',
    dueAt: new Date(attempt.now.getTime() + Math.min(pause, LONGEST_WAIT_MS)),
    failure,
  };
}

/** Doubling, at most an hour, a quarter more or less by chance so that not all come at once. */
export const pauseAfter = (failures: number, chance: number): number =>
  Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures - 1, 20)) * (0.75 + chance / 2);

/** Until when a destination is left alone after its n-th failure in a row; null while it is not. */
export function openUntil(failures: number, error: unknown, now: Date, chance: number): Date | null {
  const asked = error instanceof Undelivered ? Math.min(error.retryAfterMs, LONGEST_PAUSE_MS) : 0;
  const pause = failures < BREAKER_FAILURES ? 0 : pauseAfter(failures - BREAKER_FAILURES + 2, chance);
  return Math.max(asked, pause) > 0 ? new Date(now.getTime() + Math.max(asked, pause)) : null;
}

/** Whether it tells against the destination, and not only against this message. */
export const blamesDestination = (error: unknown): boolean => !(error instanceof Undelivered) || error.again;

const MOST_WORDS = 200;

/** Errors of drivers and servers may quote what was sent: only ours and codes are kept. */
function wordsOf(error: unknown): string {
  if (error instanceof Undelivered) return error.message.slice(0, MOST_WORDS);
  const { code, name } = error as { code?: unknown; name?: unknown };
  return String(code ?? name ?? 'error').slice(0, MOST_WORDS);
}
