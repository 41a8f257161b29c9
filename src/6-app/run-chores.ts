/** Repeats what modules have to do whenever it comes up. One that fails is tried again after a pause, and holds up no other. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Chore } from '#platform/module';

const PAUSE_MS = 300;
const AFTER_FAILURE_MS = 5000;

export async function runChores(
  chores: readonly Chore[],
  { logger, signal }: { logger: Logger; signal: AbortSignal },
): Promise<void> {
  await Promise.all(chores.map((chore) => repeat(chore, logger, signal)));
}

async function repeat(
  { name, once, pauseMs = PAUSE_MS }: Chore,
  logger: Logger,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const pause = await once().then(
      (done) => (done > 0 ? 0 : pauseMs),
      (error: unknown) => {
        logger.warn({ chore: name, err: error }, 'a chore failed');
        return AFTER_FAILURE_MS;
      },
    );
    if (pause > 0) await sleep(pause, undefined, { signal }).catch(() => {});
  }
}
