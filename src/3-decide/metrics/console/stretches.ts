/** Stretches of days that people look at. */
import { useLingui } from '@lingui/react/macro';

export const STRETCHES = ['week', 'month', 'year', 'all'] as const;
export type StretchName = (typeof STRETCHES)[number];

const DAYS = { week: 7, month: 30, year: 365 } as const;
const DAY = 86_400_000;
/** Before any shop of ours. */
const FIRST_DAY = '1995-01-01';

const isoDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Up to today; of everything up to tomorrow, which has begun somewhere already. */
export function daysOf(stretch: StretchName): { from: string; to: string } {
  const today = Math.floor(Date.now() / DAY) * DAY;
  if (stretch === 'all') return { from: FIRST_DAY, to: isoDay(today + DAY) };
  return { from: isoDay(today - (DAYS[stretch] - 1) * DAY), to: isoDay(today) };
}

export function useStretchWords(): Record<StretchName, string> {
  const { t } = useLingui();
  return { week: t`7 days`, month: t`30 days`, year: t`365 days`, all: t`Everything` };
}
