/** The house's words in the reader's language, where more than one module says them. */
import { useLingui } from '@lingui/react/macro';
import type { Role } from './session.ts';

export function useWords() {
  const { t, i18n } = useLingui();
  const roles: Record<Role, string> = {
    owner: t`Owner`,
    analyst: t`Analyst`,
    marketer: t`Marketer`,
    agent: t`Agent`,
    operations: t`Operations`,
    developer: t`Developer`,
  };
  return {
    roles,
    number: (value: number): string => new Intl.NumberFormat(i18n.locale).format(value),
    /** Minor units of a currency (ISO 4217). */
    money: (minor: number, currency: string): string => moneyIn(minor, currency, i18n.locale),
    share: (value: number): string =>
      new Intl.NumberFormat(i18n.locale, { style: 'percent', maximumFractionDigits: 1 }).format(value),
    day: (at: string): string =>
      new Intl.DateTimeFormat(i18n.locale, { dateStyle: 'medium' }).format(new Date(at)),
    time: (at: string): string =>
      new Intl.DateTimeFormat(i18n.locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
        new Date(at),
      ),
    bytes: (value: number): string => bytesIn(value, i18n.locale),
    /** `3 s`, `12 min`. */
    duration: (seconds: number): string => durationIn(seconds, i18n.locale),
  };
}

function moneyIn(minor: number, currency: string, locale: string): string {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

function bytesIn(value: number, locale: string): string {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, value)) / 10));
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: UNITS[step] as string,
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: 1,
  }).format(value / 2 ** (10 * step));
}

function durationIn(seconds: number, locale: string): string {
  const [unit, size] =
    seconds >= 86_400
      ? ['day', 86_400]
      : seconds >= 3600
        ? ['hour', 3600]
        : seconds >= 60
          ? ['minute', 60]
          : ['second', 1];
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: unit as string,
    unitDisplay: 'short',
    maximumFractionDigits: seconds < 10 ? 1 : 0,
  }).format(seconds / (size as number));
}
