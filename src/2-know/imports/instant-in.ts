/** Times of day as files write them, in the zone of their channel. */

/** What stands first in `03/04/2026`. */
export type DayOrder = 'day' | 'month';

const CLOCK =
  '(?:[ T,]+(?<hour>\\d{1,2}):(?<minute>\\d{2})(?::(?<second>\\d{2}))?(?:[.,]\\d+)?(?: ?(?<half>[AaPp])\\.?[Mm]\\.?)?)?$';
const shape = (date: string): RegExp => new RegExp(`^${date}${CLOCK}`, 'u');

const YEAR_FIRST = [
  // 2009-12-01 07:45:00, 2009/12/1 7:45, 2009年12月1日 7:45
  shape('(?<year>\\d{4})[-/.年](?<month>\\d{1,2})[-/.月](?<day>\\d{1,2})日?'),
  // 20091201
  shape('(?<year>(?:19|20)\\d{2})(?<month>\\d{2})(?<day>\\d{2})'),
];
const COMPACT =
  /^(?<year>(?:19|20)\d{2})(?<month>\d{2})(?<day>\d{2})(?<hour>\d{2})(?<minute>\d{2})(?<second>\d{2})?$/;
const OTHERS: Record<DayOrder, RegExp> = {
  day: shape('(?<day>\\d{1,2})[-/.](?<month>\\d{1,2})[-/.](?<year>\\d{4})'),
  month: shape('(?<month>\\d{1,2})[-/.](?<day>\\d{1,2})[-/.](?<year>\\d{4})'),
};
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const NAMED = [
  shape('(?<name>[A-Za-z]{3})[a-z]*\\.? (?<day>\\d{1,2})(?:st|nd|rd|th)?,? (?<year>\\d{4})'),
  shape('(?<day>\\d{1,2})[- ](?<name>[A-Za-z]{3})[a-z]*[-, ]+(?<year>\\d{4})'),
];
const WITH_OFFSET = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(Z|UTC|[+-]\d\d(?::?\d\d)?)$/;
/** Seconds or milliseconds since 1970, between 2001 and 2096. */
const UNIX = /^(?<seconds>[1-3]\d{9})(?<millis>\d{3})?$/;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Null: not a time. What the clocks skip is the moment after; what they repeat, the first of the two. */
export function instantIn(text: string, zone: string, order: DayOrder = 'day'): Date | null {
  const offset = WITH_OFFSET.exec(text);
  if (offset) return withOffset(offset);
  const unix = UNIX.exec(text)?.groups;
  if (unix) return valid(new Date(Number(unix.seconds) * 1000 + Number(unix.millis ?? 0)));
  const shapes = [...YEAR_FIRST, COMPACT, OTHERS[order], ...NAMED];
  for (const one of shapes) {
    const groups = one.exec(text)?.groups;
    if (groups) return localIn(groups, zone);
  }
  return null;
}

function withOffset([, date, time, offset = 'Z']: RegExpExecArray): Date | null {
  const apart = offset === 'UTC' ? 'Z' : offset.length === 3 ? `${offset}:00` : offset;
  return valid(new Date(`${date}T${time}${apart}`));
}

function localIn(groups: Record<string, string | undefined>, zone: string): Date | null {
  const { year, day, hour = '0', minute = '0', second = '0', half, name } = groups;
  const month = name === undefined ? Number(groups.month) : MONTHS.indexOf(name.toLowerCase()) + 1;
  const twelve = half === undefined ? Number(hour) : (Number(hour) % 12) + (/p/i.test(half) ? 12 : 0);
  const utc = Date.UTC(Number(year), month - 1, Number(day), twelve, Number(minute), Number(second));
  if (month < 1 || month > 12 || twelve > 23 || Number(minute) > 59 || Number(second) > 60) return null;
  if (new Date(Date.UTC(Number(year), month - 1, Number(day))).getUTCDate() !== Number(day)) return null;
  return valid(new Date(localInstant(utc, zone)));
}

/** Which of the two it must be, where one of these texts leaves no doubt. */
export function dayOrderOf(texts: Iterable<string>): DayOrder | null {
  for (const text of texts) {
    const [, first, second] = /^(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}/.exec(text) ?? [];
    if (Number(first) > 12) return 'day';
    if (Number(second) > 12) return 'month';
  }
  return null;
}

const valid = (date: Date): Date | null => (Number.isNaN(date.getTime()) ? null : date);

const HOUR = 3_600_000;
const offsets = new Map<string, number>();

/** The offset is the same for a whole hour; files hold many rows of each. */
function offsetAt(instant: number, zone: string): number {
  const hour = Math.floor(instant / HOUR) * HOUR;
  const key = `${zone} ${hour}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
    formats.set(zone, format);
  }
  const offset = Date.parse(`${format.format(hour).replace(' ', 'T')}Z`) - hour;
  if (offsets.size > 100_000) offsets.clear();
  offsets.set(key, offset);
  return offset;
}

function localInstant(utc: number, zone: string): number {
  const first = utc - offsetAt(utc - 12 * HOUR, zone);
  if (offsetAt(first, zone) === utc - first) return first;
  const second = utc - offsetAt(utc + 12 * HOUR, zone);
  return offsetAt(second, zone) === utc - second ? second : first;
}
