/** What the entry files of child processes share: they read their settings from the supervisor's environment, and end when it does. */
import { readSettings, type Settings } from '#platform/settings';
import { settleDown } from './settle-down.ts';

export const ownSettings = (): Settings => readSettings(process.env);

const STOP_PATIENCE_MS = 20_000;

/** Says that we are up, and resolves when we are to stop: by signal, or because the supervisor is gone. */
export async function upUntilStopped(): Promise<void> {
  const stopped = new Promise<void>((stop) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop());
    process.once('disconnect', () => stop());
    // It may have gone while we were starting.
    if (process.send && !process.connected) stop();
  });
  if (process.connected) process.send?.({ ready: true });
  settleDown();
  await stopped;
  // Nobody may be left who would insist.
  setTimeout(() => process.exit(1), STOP_PATIENCE_MS).unref();
}
