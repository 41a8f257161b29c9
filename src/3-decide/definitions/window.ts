/** When a window begins and ends, seen from an instant. */
import type { Duration, Window } from './ast.ts';
import { startOfIsoDay, startOfUnit, unitAt } from './zone.ts';

const MS: Record<Duration['unit'], number> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 7 * 86_400_000,
  year: 365 * 86_400_000,
};

export const durationMs = ({ n, unit }: Duration): number => n * MS[unit];

/** Before everything that is kept. */
export const LONG_AGO = -8.64e15;

/** From the first instant to the last, excluded. Nothing that lies after `at` is in it. */
export function boundsAt(window: Window | null, at: number, zone: string): [from: number, to: number] {
  const now = at + 1;
  if (window === null) return [LONG_AGO, now];
  if ('last' in window) return [now - durationMs(window.last), now];
  if ('calendar' in window) {
    const { unit, from, to } = window.calendar;
    const present = unitAt(zone, unit, at);
    return [
      startOfUnit(zone, unit, present - from),
      Math.min(now, startOfUnit(zone, unit, present - to + 1)),
    ];
  }
  if ('days' in window) {
    const { from, to } = window.days;
    return [
      from === undefined ? LONG_AGO : startOfIsoDay(zone, from),
      to === undefined ? now : Math.min(now, startOfIsoDay(zone, to, 1)),
    ];
  }
  return [Date.parse(window.between.from), Math.min(now, Date.parse(window.between.to))];
}

/** How far back it looks at most, in milliseconds before `at`; null: without end. */
export function reachOf(window: Window | null, at: number, zone: string): number | null {
  const [from] = boundsAt(window, at, zone);
  return from === LONG_AGO ? null : at - from;
}
