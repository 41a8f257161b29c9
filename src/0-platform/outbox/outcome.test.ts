import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterFailure, LONGEST_WAIT_MS, openUntil, pauseAfter } from './outcome.ts';
import { Undelivered } from './undelivered.ts';

const HOUR = 3_600_000;
const now = new Date('2026-11-23T08:00:00Z');
const attempt = (more: object = {}) => ({
  atLeastOnce: false,
  attempts: 1,
  firstTriedAt: now,
  now,
  chance: 0.5,
  ...more,
});
const away = new Undelivered('ECONNREFUSED', { again: true });

describe('after a failure', () => {
  it('that surely is one, and may pass, it waits', () => {
    expect(afterFailure(away, attempt())).toEqual({
      state: 'queued',
      dueAt: new Date(now.getTime() + 10_000),
      failure: 'ECONNREFUSED',
    });
  });

  it('that will not pass, it has failed', () => {
    expect(afterFailure(new Undelivered('HTTP 410', { again: false }), attempt())).toEqual({
      state: 'failed',
      failure: 'HTTP 410',
    });
  });

  it('of which nobody knows, it is in doubt, or tried again where it may be repeated', () => {
    const doubt = new Error('socket hang up');
    expect(afterFailure(doubt, attempt()).state).toBe('unknown');
    expect(afterFailure(doubt, attempt({ atLeastOnce: true })).state).toBe('queued');
  });

  it('that keeps on for 72 hours, it has failed; a clock that jumps does not make it so', () => {
    const since = (hours: number, attempts: number) =>
      afterFailure(away, attempt({ attempts, firstTriedAt: new Date(now.getTime() - hours * HOUR) })).state;
    expect([since(71, 80), since(73, 80), since(2000, 2)]).toEqual(['queued', 'failed', 'queued']);
  });

  it('it waits as long as it was asked to, within reason', () => {
    const asked = (retryAfterMs: number) => {
      const outcome = afterFailure(new Undelivered('HTTP 429', { again: true, retryAfterMs }), attempt());
      return outcome.state === 'queued' && outcome.dueAt.getTime() - now.getTime();
    };
    expect([asked(60_000), asked(1000), asked(24 * HOUR)]).toEqual([60_000, 10_000, LONGEST_WAIT_MS]);
  });

  it('keeps no words of others', () => {
    const said = Object.assign(new Error('550 no mailbox ann@example.com'), { code: 'EENVELOPE' });
    expect(afterFailure(said, attempt()).failure).toBe('EENVELOPE');
  });
});

describe('pauses', () => {
  it('grow, are spread by a quarter, and never exceed the longest', () => {
    const runs = process.env.REGULARS_NIGHT ? 20_000 : 500;
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, chance) => {
          const pause = pauseAfter(n, chance);
          const middle = Math.min(HOUR, 10_000 * 2 ** (n - 1));
          return pause >= middle * 0.75 && pause <= middle * 1.25 && pause <= LONGEST_WAIT_MS;
        },
      ),
      { numRuns: runs },
    );
  });

  it('take attempts enough within 72 hours', () => {
    let hours = 0;
    let attempts = 1;
    for (; hours < 72; attempts++) hours += pauseAfter(attempts, 0.5) / HOUR;
    expect(attempts).toBeGreaterThan(70);
    expect(attempts).toBeLessThan(90);
  });
});

describe('a destination', () => {
  it('is left alone from its fifth failure in a row, longer each time', () => {
    const pauses = [1, 4, 5, 6, 7, 50].map((n) => {
      const until = openUntil(n, away, now, 0.5);
      return until && (until.getTime() - now.getTime()) / 1000;
    });
    expect(pauses).toEqual([null, null, 20, 40, 80, 3600]);
  });

  it('is left alone as long as it asked, also at the first', () => {
    const busy = new Undelivered('HTTP 429', { again: true, retryAfterMs: 7000 });
    expect(openUntil(1, busy, now, 0.5)?.toISOString()).toBe('2026-11-23T08:00:07.000Z');
  });
});
