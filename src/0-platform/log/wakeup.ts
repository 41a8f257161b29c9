/**
 * Tells readers that the log grew: one listening connection a process, and a counter, so that a notice that comes between
 * reading and waiting is not lost. Should the connection break, readers fall back to their own slow poll meanwhile.
 */
import type { Pool } from 'pg';
import { listen } from '../postgres/index.ts';

export type Wakeup = {
  /** Number of notices so far: take it before reading. */
  count(): number;
  /** Resolves when there were notices after `count`, or after `ms`, or at the signal. */
  after(count: number, ms: number, signal: AbortSignal): Promise<void>;
  /** Resolves after `ms` or at the signal, notices or not. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
  /** Counts as a notice, in this process: something else than the log's growth gave its readers something to do. */
  nudge(): void;
  close(): Promise<void>;
};

export function listenToLog(pool: Pool): Wakeup {
  let notices = 0;
  const waiting = new Set<() => void>();
  const nudge = (): void => {
    notices++;
    for (const wake of [...waiting]) wake();
  };
  const listener = listen(pool, 'regulars_log', nudge);

  const wait = (ms: number, signal: AbortSignal, wakes: boolean): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      if (wakes) waiting.add(done);
      if (signal.aborted) done();
      else signal.addEventListener('abort', done);
    });

  return {
    count: () => notices,
    nudge,
    after: async (count, ms, signal) => {
      if (notices === count) await wait(ms, signal, true);
    },
    pause: (ms, signal) => wait(ms, signal, false),
    close: () => listener.close(),
  };
}
