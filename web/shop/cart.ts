/** The cart of this browser: which variants, how many. What they cost is asked of the house each time. */
import { useEffect, useState } from 'preact/hooks';
import type { CartPriced } from '#act/storefront/contract';
import { ask } from './ask.ts';

export type CartLine = { variant: string; quantity: number };
export type Cart = { id: string; lines: CartLine[] };

export const MOST_PIECES = 99;
const KEPT = 'shop.cart';
const watching = new Set<() => void>();
let cart = stored();

function stored(): Cart {
  try {
    const found = JSON.parse(localStorage.getItem(KEPT) ?? '') as Cart;
    if (typeof found.id === 'string' && Array.isArray(found.lines)) return found;
  } catch {
    // Nothing was kept, or nothing may be.
  }
  return emptyCart();
}

function emptyCart(): Cart {
  return { id: newId(), lines: [] };
}

/** Also where `crypto.randomUUID` is missing: on pages without HTTPS. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] as number) & 15) | 64;
  bytes[8] = ((bytes[8] as number) & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function change(next: Cart): void {
  cart = next;
  try {
    localStorage.setItem(KEPT, JSON.stringify(cart));
  } catch {
    // It lasts as long as the page then.
  }
  for (const look of watching) look();
}

export const theCart = (): Cart => cart;

export function put(variant: string, quantity: number): void {
  const others = cart.lines.filter((line) => line.variant !== variant);
  const before = cart.lines.find((line) => line.variant === variant)?.quantity ?? 0;
  change({ ...cart, lines: [...others, { variant, quantity: Math.min(MOST_PIECES, before + quantity) }] });
}

/** 0 takes it out. */
export const setQuantity = (variant: string, quantity: number): void =>
  change({
    ...cart,
    lines: cart.lines.flatMap((line) =>
      line.variant !== variant ? [line] : quantity > 0 ? [{ variant, quantity }] : [],
    ),
  });

export const clearCart = (): void => change(emptyCart());

addEventListener('storage', ({ key }) => {
  if (key !== KEPT) return;
  cart = stored();
  for (const look of watching) look();
});

export function useCart(): Cart {
  const [now, setNow] = useState(cart);
  useEffect(() => {
    const look = (): void => setNow(cart);
    look();
    watching.add(look);
    return () => void watching.delete(look);
  }, []);
  return now;
}

export const priceOf = ({ lines }: Cart): Promise<CartPriced> => ask<CartPriced>('/carts', { lines });
