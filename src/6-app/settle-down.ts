/** What a process does a moment after it started, when nobody waits for it any more. */
import { flushCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const AFTER_MS = 3000;

/**
 * Keeps what was compiled, also for whoever follows a process that is killed; and sweeps: starting leaves a third of the heap behind as
 * rubbish, which an idle process would carry for hours.
 */
export function settleDown(): void {
  setTimeout(() => {
    flushCompileCache();
    setFlagsFromString('--expose-gc');
    (runInNewContext('gc') as () => void)();
  }, AFTER_MS).unref();
}
