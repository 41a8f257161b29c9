/**
 * Everything that is asked of everybody at the same time: definitions taken apart into questions, each distinct question once. A pure function
 * of what happened: (state, events, now) → state, answers, and the instant at which the passing of time alone changes an answer.
 */
import type { PastEvent } from '../history.ts';
import { type Question, questionKey, type Tree } from '../question.ts';
import type { Item } from './item.ts';
import { emptyState, isHeavy, MOST, pack, type State, type Strip, unpack } from './packing.ts';
import { beginOf, type Plan, planOf, unitOf } from './plan.ts';

/** The same tree with the number of each question in its place. */
type Numbered = { all: Numbered[] } | { any: Numbered[] } | { not: Numbered } | { number: number };

export type Outcome = {
  state: Uint8Array;
  /** One for each definition. */
  answers: boolean[];
  /** When to look again although nothing happened; null: never. */
  nextDue: number | null;
  /** Nothing was decided: her whole history is needed (`fromHistory`). */
  needsLog: boolean;
};

export type Program = {
  /** Events in the order of the log, all received by `now`, which never goes back. */
  advance(state: Uint8Array, events: readonly PastEvent[], now: number): Outcome;
  /** The same from everything that was received by `now`, in any order. */
  fromHistory(events: readonly PastEvent[], now: number): Outcome;
};

