/**
 * How late a timer is. The wall clock alone cannot tell: if it jumps three days ahead, every timer in those days looks late although nobody
 * had a chance to run it; if it jumps back, one that waited looks punctual. So the time since the machine started (which no one sets, and
 * which counts while it sleeps) is a second witness, and a timer is as late as the less severe of both says.
 *
 * The second witness is believed until the new wall clock has stood for a while: after that, the jump was a correction.
 */
import { uptime } from 'node:os';
import type { Clock } from '../clock/index.ts';

const JUMP_MS = 60_000;
const CORRECTED_AFTER_MS = 15 * 60_000;

/** Milliseconds that `due` lies in the past; negative where it is yet to come. */
export type Lateness = (due: Date) => number;

/** `running`: milliseconds since some fixed instant, also while asleep. */
export function createLateness(clock: Clock, running: () => number = () => uptime() * 1000): Lateness {
  let offset = clock.now().getTime() - running();
  let jumpSeenAt: number | null = null;

  return (due) => {
    const wall = clock.now().getTime();
    const ran = running();
    if (Math.abs(wall - ran - offset) < JUMP_MS) {
      jumpSeenAt = null;
    } else {
      jumpSeenAt ??= ran;
      if (ran - jumpSeenAt > CORRECTED_AFTER_MS) {
        offset = wall - ran;
        jumpSeenAt = null;
      }
    }
    return Math.min(wall, ran + offset) - due.getTime();
  };
}
