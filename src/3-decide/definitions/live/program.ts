/**
 * Everything that is asked of everybody at the same time: definitions taken apart into questions, each distinct question once. A pure function
 * of what happened: (state, events, now) → state, answers, and the instant at which the passing of time alone changes an answer.
 *
 * An event costs what it touches: questions that hear it, and definitions that ask them; the rest of the state is carried over unread.
 */
import type { PastEvent } from '../history.ts';
import { type Question, questionKey, type Tree } from '../question.ts';
import { type Due, dueOf, evaluate, holds, type Numbered, reachable, untilChange } from './deciding.ts';
import type { Item } from './item.ts';
import { emptyState, isHeavy, pack, type State, stripIn, unpack } from './packing.ts';
import { type Plan, planOf, unitOf } from './plan.ts';

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
  /** Keys of all questions that ever had a number, in the order of their numbers: kept, and given to the next program. */
  questions: readonly string[];
  /** Numbers of questions that nobody asks any more: states may hold what they remembered until then. */
  unasked: readonly number[];
  /** Names of events in the log that anything may count; null: of any. */
  reads: readonly string[] | null;
  /** What a state says of each definition. */
  answersIn(state: Uint8Array): boolean[];
  /** The state of somebody, with what another program with the same numbers found out about definitions that are new to it. */
  join(state: Uint8Array, found: Uint8Array): { state: Uint8Array; nextDue: number | null };
  /** Events in the order of the log, all received by `now`, which never goes back. */
  advance(state: Uint8Array, events: readonly PastEvent[], now: number): Outcome;
  /** The same from everything that was received by `now`, in any order. */
  fromHistory(events: readonly PastEvent[], now: number): Outcome;
};

/** So many items of a question are kept; whoever has more is answered from her log. */
const MOST = 64;

/** A definition with the numbers of its questions, and whether somebody is in it of whom nothing is known. */
type Root = { tree: Numbered; numbers: readonly number[]; ofNobody: boolean };

type Compiled = {
  /** By number; none where nobody asks any more. */
  plans: readonly (Plan | undefined)[];
  /** Null: there is no such definition any more. */
  roots: readonly (Root | null)[];
  /** Definitions that ask a question, by its number. */
  askers: readonly (readonly number[])[];
  /** Questions that may hear an event, by its name; those that hear any name are in each, and stand alone under ''. */
  hearers(event: string): readonly number[];
  most: number;
};

export type Compiling = {
  /** Questions of the program before: their numbers stand in people's states. */
  questions?: readonly string[];
  most?: number;
};

/**
 * A definition keeps its place in the list for good; null where it is gone, and one that changed is a new one. States of before are read as they
 * are; what a new definition asks that nobody asked before is not in them: its people are decided from their history once. `zone`: the shop's.
 */
export function compileProgram(
  trees: readonly (Tree | null)[],
  zone: string,
  { questions = [], most = MOST }: Compiling = {},
): Program {
  const known = new Map(questions.map((key, number) => [key, number]));
  const compiled = compile(trees, zone, most, known);
  return {
    questions: [...known.keys()],
    unasked: [...known.values()].filter((number) => !compiled.plans[number]),
    reads: readsOf(compiled),
    answersIn: (bytes) => answersOf(compiled, unpack(bytes)),
    join(bytes, found) {
      const [state, other] = [unpack(bytes), unpack(found)];
      for (const [number, strip] of other.strips)
        if (!state.strips.has(number)) state.strips.set(number, strip);
      for (const [root, standing] of other.standings) state.standings.set(root, standing);
      if (other.readAnewAt !== null)
        state.readAnewAt = Math.min(other.readAnewAt, state.readAnewAt ?? other.readAnewAt);
      return { state: pack(state, fieldsIn(compiled)), nextDue: nextDueOf(state) };
    },
    advance(bytes, events, now) {
      const state = unpack(bytes);
      for (const definition of state.standings.keys())
        if (!compiled.roots[definition]) state.standings.delete(definition);
      const touched = take(compiled, state, events, now);
      const isDue = state.readAnewAt !== null && state.readAnewAt <= now;
      const roots = isDue || touched === 'heavy' ? null : affected(compiled, state, touched, now);
      if (!roots) return { state: bytes, answers: [], nextDue: null, needsLog: true };
      return settle(compiled, state, roots, now);
    },
    fromHistory(events, now) {
      const state = emptyState();
      take(compiled, state, events, now);
      const all = [...compiled.roots.keys()].filter((root) => compiled.roots[root]);
      return settle(compiled, state, all, now);
    },
  };
}

function compile(
  trees: readonly (Tree | null)[],
  zone: string,
  most: number,
  known: Map<string, number>,
): Compiled {
  const plans: Plan[] = [];
  const askers: number[][] = [];
  const numberOf = (question: Question): number => {
    const key = questionKey(question);
    const number = known.get(key) ?? known.size;
    known.set(key, number);
    plans[number] ??= planOf(question, zone);
    return number;
  };
  const roots = trees.map((tree, root): Root | null => {
    if (!tree) return null;
    const own = new Set<number>();
    const numberedTree = numbered(tree, (question) => {
      const number = numberOf(question);
      own.add(number);
      return number;
    });
    for (const number of own) {
      askers[number] ??= [];
      askers[number].push(root);
    }
    const ofNobody = evaluate(numberedTree, (number) => (plans[number] as Plan).measure.holds([]));
    return { tree: numberedTree, numbers: [...own], ofNobody };
  });
  return { plans, roots, askers, most, hearers: hearersOf(plans) };
}

