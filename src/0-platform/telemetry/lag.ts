/**
 * How far behind whoever follows the log is, looked at every few seconds. While the slowest is late, bulk work (imports, exports, training)
 * waits: it would only make everybody later.
 */
import type { SubscriberStatus } from '../log/index.ts';

export type Lag = { isLate(): boolean; close(): void };

const LOOK_MS = 5000;
const LATE_SECONDS = 30;

/** `followers`: all of them. Where it cannot be asked, what was known stays. */
export function watchLag(followers: () => Promise<readonly SubscriberStatus[]>, lookMs = LOOK_MS): Lag {
  let late = false;
  const look = async (): Promise<void> => {
    const all = await followers();
    late = all.some(({ lagSeconds }) => lagSeconds > LATE_SECONDS);
  };
  const timer = setInterval(() => void look().catch(() => {}), lookMs).unref();
  return { isLate: () => late, close: () => clearInterval(timer) };
}
