/** The clock's side of the live engine: whoever is in or out only because of what happened lately is decided anew at the instant it runs out. */
import { DECIDE, decide, MOST_MOVED } from './decide.ts';
import type { LiveParts } from './live-parts.ts';
import * as store from './store.ts';

const AT_ONCE = 4000;
/** An event that arrived before an instant may be committed a little after it. */
const SETTLING_MS = 50;
const LONGEST_MS = 5000;
const SHORTEST_MS = 20;

export type Clockwork = {
  /** How many were due; 0: nothing is. */
  once(): Promise<number>;
  /** How long nothing will be due, as far as is known now. */
  lookMs(): number;
};

export function passingTime(parts: LiveParts): Clockwork {
  let next: number | null = null;
  return {
    async once() {
      const passed = await passOnce(parts);
      if (passed === null) next = null;
      else next = passed === 0 ? await store.firstDue(parts.db) : parts.clock.now().getTime();
      return passed ?? 0;
    },
    lookMs() {
      if (next === null) return LONGEST_MS;
      const wait = next + SETTLING_MS - parts.clock.now().getTime();
      return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, wait));
    },
  };
}

/** Null: there is nothing that anybody could be in. */
async function passOnce(parts: LiveParts): Promise<number | null> {
  return await parts.db.transaction().execute(async (tx) => {
    await store.doNotWait(tx);
    const { version, now } = await store.lockEngine(tx);
    const running = await parts.programOf(tx, version);
    if (running.slots.size === 0) return null;
    const cursor = await parts.log.reachedBy(tx, DECIDE);
    const isUpToDate = cursor >= (await parts.log.head(tx));
    // While events wait to be read, time passes no further than they have come.
    const until = isUpToDate ? parts.clock.now().getTime() - SETTLING_MS : now;
    const due = await store.dueStates(tx, until, AT_ONCE);
    // Of those who moved, what the last stretch of the log left over: no event may come after it for hours.
    const moved = await parts.customers.takeMoved(tx, MOST_MOVED);
    if (due.length + moved.length === 0) return 0;
    await decide(parts, tx, { running, now, upTo: cursor, moved, until }, [], due);
    await store.setNow(tx, until);
    return due.length + moved.length;
  });
}
