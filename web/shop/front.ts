/** What every page of the shop knows: its name and currency, its categories, the language. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Front, ShopCategory } from '#act/storefront/contract';
import type { Language } from './locales/load.ts';

export type Shop = {
  front: Front;
  categories: readonly ShopCategory[];
  language: Language;
  speak(language: Language): void;
  /** Told to those who do not see what changed. */
  announce(words: string): void;
};

export const ShopContext = createContext<Shop | null>(null);

export function useShop(): Shop {
  const shop = useContext(ShopContext);
  if (!shop) throw new Error('There is no shop around this page.');
  return shop;
}
