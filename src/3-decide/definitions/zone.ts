/** Days, weeks, months, quarters and years of a zone, as numbers in a row; and where each begins. */
import { startOfDay } from '#decide/metrics';
import type { CALENDAR_UNITS } from './ast.ts';

export type Unit = (typeof CALENDAR_UNITS)[number];

const DAY_MS = 86_400_000;
/** 1 January 1970 was a Thursday: weeks begin on Mondays (ISO 8601). */
const DAYS_BEFORE_THURSDAY = 3;

/** `last`: from when to when the day lasts that was asked for last. */
type ZoneDays = { starts: Map<number, number>; format: Intl.DateTimeFormat; last: [number, number, number] };
const zones = new Map<string, ZoneDays>();
const MOST_DAYS = 40_000;

function daysOf(zone: string): ZoneDays {
  const known = zones.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' });
  const days: ZoneDays = { starts: new Map(), format, last: [0, 0, 0] };
  zones.set(zone, days);
  return days;
}

/** Days since 1970 on the zone's own calendar. */
function dayAt(zone: string, at: number): number {
  const days = daysOf(zone);
  const [from, to, known] = days.last;
  if (at >= from && at < to) return known;
  const day = Math.round(Date.parse(`${days.format.format(at)}T00:00:00Z`) / DAY_MS);
  days.last = [startOfDayNumber(zone, day), startOfDayNumber(zone, day + 1), day];
  return day;
}

function startOfDayNumber(zone: string, day: number): number {
  const { starts } = daysOf(zone);
  const known = starts.get(day);
  if (known !== undefined) return known;
  const start = startOfDay(isoDay(day), zone);
  if (starts.size >= MOST_DAYS) starts.clear();
  starts.set(day, start);
  return start;
}

const isoDay = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** Which unit an instant lies in. */
export function unitAt(zone: string, unit: Unit, at: number): number {
  const day = dayAt(zone, at);
  if (unit === 'day') return day;
  if (unit === 'week') return Math.floor((day + DAYS_BEFORE_THURSDAY) / 7);
  const date = new Date(day * DAY_MS);
  if (unit === 'year') return date.getUTCFullYear();
  const month = date.getUTCFullYear() * 12 + date.getUTCMonth();
  return unit === 'month' ? month : Math.floor(month / 3);
}

/** The first instant of a unit. */
export function startOfUnit(zone: string, unit: Unit, number: number): number {
  return startOfDayNumber(zone, firstDay(unit, number));
}

function firstDay(unit: Unit, number: number): number {
  if (unit === 'day') return number;
  if (unit === 'week') return number * 7 - DAYS_BEFORE_THURSDAY;
  const month = { month: number, quarter: number * 3, year: number * 12 }[unit];
  return Math.round(Date.UTC(Math.floor(month / 12), month % 12, 1) / DAY_MS);
}

/** The first instant of a day written as ISO 8601. */
export const startOfIsoDay = (zone: string, day: string, after = 0): number =>
  startOfDayNumber(zone, Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS) + after);
