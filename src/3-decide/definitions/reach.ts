/** Whether what a definition asks about is kept that long. Events of a kind go after so many whole months (`#platform/archive`). */

import { ORDER_EVENTS } from '#events/orders';
import { Problem } from '#platform/errors';
import { EVENT_TYPES } from '#platform/log';
import type { Window } from './ast.ts';
import { type OfEvents, type Question, questionsOf, type Tree } from './question.ts';
import { durationMs } from './window.ts';
import { startOfIsoDay, type Unit } from './zone.ts';

const DAY_MS = 86_400_000;

/** A name of events, or a type of calls; months that are kept whole before the present one. */
export type Kept = { kind: string; months: number };

/** Throws `definition_too_far`. */
export function refuseTooFar(tree: Tree, keeps: readonly Kept[], now: Date, zone: string): void {
  for (const question of questionsOf(tree))
    for (const kept of keeps)
      if (asksOf(question, kept.kind) && !isKept(question.window, kept.months, now, zone))
        throw new Problem('definition_too_far', { params: { kind: kept.kind, months: kept.months } });
}

function asksOf({ of }: Question, kind: string): boolean {
  const ofType = (EVENT_TYPES as readonly string[]).includes(kind);
  const isOne = ({ name, type }: OfEvents): boolean =>
    ofType ? (type ?? kind) === kind : (name ?? kind) === kind;
  switch (of.from) {
    case 'events':
      return isOne(of);
    case 'steps':
      return of.steps.some(isOne);
    case 'entries':
      return kind === 'track' || (Object.values(ORDER_EVENTS) as string[]).includes(kind);
    // What was said of her last is kept with her.
    case 'facts':
      return false;
  }
}

/** At any time from now on; for days that are named, now. */
function isKept(window: Window | null, months: number, now: Date, zone: string): boolean {
  if (window === null) return false;
  if ('last' in window) return durationMs(window.last) <= leastDays(months) * DAY_MS;
  if ('calendar' in window)
    return (window.calendar.from + 1) * LONGEST[window.calendar.unit] <= leastDays(months);
  const first = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 1);
  if ('between' in window) return Date.parse(window.between.from) >= first;
  return window.days.from !== undefined && startOfIsoDay(zone, window.days.from) >= first;
}

const LONGEST: Record<Unit, number> = { day: 1, week: 7, month: 31, quarter: 92, year: 366 };

/** Of so many months in a row, the fewest days: from any month of four years. */
function leastDays(months: number): number {
  const starts = Array.from({ length: 48 }, (_, month) => month);
  return Math.min(
    ...starts.map((month) => (Date.UTC(2026, month + months, 1) - Date.UTC(2026, month, 1)) / DAY_MS),
  );
}
