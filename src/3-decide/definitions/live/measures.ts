/**
 * What each measure remembers of what happened: as little as gives the right answer at any later instant, whatever arrives late. Items stand in
 * the order of their instants; `keep` adds one and lets go of what cannot matter any more.
 */
import type { NumberTest, Test } from '../ast.ts';
import type { Question } from '../question.ts';
import { SCALE } from '../scalar.ts';
import { holdsOf, numberHolds } from '../tests.ts';
import { type Item, insert, isBefore } from './item.ts';
import type { Frame } from './plan.ts';

export type Field = 'position' | 'n' | 'worth' | 'key' | 'mark';

export type Measure = {
  /** What has to be written down beside the instant. */
  fields: readonly Field[];
  /** Keeps whole units of the calendar, not instants, where the window is made of them. */
  floors: boolean;
  keep(items: Item[], fresh: Item): void;
  /** Whether the test passes on what lies in the window. */
  holds(items: readonly Item[]): boolean;
};

export function measureOf(question: Question, frame: Frame): Measure {
  const { measure, test, of } = question;
  switch (measure.of) {
    case 'count':
      return adding('n', frame, of.from === 'events' ? limitOf(test as NumberTest) : null, countTest(test));
    case 'sum':
      return adding('worth', frame, null, sumTest(test, of.from));
    case 'average':
      return averaging(sumTest(test, of.from));
    case 'days':
    case 'distinct':
      return telling(frame, test as NumberTest);
    case 'min':
      return extreme(frame, (one, other) => one <= other, sumTest(test, 'events'));
    case 'max':
      return extreme(frame, (one, other) => one >= other, sumTest(test, 'events'));
    case 'first':
      return ending(frame.kind === 'steady', (one, other) => isBefore(one, other), test as Test);
    case 'last':
      return ending(frame.kind !== 'calendar', (one, other) => isBefore(other, one), test as Test);
    case 'most_frequent':
      return mostFrequent(frame, test as Test);
    case 'sequence':
      return sequence(frame, (of as { steps: readonly unknown[] }).steps.length, measure.within);
    case 'value':
      return ending(true, (one, other) => isBefore(other, one), test as Test);
    case 'consent':
      return consent((test as { value: string }).value);
  }
}

const sumTest = (test: unknown, from: string) =>
  numberHolds(test as NumberTest, from === 'entries' ? 'whole' : 'ten_thousandths');
const countTest = (test: unknown) => {
  const holds = numberHolds(test as NumberTest);
  return (n: number): boolean => holds(n * SCALE, 1);
};

/** More than this is as good as this. */
function limitOf({ value }: NumberTest): number {
  const most = Array.isArray(value) ? Math.max(...value) : value;
  return Math.max(0, Math.ceil(most)) + 1;
}

/** Sums of what has a sign: what is taken back goes where it came from. `limit`: as many of the latest decide. */
function adding(
  what: 'n' | 'worth',
  frame: Frame,
  limit: number | null,
  holds: (sum: number, n: number) => boolean,
): Measure {
  const other = what === 'n' ? 'worth' : 'n';
  return {
    fields: [what],
    floors: true,
    keep(items, fresh) {
      merge(items, { ...fresh, position: 0, at: frame.kind === 'steady' ? 0 : fresh.at, [other]: 0 });
      if (limit === null || frame.kind !== 'rolling') return;
      let sum = items.reduce((total, { n }) => total + n, 0);
      for (let first = items[0]; first && sum - first.n >= limit; first = items[0]) {
        sum -= first.n;
        items.shift();
      }
    },
    holds: (items) =>
      holds(
        items.reduce((total, one) => total + one[what], 0),
        1,
      ),
  };
}

function averaging(holds: (sum: number, n: number) => boolean): Measure {
  return {
    fields: ['n', 'worth'],
    floors: true,
    keep: (items, fresh) => merge(items, { ...fresh, position: 0 }),
    holds(items) {
      const n = items.reduce((total, one) => total + one.n, 0);
      const sum = items.reduce((total, one) => total + one.worth, 0);
      return n > 0 && holds(sum, n);
    },
  };
}

function merge(items: Item[], fresh: Item): void {
  const place = items.findIndex(({ at }) => at === fresh.at);
  const before = items[place];
  if (!before) {
    if (fresh.n !== 0 || fresh.worth !== 0) insert(items, fresh);
    return;
  }
  const both = { ...before, n: before.n + fresh.n, worth: before.worth + fresh.worth };
  if (both.n === 0 && both.worth === 0) items.splice(place, 1);
  else items[place] = both;
}

/** Counts what can be told apart. */
function telling(frame: Frame, test: NumberTest): Measure {
  const limit = limitOf(test);
  const holds = countTest(test);
  const isSame = (one: Item, other: Item): boolean =>
    one.key === other.key && (frame.kind !== 'calendar' || one.at === other.at);
  return {
    fields: ['key'],
    floors: true,
    keep(items, fresh) {
      const own = { ...fresh, at: frame.kind === 'steady' ? 0 : fresh.at, position: 0 };
      const place = items.findIndex((one) => isSame(one, own));
      if (place >= 0) {
        if ((items[place] as Item).at >= own.at) return;
        items.splice(place, 1);
      }
      insert(items, own);
      if (items.length > limit && frame.kind !== 'calendar') items.shift();
    },
    holds: (items) => holds(new Set(items.map(({ key }) => key)).size),
  };
}

