/** The live engine over a history, as it would have gone: each arrival at its time, each timer at its own, her log read when it is asked for. */
import { type Change, type History, inOrder, type PastEvent, profilesAt } from '../history.ts';
import type { Outcome, Program } from '../live/program.ts';

type Arrival = PastEvent | Change;
const isChange = (arrival: Arrival): arrival is Change => 'change' in arrival;

/** What was kept to be true at each instant, by definition. Instants in any order. */
export function replayLive(program: Program, history: History, instants: readonly number[]): boolean[][] {
  const arrivals = inOrder<Arrival>([...history.events, ...history.changes]);
  const answers = new Map<number, boolean[]>();
  let read = 0;
  let kept = program.fromHistory([], Number.NEGATIVE_INFINITY);
  const settle = (outcome: Outcome, now: number): void => {
    kept = outcome.needsLog
      ? program.fromHistory(hers(history.subject, arrivals.slice(0, read)), now)
      : outcome;
  };
  const passTo = (now: number): void => {
    for (let due = kept.nextDue; due !== null && due <= now; due = kept.nextDue)
      settle(program.advance(kept.state, [], due), due);
  };
  const takeNext = (next: Arrival): void => {
    const now = next.receivedAt;
    passTo(now);
    read++;
    const known = arrivals.slice(0, read);
    if (isChange(next)) settle({ ...kept, needsLog: true }, now);
    else if (profiles(history.subject, known).has(next.customer))
      settle(program.advance(kept.state, [next], now), now);
  };
  for (const at of [...new Set(instants)].sort((one, other) => one - other)) {
    for (let next = arrivals[read]; next && next.receivedAt <= at; next = arrivals[read]) takeNext(next);
    passTo(at);
    const isGone = profiles(history.subject, arrivals.slice(0, read)).size === 0;
    answers.set(at, isGone ? kept.answers.map(() => false) : kept.answers);
  }
  return instants.map((at) => answers.get(at) as boolean[]);
}

const profiles = (subject: number, known: readonly Arrival[]): Set<number> =>
  profilesAt({ subject, events: [], changes: known.filter(isChange) }, Number.POSITIVE_INFINITY);

function hers(subject: number, known: readonly Arrival[]): PastEvent[] {
  const own = profiles(subject, known);
  return known.filter((one): one is PastEvent => !isChange(one) && own.has(one.customer));
}
