/**
 * Repeats what modules have to do whenever it comes up: again and again for a while after the log grew, since what follows the log makes most
 * of the work, and every few seconds besides. One that fails is tried again after a pause, and holds up no other.
 */
import type { Logger } from 'pino';
import type { Backlog, Wakeup } from '#platform/log';
import type { Chore } from '#platform/module';

const LOOK_MS = 5000;
const PAUSE_MS = 300;
/** So often it is asked in vain before it is left alone until the log grows. */
const IN_VAIN = 10;
const AFTER_FAILURE_MS = 5000;
const PATIENCE_MS = 30_000;

export type Choring = { logger: Logger; wakeup: Wakeup; backlog: Backlog; signal: AbortSignal };

export async function runChores(chores: readonly Chore[], choring: Choring): Promise<void> {
  await Promise.all(chores.map((chore) => repeat(chore, choring)));
}

async function repeat(
  { name, once, lookMs = LOOK_MS, waitsForCalm = false }: Chore,
  { logger, wakeup, backlog, signal }: Choring,
): Promise<void> {
  const longest = (): number => (typeof lookMs === 'number' ? lookMs : lookMs());
  let [seen, vain] = [-1, 0];
  while (!signal.aborted) {
    if (wakeup.count() !== seen) [seen, vain] = [wakeup.count(), 0];
    if (waitsForCalm) await backlog.calm(['first', 'follows'], PATIENCE_MS, signal);
    if (signal.aborted) break;
    try {
      const isDone = (await once()) === 0;
      if (!isDone) vain = 0;
      else if (vain++ < IN_VAIN) await wakeup.pause(Math.min(PAUSE_MS, longest()), signal);
      else await wakeup.after(seen, longest(), signal);
    } catch (error) {
      logger.warn({ chore: name, err: error }, 'a chore failed');
      await wakeup.pause(AFTER_FAILURE_MS, signal);
    }
  }
}
