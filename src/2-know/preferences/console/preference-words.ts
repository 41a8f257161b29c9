/** Preferences in the reader's language. */
import { useLingui } from '@lingui/react/macro';
import { useWords } from '#console/kit';
import type { Habit } from '#know/orders/contract';
import type { StatedItem } from '../contract.ts';

export type Channel = 'email' | 'sms' | 'phone' | 'wechat' | 'push' | 'post';

export function usePreferenceWords() {
  const { t, i18n } = useLingui();
  const { money } = useWords();
  const names: Record<StatedItem['name'], string> = {
    language: t`Language`,
    channel: t`Contact by`,
    contact_time: t`When to call`,
    categories: t`Categories`,
    brands: t`Brands`,
    sizes: t`Sizes`,
    other: t`Other`,
  };
  const channels: Record<Channel, string> = {
    email: t`E-mail`,
    sms: t`SMS`,
    phone: t`Phone`,
    wechat: t`WeChat`,
    push: t`Push message`,
    post: t`Post`,
  };
  const sources: Record<StatedItem['from'], string> = {
    customer: t`she said so`,
    staff: t`noted by staff`,
    trait: t`from the shop`,
  };
  const kinds: Record<Habit['kind'], string> = {
    category: t`Category`,
    brand: t`Brand`,
    price: t`Price of a piece`,
    hours: t`Time of day`,
    payment: t`Pays with`,
    channel: t`Buys at`,
  };
  const language = (code: string): string => languageIn(code, i18n.locale);
  return {
    names,
    channels,
    sources,
    kinds,
    language,
    saidIn: ({ name, value }: StatedItem): string => {
      if (Array.isArray(value)) return value.join(i18n.locale.startsWith('zh') ? '、' : ', ');
      if (name === 'language') return language(value ?? '');
      return name === 'channel' ? (channels[value as Channel] ?? value ?? '') : (value ?? '');
    },
    habitOf: ({ kind, value }: Habit): string => {
      if (kind === 'hours') {
        const [from, to] = value.split('-');
        return `${from}:00–${to}:00`;
      }
      return kind === 'price' ? pricesIn(value, money) : value;
    },
  };
}

function languageIn(code: string, locale: string): string {
  try {
    return new Intl.DisplayNames(locale, { type: 'language' }).of(code.replaceAll('_', '-')) ?? code;
  } catch {
    return code;
  }
}

/** `50-100 CNY`, in whole units. */
function pricesIn(value: string, money: (minor: number, currency: string) => string): string {
  const [band = '', currency = ''] = value.split(' ');
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  return band
    .split('-')
    .map((price) => money(Math.round(Number(price) * 10 ** digits), currency))
    .join(' – ');
}
