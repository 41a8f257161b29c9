/**
 * Everything that is asked of everybody at the same time: definitions taken apart into questions, each distinct question once. A pure function
 * of what happened: (state, events, now) → state, answers, and the instant at which the passing of time alone changes an answer.
 */
import type { PastEvent } from '../history.ts';
import { type Question, questionKey, type Tree } from '../question.ts';
import type { Item } from './item.ts';
import { emptyState, isHeavy, pack, type State, type Strip, unpack } from './packing.ts';
import { beginOf, type Plan, planOf, unitOf } from './plan.ts';

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

/** So many items of a question are kept; whoever has more is answered from her log. */
const MOST = 64;

/** The same tree with the number of each question in its place, and which there are. */
type Numbered = { all: Numbered[] } | { any: Numbered[] } | { not: Numbered } | { number: number };
type Root = { tree: Numbered; numbers: readonly number[] };

type Compiled = { plans: readonly Plan[]; roots: readonly Root[]; most: number };

/** `zone`: the shop's, in which its calendar days are. */
export function compileProgram(trees: readonly Tree[], zone: string, most = MOST): Program {
  const plans: Plan[] = [];
  const known = new Map<string, number>();
  const numberOf = (question: Question): number => {
    const key = questionKey(question);
    const number = known.get(key) ?? plans.push(planOf(question, zone)) - 1;
    known.set(key, number);
    return number;
  };
  const roots = trees.map((tree): Root => {
    const numbers = new Set<number>();
    const noting = (question: Question): number => {
      const number = numberOf(question);
      numbers.add(number);
      return number;
    };
    return { tree: numbered(tree, noting), numbers: [...numbers] };
  });
  const compiled: Compiled = { plans, roots, most };
  const fieldsOf = (question: number) => plans[question]?.measure.fields ?? null;
  const settle = (state: State, now: number): Outcome => {
    const { answers, nextDue } = decide(compiled, state, now);
    return { state: pack(state, fieldsOf), answers, nextDue, needsLog: false };
  };
  return {
    advance(bytes, events, now) {
      const state = unpack(bytes, fieldsOf);
      const isDue = state.readAnewAt !== null && state.readAnewAt <= now;
      if (isDue || take(plans, state, events, now) || isOverdue(state, now))
        return { state: bytes, answers: [], nextDue: null, needsLog: true };
      return settle(state, now);
    },
    fromHistory(events, now) {
      const state = emptyState();
      take(plans, state, events, now);
      return settle(state, now);
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
function decide(
  { plans, roots, most }: Compiled,
  state: State,
  now: number,
): { answers: boolean[]; nextDue: number | null } {
  for (const [number, strip] of state.strips)
    if (!isHeavy(strip)) state.strips.set(number, reachable(plans[number] as Plan, strip, now));
  const asking = (at: number) => (number: number) =>
    holds(plans[number] as Plan, state.strips.get(number), at);
  const answers = roots.map(({ tree }) => evaluate(tree, asking(now)));
  let nextDue = certainDue(state);
  for (const [index, root] of roots.entries())
    nextDue = changeOf(root, answers[index] === true, { plans, state, now, asking, before: nextDue });
  for (const [number, strip] of state.strips)
    if (!isHeavy(strip) && strip.length > most)
      state.strips.set(number, untilChange(plans[number] as Plan, strip, now));
  return { answers, nextDue: nextDue === Number.POSITIVE_INFINITY ? null : nextDue };
}

/** When her log is needed in any case. */
function certainDue({ strips, readAnewAt }: State): number {
  const heavy = [...strips.values()].flatMap((strip) => (isHeavy(strip) ? (strip.until ?? []) : []));
  return Math.min(readAnewAt ?? Number.POSITIVE_INFINITY, ...heavy);
}

/** So many instants are looked at to find the one that changes an answer; a later one is looked for when that time has come. */
const LOOKED_AT = 32;

type Looking = {
  plans: readonly Plan[];
  state: State;
  now: number;
  asking(at: number): (number: number) => boolean;
  before: number;
};

/** The first instant at which time alone changes this answer, if it comes before another that is known. */
function changeOf(
  { tree, numbers }: Root,
  answer: boolean,
  { plans, state, now, asking, before }: Looking,
): number {
  const changes = numbers.flatMap((number) => {
    const strip = state.strips.get(number);
    return strip === undefined || isHeavy(strip) ? [] : changesOf(plans[number] as Plan, strip, now);
  });
  const instants = [...new Set(changes)].filter((at) => at < before).sort((one, other) => one - other);
  const found = instants.find((at, index) => index === LOOKED_AT || evaluate(tree, asking(at)) !== answer);
  return found ?? before;
}

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

function untilChange(plan: Plan, items: Item[], now: number): Strip {
  const present = holds(plan, items, now);
  const change = changesOf(plan, items, now)
    .sort((one, other) => one - other)
    .find((at) => holds(plan, items, at) !== present);
  return { holds: present, until: change ?? null };
}
