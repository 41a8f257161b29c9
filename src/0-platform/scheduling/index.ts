/**
 * Who gives way to whom on the processors: what follows the log must not slow down what fills it.
 *
 * Niceness alone does nothing between sessions where Linux groups processes by session (autogroup, on by default; sched(7)): there it is
 * the group's own niceness that counts. Each of our processes, and each of Postgres's, leads a session of its own.
 */
import { writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';

/** Takes what others leave; the least there is. */
export const LAST = 19;

/** Of this process unless another is named. Where it may not be done, or not in both ways, nothing is lost but the courtesy. */
export function giveWay(niceness = LAST, pid: number = process.pid): void {
  try {
    setPriority(pid, niceness);
    writeFileSync(`/proc/${pid}/autogroup`, String(niceness));
  } catch {}
}
