/** Amounts and names as the shopper reads them. */
import { i18n } from '@lingui/core';

type Both = { en: string; zh: string };

export const nameIn = (both: Both, language: string): string => (language === 'en' ? both.en : both.zh);

/** In the language that is spoken now. */
export const said = (both: Both): string => nameIn(both, i18n.locale);

const decimals = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

export const majorUnits = (minor: number, currency: string): number => minor / 10 ** decimals(currency);

export const money = (minor: number, currency: string): string =>
  new Intl.NumberFormat(i18n.locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).format(
    majorUnits(minor, currency),
  );
