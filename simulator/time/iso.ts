/** Instants as ISO 8601, quickly: the day's part is kept. */
const two = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0'));
const three = Array.from({ length: 1000 }, (_, n) => String(n).padStart(3, '0'));
const DAY = 86_400_000;

let knownDay = Number.NaN;
let prefix = '';

export function iso(ms: number): string {
  const day = Math.floor(ms / DAY);
  if (day !== knownDay) {
    knownDay = day;
    prefix = `${new Date(day * DAY).toISOString().slice(0, 10)}T`;
  }
  const rest = ms - day * DAY;
  const seconds = (rest / 1000) | 0;
  return `${prefix}${two[(seconds / 3600) | 0]}:${two[((seconds / 60) | 0) % 60]}:${two[seconds % 60]}.${three[(rest | 0) % 1000]}Z`;
}

/** As Shopify writes it: local time with its offset. */
export function localTime(ms: number, offsetMinutes: number): string {
  const at = iso(ms + offsetMinutes * 60_000);
  const sign = offsetMinutes < 0 ? '-' : '+';
  const hours = two[Math.floor(Math.abs(offsetMinutes) / 60)];
  return `${at.slice(0, 10)} ${at.slice(11, 19)} ${sign}${hours}${two[Math.abs(offsetMinutes) % 60]}`;
}
