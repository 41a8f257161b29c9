/** A moment, relative and exact together, in the shop's zone and the reader's language. */
import { useLingui } from '@lingui/react';
import { useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import css from './instant.module.css';
import { meQuery } from './session.ts';

type Props = {
  at: string;
  exactOnly?: boolean;
  /** The day, or the time where it is today: for narrow columns; the whole is one hover away. */
  brief?: boolean;
};

export function Instant({ at, exactOnly = false, brief = false }: Props) {
  const { i18n } = useLingui();
  const zone = useQuery(meQuery).data?.instance.zone;
  const now = useNow();
  const moment = new Date(at);
  const sameDay = dayOf(moment, zone) === dayOf(new Date(now), zone);
  const exact = new Intl.DateTimeFormat(i18n.locale, {
    ...(!sameDay && { month: '2-digit', day: '2-digit' }),
    ...(!sameDay && !exactOnly && { year: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    ...(zone && { timeZone: zone }),
  }).format(moment);
  if (brief) return <BriefInstant at={at} zone={zone} now={now} />;
  return (
    <time dateTime={at} title={`${at}${zone ? ` · ${zone}` : ''}`} className={css.instant}>
      {exact}
      {!exactOnly && <span className={css.relative}>{relative(moment.getTime() - now, i18n.locale)}</span>}
    </time>
  );
}

function BriefInstant({ at, zone, now }: { at: string; zone: string | undefined; now: number }) {
  const { i18n } = useLingui();
  const inZone = { ...(zone && { timeZone: zone }) };
  const moment = new Date(at);
  const isToday = dayOf(moment, zone) === dayOf(new Date(now), zone);
  const words = new Intl.DateTimeFormat(i18n.locale, {
    ...(isToday ? { timeStyle: 'short' } : { dateStyle: 'medium' }),
    ...inZone,
  });
  const whole = new Intl.DateTimeFormat(i18n.locale, { dateStyle: 'full', timeStyle: 'long', ...inZone });
  return (
    <time dateTime={at} title={whole.format(moment)} className={css.instant}>
      {words.format(moment)}
    </time>
  );
}

const STEPS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

export function relative(milliseconds: number, locale: string): string {
  const seconds = Math.round(milliseconds / 1000);
  const [unit, size] = STEPS.find(([, step]) => Math.abs(seconds) >= step) ?? (['second', 1] as const);
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' }).format(
    Math.trunc(seconds / size),
    unit,
  );
}

const dayOf = (moment: Date, zone: string | undefined): string =>
  new Intl.DateTimeFormat('en-CA', { ...(zone && { timeZone: zone }) }).format(moment);

const TICK_MS = 10_000;
let current = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for all moments on the screen, so that they agree and cost one timer. */
export const useNow = (): number =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      timer ??= setInterval(() => {
        current = Date.now();
        for (const each of listeners) each();
      }, TICK_MS);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
    () => current,
  );
