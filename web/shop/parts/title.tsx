/** @jsxImportSource preact */
import { useEffect } from 'preact/hooks';
import { useShop } from '../front.ts';
import { said } from '../words.ts';

/** The page's name, in its window's title too. */
export function useTitle(title: string): void {
  const { front } = useShop();
  const shop = said(front.name);
  useEffect(() => {
    document.title = title === '' ? shop : `${title} · ${shop}`;
  }, [title, shop]);
}
