/** `2026-11-11 00:00:07`, as platforms of the mainland write instants: always UTC+8, which has no summer time. */
const EIGHT_HOURS = 8 * 3_600_000;

export const chinaTime = (at: Date): string =>
  new Date(at.getTime() + EIGHT_HOURS).toISOString().slice(0, 19).replace('T', ' ');

/** Null: nothing there. RangeError: not a time. */
export function instantOf(text: string | null | undefined): Date | null {
  const said = (text ?? '').trim();
  if (said === '') return null;
  const match = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d+)?$/.exec(said);
  const at = new Date(match ? `${match[1]}T${match[2]}+08:00` : Number.NaN);
  if (Number.isNaN(at.getTime())) throw new RangeError('Not an instant');
  return at;
}
