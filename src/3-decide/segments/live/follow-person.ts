/** One person through a stretch of the log: her state, and each instant at which it was decided anew. Pure but for reading her log. */
import type { Program } from '#decide/definitions';

type PastEvent = Parameters<Program['advance']>[1][number];
type Outcome = ReturnType<Program['advance']>;

export type Kept = { bytes: Uint8Array; nextDue: number | null };

/** `cause`: null where no event did it. */
export type Step = { at: number; cause: PastEvent | null; answers: readonly boolean[] };

export type Following = {
  program: Program;
  kept: Kept;
  /** Her state cannot be gone on with: she has other profiles than before, or a definition is new. */
  anew: boolean;
  /** The engine's time when the stretch begins (milliseconds); it never goes back. */
  now: number;
  events: readonly PastEvent[];
  /** Time alone passes up to here after the last event; null: no further than that. */
  until: number | null;
  /** Everything of hers up to an event of the stretch, that one included; null: up to where the stretch begins. */
  history(upTo: PastEvent | null): Promise<readonly PastEvent[]>;
};

/** Events in the order of the log, each at the time of its arrival; what runs out in between runs out at its own instant. */
export async function followPerson(following: Following): Promise<{ kept: Kept; steps: Step[] }> {
  const { program, events, history, until } = following;
  const steps: Step[] = [];
  let { kept, now, anew } = following;
  let heard: PastEvent | null = null;
  const settle = async (outcome: Outcome | null, cause: PastEvent | null): Promise<void> => {
    const settled = outcome && !outcome.needsLog ? outcome : program.fromHistory(await history(heard), now);
    kept = { bytes: settled.state, nextDue: settled.nextDue };
    steps.push({ at: now, cause, answers: settled.answers });
  };
  const passTo = async (instant: number): Promise<void> => {
    for (let due = kept.nextDue; due !== null && due <= instant; due = kept.nextDue) {
      now = Math.max(now, due);
      await settle(program.advance(kept.bytes, [], now), null);
    }
    now = Math.max(now, instant);
  };
  if (anew) {
    if (until !== null && events.length === 0) now = Math.max(now, Math.min(kept.nextDue ?? until, until));
    await settle(null, null);
    anew = false;
  }
  for (const event of events) {
    await passTo(event.receivedAt);
    heard = event;
    await settle(program.advance(kept.bytes, [event], now), event);
  }
  if (until !== null) await passTo(until);
  return { kept, steps };
}