function hearersOf(plans: readonly Plan[]): Compiled['hearers'] {
  const numbers = [...plans.keys()].filter((number) => plans[number]);
  const anyName = numbers.filter((number) => (plans[number] as Plan).names === null);
  const byName = new Map<string, number[]>();
  for (const name of new Set(numbers.flatMap((number) => plans[number]?.names ?? [])))
    byName.set(
      name,
      numbers.filter((number) => (plans[number] as Plan).names?.includes(name) ?? true),
    );
  return (event) => byName.get(event) ?? anyName;
}

function numbered(tree: Tree, numberOf: (question: Question) => number): Numbered {
  if ('question' in tree) return { number: numberOf(tree.question) };
  if ('not' in tree) return { not: numbered(tree.not, numberOf) };
  if ('all' in tree) return { all: tree.all.map((part) => numbered(part, numberOf)) };
  return { any: tree.any.map((part) => numbered(part, numberOf)) };
}

/** Questions that something new is remembered of; `heavy` where only the answer was kept of one. */
function take(
  { plans, hearers }: Compiled,
  state: State,
  events: readonly PastEvent[],
  now: number,
): Set<number> | 'heavy' {
  const touched = new Set<number>();
  for (const event of events) {
    for (const number of hearers(event.event)) {
      const plan = plans[number] as Plan;
      if (!plan.hears(event)) continue;
      for (const fresh of plan.take(event)) {
        if (fresh.at > now) state.readAnewAt = Math.min(fresh.at, state.readAnewAt ?? fresh.at);
        else if (!remember(plan, state, number, fresh)) return 'heavy';
        else touched.add(number);
      }
    }
  }
  return touched;
}

function remember({ measure, window }: Plan, state: State, number: number, fresh: Item): boolean {
  if (window.kind === 'steady' && (fresh.at < window.from || fresh.at >= window.to)) return true;
  const strip = stripIn(state, number, measure.fields);
  if (isHeavy(strip)) return false;
  const floored = window.kind === 'calendar' && measure.floors;
  measure.keep(strip, floored ? { ...fresh, at: unitOf(window, fresh.at) } : fresh);
  state.strips.set(number, strip);
  return true;
}

/** Definitions to be decided anew: those that ask what was touched, and those that are due. Null: an answer that was kept is over. */
function affected(
  { plans, roots, askers }: Compiled,
  state: State,
  touched: ReadonlySet<number>,
  now: number,
): Set<number> | null {
  const found = new Set<number>();
  for (const number of touched) for (const root of askers[number] ?? []) found.add(root);
  for (const [root, { due }] of state.standings)
    if (due !== null && due <= now && roots[root]) found.add(root);
  for (const root of found)
    for (const number of (roots[root] as Root).numbers) {
      const strip = stripIn(state, number, (plans[number] as Plan).measure.fields);
      if (isHeavy(strip) && strip.until !== null && strip.until <= now) return null;
    }
  return found;
}

/** Decides these definitions anew, lets go of what can never count again, and writes it all down. */
function settle(compiled: Compiled, state: State, roots: Iterable<number>, now: number): Outcome {
  const { plans, most } = compiled;
  const stripOf = (number: number) => stripIn(state, number, (plans[number] as Plan).measure.fields);
  const read = new Set<number>();
  for (const index of roots) {
    const root = compiled.roots[index] as Root;
    for (const number of root.numbers) {
      const strip = stripOf(number);
      if (!isHeavy(strip) && !read.has(number))
        state.strips.set(number, reachable(plans[number] as Plan, strip, now));
      read.add(number);
    }
    const asking = (at: number) => (number: number) => holds(plans[number] as Plan, stripOf(number), at);
    const answer = evaluate(root.tree, asking(now));
    const due = dueOf(root, { plans, stripOf, now, asking, answer });
    if (answer === root.ofNobody && due === null) state.standings.delete(index);
    else state.standings.set(index, { answer, due });
  }
  for (const number of read) {
    const strip = stripOf(number);
    if (!isHeavy(strip) && strip.length > most)
      state.strips.set(number, untilChange(plans[number] as Plan, strip, now));
  }
  return {
    state: pack(state, fieldsIn(compiled)),
    answers: answersOf(compiled, state),
    nextDue: nextDueOf(state),
    needsLog: false,
  };
}

const fieldsIn =
  ({ plans }: Compiled) =>
  (number: number) =>
    plans[number]?.measure.fields ?? null;

const answersOf = ({ roots }: Compiled, { standings }: State): boolean[] =>
  roots.map((root, index) => (root ? (standings.get(index)?.answer ?? root.ofNobody) : false));

function readsOf({ plans }: Compiled): readonly string[] | null {
  const names = new Set<string>();
  for (const plan of plans) {
    if (plan?.reads === null) return null;
    for (const name of plan?.reads ?? []) names.add(name);
  }
  return [...names];
}

function nextDueOf({ readAnewAt, standings }: State): Due {
  let next = readAnewAt ?? Number.POSITIVE_INFINITY;
  for (const { due } of standings.values()) if (due !== null && due < next) next = due;
  return next === Number.POSITIVE_INFINITY ? null : next;
}
