/** What holds at an instant, and when time alone changes it. */
import type { Item } from './item.ts';
import { isHeavy, type Strip } from './packing.ts';
import { beginOf, type Plan, unitOf } from './plan.ts';

/** A tree with the number of each question in its place. */
export type Numbered = { all: Numbered[] } | { any: Numbered[] } | { not: Numbered } | { number: number };

/** Null: never. */
export type Due = number | null;

export function evaluate(tree: Numbered, ask: (number: number) => boolean): boolean {
  if ('number' in tree) return ask(tree.number);
  if ('not' in tree) return !evaluate(tree.not, ask);
  return 'all' in tree
    ? tree.all.every((part) => evaluate(part, ask))
    : tree.any.some((part) => evaluate(part, ask));
}

export function holds({ measure, window }: Plan, strip: Strip, at: number): boolean {
  if (isHeavy(strip)) return strip.holds;
  if (window.kind === 'steady' || strip.length === 0) return measure.holds(strip);
  if (window.kind === 'rolling') return measure.holds(strip.filter((one) => one.at > at - window.ms));
  const present = unitOf(window, at);
  return measure.holds(
    strip.filter((one) => {
      const unit = measure.floors ? one.at : unitOf(window, one.at);
      return unit >= present - window.from && unit <= present - window.to;
    }),
  );
}

/** Without what can never be in the window again. */
export function reachable({ measure, window }: Plan, items: Item[], now: number): Item[] {
  if (window.kind === 'steady' || items.length === 0) return items;
  if (window.kind === 'rolling') return items.filter(({ at }) => at > now - window.ms);
  const first = unitOf(window, now) - window.from;
  return items.filter(({ at }) => (measure.floors ? at : unitOf(window, at)) >= first);
}

/** Instants after `now` at which an item comes into the window or leaves it. */
function changesOf({ measure, window }: Plan, items: readonly Item[], now: number): number[] {
  if (window.kind === 'steady' || items.length === 0) return [];
  if (window.kind === 'rolling') return items.map(({ at }) => at + window.ms).filter((at) => at > now);
  const units = new Set(items.map(({ at }) => (measure.floors ? at : unitOf(window, at))));
  return [...units]
    .flatMap((unit) => [unit + window.to, unit + window.from + 1])
    .map((unit) => beginOf(window, unit))
    .filter((at) => at > now);
}

/** So many instants are looked at to find the one that changes an answer; a later one is looked for when that time has come. */
const LOOKED_AT = 32;

type Looking = {
  plans: readonly (Plan | undefined)[];
  stripOf(number: number): Strip;
  now: number;
  asking(at: number): (number: number) => boolean;
  answer: boolean;
};

/** The first instant after `now` at which time alone changes this answer, or at which that cannot be told without her log. */
export function dueOf(
  { tree, numbers }: { tree: Numbered; numbers: readonly number[] },
  { plans, stripOf, now, asking, answer }: Looking,
): Due {
  const changes: number[] = [];
  let untold = Number.POSITIVE_INFINITY;
  for (const number of numbers) {
    const strip = stripOf(number);
    if (isHeavy(strip)) untold = Math.min(untold, strip.until ?? untold);
    else changes.push(...changesOf(plans[number] as Plan, strip, now));
  }
  if (changes.length === 0) return untold === Number.POSITIVE_INFINITY ? null : untold;
  const instants = [...new Set(changes)].filter((at) => at < untold).sort((one, other) => one - other);
  const found = instants.find((at, index) => index === LOOKED_AT || evaluate(tree, asking(at)) !== answer);
  return found ?? (untold === Number.POSITIVE_INFINITY ? null : untold);
}

/** Only the answer, and up to when it holds. */
export function untilChange(plan: Plan, items: Item[], now: number): Strip {
  const present = holds(plan, items, now);
  const change = changesOf(plan, items, now)
    .sort((one, other) => one - other)
    .find((at) => holds(plan, items, at) !== present);
  return { holds: present, until: change ?? null };
}