/** `zone`: the shop's, in which its calendar days are. */
export function compileProgram(trees: readonly Tree[], zone: string): Program {
  const plans: Plan[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (question: Question): number => {
    const key = questionKey(question);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    plans.push(planOf(question, zone));
    numbers.set(key, plans.length - 1);
    return plans.length - 1;
  };
  const roots = trees.map((tree) => numbered(tree, numberOf));
  const fieldsOf = (question: number) => plans[question]?.measure.fields ?? null;
  return {
    advance(bytes, events, now) {
      const state = unpack(bytes, fieldsOf);
      const isDue = state.readAnewAt !== null && state.readAnewAt <= now;
      const needsLog = isDue || take(plans, state, events, now) || isOverdue(state, now);
      if (needsLog) return { state: bytes, answers: [], nextDue: null, needsLog };
      return settled(plans, roots, state, now, (kept) => pack(kept, fieldsOf));
    },
    fromHistory(events, now) {
      const state = emptyState();
      take(plans, state, events, now);
      return settled(plans, roots, state, now, (kept) => pack(kept, fieldsOf));
    },
  };
}

function numbered(tree: Tree, numberOf: (question: Question) => number): Numbered {
  if ('question' in tree) return { number: numberOf(tree.question) };
  if ('not' in tree) return { not: numbered(tree.not, numberOf) };
  if ('all' in tree) return { all: tree.all.map((part) => numbered(part, numberOf)) };
  return { any: tree.any.map((part) => numbered(part, numberOf)) };
}

/** True: something touched a question of which only the answer is kept. */
function take(plans: readonly Plan[], state: State, events: readonly PastEvent[], now: number): boolean {
  let touchesHeavy = false;
  for (const event of events) {
    for (const [number, plan] of plans.entries()) {
      if (!plan.hears(event)) continue;
      for (const fresh of plan.take(event)) {
        if (fresh.at > now) state.readAnewAt = Math.min(fresh.at, state.readAnewAt ?? fresh.at);
        else if (!remember(plan, state, number, fresh)) touchesHeavy = true;
      }
    }
  }
  return touchesHeavy;
}

function remember({ measure, window }: Plan, state: State, number: number, fresh: Item): boolean {
  if (window.kind === 'steady' && (fresh.at < window.from || fresh.at >= window.to)) return true;
  const strip = state.strips.get(number) ?? [];
  if (isHeavy(strip)) return false;
  const floored = window.kind === 'calendar' && measure.floors;
  measure.keep(strip, floored ? { ...fresh, at: unitOf(window, fresh.at) } : fresh);
  state.strips.set(number, strip);
  return true;
}

const isOverdue = ({ strips }: State, now: number): boolean =>
  [...strips.values()].some((strip) => isHeavy(strip) && strip.until !== null && strip.until <= now);

/** Lets go of what can never count again, and says what holds now and until when. */
function settled(
  plans: readonly Plan[],
  roots: readonly Numbered[],
  state: State,
  now: number,
  write: (state: State) => Uint8Array,
): Outcome {
  for (const [number, strip] of state.strips)
    if (!isHeavy(strip)) state.strips.set(number, reachable(plans[number] as Plan, strip, now));
  const holdsAt = (number: number, at: number): boolean =>
    holds(plans[number] as Plan, state.strips.get(number), at);
  const answers = answersAt(roots, (number) => holdsAt(number, now));
  const nextDue = dueAfter(plans, roots, state, now, answers, holdsAt);
  for (const [number, strip] of state.strips)
    if (!isHeavy(strip) && strip.length > MOST)
      state.strips.set(number, untilChange(plans[number] as Plan, strip, now));
  return { state: write(state), answers, nextDue, needsLog: false };
}

const answersAt = (roots: readonly Numbered[], ask: (number: number) => boolean): boolean[] =>
  roots.map((root) => evaluate(root, ask));

function evaluate(tree: Numbered, ask: (number: number) => boolean): boolean {
  if ('number' in tree) return ask(tree.number);
  if ('not' in tree) return !evaluate(tree.not, ask);
  return 'all' in tree
    ? tree.all.every((part) => evaluate(part, ask))
    : tree.any.some((part) => evaluate(part, ask));
}

function holds({ measure, window }: Plan, strip: Strip | undefined, at: number): boolean {
  if (strip === undefined) return measure.holds([]);
  if (isHeavy(strip)) return strip.holds;
  if (window.kind === 'steady') return measure.holds(strip);
  if (window.kind === 'rolling') return measure.holds(strip.filter((one) => one.at > at - window.ms));
  const present = unitOf(window, at);
  return measure.holds(
    strip.filter((one) => {
      const unit = measure.floors ? one.at : unitOf(window, one.at);
      return unit >= present - window.from && unit <= present - window.to;
    }),
  );
}

function reachable({ measure, window }: Plan, items: Item[], now: number): Item[] {
  if (window.kind === 'steady') return items;
  if (window.kind === 'rolling') return items.filter(({ at }) => at > now - window.ms);
  const first = unitOf(window, now) - window.from;
  return items.filter(({ at }) => (measure.floors ? at : unitOf(window, at)) >= first);
}

/** Instants after `now` at which an item comes into the window or leaves it. */
function changesOf({ measure, window }: Plan, items: readonly Item[], now: number): number[] {
  if (window.kind === 'steady') return [];
  if (window.kind === 'rolling') return items.map(({ at }) => at + window.ms).filter((at) => at > now);
  const units = new Set(items.map(({ at }) => (measure.floors ? at : unitOf(window, at))));
  return [...units]
    .flatMap((unit) => [unit + window.to, unit + window.from + 1])
    .map((unit) => beginOf(window, unit))
    .filter((at) => at > now);
}

/** So many instants are looked at to find the one that changes an answer; a later one is looked for when that time has come. */
const LOOKED_AT = 32;

function dueAfter(
  plans: readonly Plan[],
  roots: readonly Numbered[],
  { strips, readAnewAt }: State,
  now: number,
  answers: readonly boolean[],
  holdsAt: (number: number, at: number) => boolean,
): number | null {
  const changes = [...strips].flatMap(([number, strip]) =>
    isHeavy(strip) ? (strip.until ?? []) : changesOf(plans[number] as Plan, strip, now),
  );
  const fixed = [...strips.values()].flatMap((strip) => (isHeavy(strip) ? (strip.until ?? []) : []));
  const certain = Math.min(...fixed, readAnewAt ?? Number.POSITIVE_INFINITY);
  const instants = [...new Set(changes)].filter((at) => at < certain).sort((one, other) => one - other);
  for (const [index, at] of instants.entries()) {
    const then = answersAt(roots, (number) => holdsAt(number, at));
    if (index === LOOKED_AT || then.some((answer, root) => answer !== answers[root])) return at;
  }
  return certain === Number.POSITIVE_INFINITY ? null : certain;
}

function untilChange(plan: Plan, items: Item[], now: number): Strip {
  const present = holds(plan, items, now);
  const change = changesOf(plan, items, now)
    .sort((one, other) => one - other)
    .find((at) => holds(plan, items, at) !== present);
  return { holds: present, until: change ?? null };
}
