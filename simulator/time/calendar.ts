/**
 * The days of a world: how much people want to buy on each, what prices are reduced by, and at which hour they come. Gaps between purchases
 * are counted in wanted days: a day before Singles' Day is longer than one in February.
 */
import { type Alias, aliasOf, drawAlias } from '../random/alias.ts';
import type { Draw } from '../random/draw.ts';
import type { World } from '../world/world.ts';

export const DAY = 86_400_000;
export const HOUR = 3_600_000;
export const MINUTE = 60_000;
/** How far ahead days are known: purchases are not planned beyond. */
const HORIZON_DAYS = 20 * 366;

export type Calendar = {
  /** Day 0 begins here, UTC milliseconds of local midnight. */
  start: number;
  /** How much is bought, 1 is usual. */
  want: Float64Array;
  /** Sum of `want` before each day. */
  wantBefore: Float64Array;
  discount: Float64Array;
  month: Uint8Array;
  /** First days of festivals with a lift above 1, ascending. */
  festivals: readonly number[];
  hours: { weekday: Alias; weekend: Alias };
  isWeekend: Uint8Array;
  dayOf(ms: number): number;
  startOf(day: number): number;
};

export function calendarOf(world: World, from: string): Calendar {
  const start = Date.parse(`${from}T00:00:00Z`) - world.utc_offset_minutes * MINUTE;
  const want = new Float64Array(HORIZON_DAYS);
  const discount = new Float64Array(HORIZON_DAYS);
  const month = new Uint8Array(HORIZON_DAYS);
  const isWeekend = new Uint8Array(HORIZON_DAYS);
  const months = evened(world.day.months);
  const weekdays = evened(world.day.weekdays);
  for (let day = 0; day < HORIZON_DAYS; day++) {
    const date = new Date(Date.parse(`${from}T00:00:00Z`) + day * DAY);
    const weekday = (date.getUTCDay() + 6) % 7;
    month[day] = date.getUTCMonth();
    isWeekend[day] = weekday > 4 ? 1 : 0;
    want[day] = (months[date.getUTCMonth()] as number) * (weekdays[weekday] as number);
  }
  const festivals = layFestivals(world, from, want, discount);
  const wantBefore = new Float64Array(HORIZON_DAYS + 1);
  for (let day = 0; day < HORIZON_DAYS; day++)
    wantBefore[day + 1] = (wantBefore[day] as number) + (want[day] as number);
  return {
    start,
    want,
    wantBefore,
    discount,
    month,
    festivals,
    isWeekend,
    hours: { weekday: aliasOf(world.day.weekday_hours), weekend: aliasOf(world.day.weekend_hours) },
    dayOf: (ms) => Math.floor((ms - start) / DAY),
    startOf: (day) => start + day * DAY,
  };
}

function layFestivals(world: World, from: string, want: Float64Array, discount: Float64Array): number[] {
  const first: number[] = [];
  for (const { dates, days_before: before, days_after: after, lift, discount: off } of world.festivals)
    for (const date of dates) {
      const main = Math.round((Date.parse(date) - Date.parse(from)) / DAY);
      if (main - before > 0 && lift > 1) first.push(main - before);
      for (let day = Math.max(0, main - before); day <= Math.min(want.length - 1, main + after); day++) {
        const away = day < main ? (main - day) / (before + 1) : (day - main) / (after + 1);
        want[day] = (want[day] as number) * lift ** (1 - away);
        discount[day] = Math.max(discount[day] as number, off);
      }
    }
  return first.sort((a, b) => a - b);
}

function evened(weights: readonly number[]): number[] {
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  return weights.map((weight) => weight / mean);
}

/** The moment after `gap` wanted days; Infinity beyond what is known. */
export function afterWanted({ wantBefore, start }: Calendar, now: number, gap: number): number {
  const days = (now - start) / DAY;
  const whole = Math.max(0, Math.floor(days));
  const here =
    (wantBefore[whole] as number) +
    (days - whole) * ((wantBefore[whole + 1] as number) - (wantBefore[whole] as number));
  const wanted = here + gap;
  let low = whole;
  let high = wantBefore.length - 1;
  if (!(wanted < (wantBefore[high] as number))) return Number.POSITIVE_INFINITY;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((wantBefore[middle] as number) <= wanted) low = middle;
    else high = middle;
  }
  const part =
    (wanted - (wantBefore[low] as number)) / ((wantBefore[high] as number) - (wantBefore[low] as number));
  return start + (low + part) * DAY;
}

/** A moment of that day, at an hour that people come at. */
export function momentIn({ hours, isWeekend, start }: Calendar, day: number, draw: Draw): number {
  const hour = drawAlias(isWeekend[day] === 1 ? hours.weekend : hours.weekday, draw);
  return start + day * DAY + Math.floor((hour + draw.unit()) * HOUR);
}

/** That day at an hour that people come at, where that is after `least`; else the moment itself. */
export function atAnHour(calendar: Calendar, at: number, least: number, draw: Draw): number {
  const day = calendar.dayOf(at);
  if (!(day < calendar.want.length)) return Number.POSITIVE_INFINITY;
  const moment = momentIn(calendar, day, draw);
  return moment > least ? moment : Math.floor(at);
}

/** The number of a world's day, `end-9` or a date. */
export function dayNumber(text: string, from: string, days: number): number {
  const before = /^end-(\d+)$/.exec(text);
  return before ? days - 1 - Number(before[1]) : Math.round((Date.parse(text) - Date.parse(from)) / DAY);
}