function extreme(
  frame: Frame,
  beats: (one: number, other: number) => boolean,
  holds: (sum: number, n: number) => boolean,
): Measure {
  /** While `one` is in the window, so is `other`; and when it is gone, the other is too. */
  const outlives = (one: Item, other: Item): boolean =>
    frame.kind === 'steady' || (frame.kind === 'calendar' ? one.at === other.at : one.at >= other.at);
  return {
    fields: ['worth'],
    floors: true,
    keep(items, given) {
      const fresh = { ...given, position: 0 };
      const isBeaten = (one: Item, by: Item): boolean => outlives(by, one) && beats(by.worth, one.worth);
      if (items.some((one) => isBeaten(fresh, one))) return;
      const kept = items.filter((one) => !isBeaten(one, fresh));
      items.splice(0, items.length, ...kept);
      insert(items, fresh);
    },
    holds(items) {
      const [first, ...rest] = items.map(({ worth }) => worth);
      return (
        first !== undefined &&
        holds(
          rest.reduce((best, one) => (beats(one, best) ? one : best), first),
          1,
        )
      );
    },
  };
}

/** The first or the last. `single`: one that is beaten cannot come to count again. */
function ending(single: boolean, isBetter: (one: Item, other: Item) => boolean, test: Test): Measure {
  const ofNone = holdsOf(test)([]);
  return {
    fields: ['position', 'mark'],
    floors: false,
    keep(items, fresh) {
      const best = items[0];
      if (!single || !best) insert(items, fresh);
      else if (isBetter(fresh, best)) items[0] = fresh;
    },
    holds(items) {
      const [first, ...rest] = items;
      if (!first) return ofNone;
      return rest.reduce((best, one) => (isBetter(one, best) ? one : best), first).mark === 1;
    },
  };
}

function mostFrequent(frame: Frame, test: Test): Measure {
  const ofNone = holdsOf(test)([]);
  const together = (items: readonly Item[]): Item[] => {
    const byKey = new Map<number, Item>();
    for (const one of items) {
      const before = byKey.get(one.key);
      const later = before && isBefore(one, before) ? before : one;
      byKey.set(one.key, { ...later, n: (before?.n ?? 0) + one.n });
    }
    return [...byKey.values()];
  };
  return {
    fields: ['position', 'n', 'key', 'mark'],
    floors: false,
    keep(items, fresh) {
      insert(items, fresh);
      if (frame.kind !== 'steady') return;
      const kept = together(items).sort((one, other) => (isBefore(one, other) ? -1 : 1));
      items.splice(0, items.length, ...kept);
    },
    holds(items) {
      const [first, ...rest] = together(items);
      if (!first) return ofNone;
      const beats = (one: Item, other: Item): boolean =>
        one.n !== other.n ? one.n > other.n : isBefore(other, one);
      return rest.reduce((best, one) => (beats(one, best) ? one : best), first).mark === 1;
    },
  };
}

/** It was found, in a window that lets nothing go. */
const FOUND = 1 << 15;

function sequence(frame: Frame, steps: number, within: number): Measure {
  const isFound = (items: readonly Item[]): boolean =>
    items[0]?.mark === FOUND || follows(items, steps, within);
  return {
    fields: ['position', 'mark'],
    floors: false,
    keep(items, fresh) {
      if (items[0]?.mark === FOUND) return;
      insert(items, fresh);
      if (frame.kind === 'steady' && isFound(items)) items.splice(0, items.length, { ...fresh, mark: FOUND });
    },
    holds: isFound,
  };
}

/** For each step the latest beginning of those that got so far: none that began earlier can end in time where this one does not. */
function follows(items: readonly Item[], steps: number, within: number): boolean {
  const begun: number[] = Array(steps).fill(Number.NEGATIVE_INFINITY);
  for (const { at, mark } of items) {
    for (let step = steps - 1; step > 0; step--) {
      const from = begun[step - 1] as number;
      if (mark & (1 << step) && at - from <= within) begun[step] = Math.max(begun[step] as number, from);
    }
    if (mark & 1) begun[0] = at;
    if (begun[steps - 1] !== Number.NEGATIVE_INFINITY) return true;
  }
  return false;
}

/** Of one instant the more restrictive counts. */
function consent(asked: string): Measure {
  return {
    fields: ['key', 'mark'],
    floors: false,
    keep(items, fresh) {
      const place = items.findIndex(({ key }) => key === fresh.key);
      const before = items[place];
      if (before && (before.at > fresh.at || (before.at === fresh.at && before.mark >= fresh.mark))) return;
      if (before) items.splice(place, 1);
      insert(items, fresh);
    },
    holds(items) {
      const verdict =
        items.length === 0 ? 'unsaid' : items.every(({ mark }) => mark === 0) ? 'granted' : 'refused';
      return verdict === asked;
    },
  };
}
