/** Who bought here last in this browser, and what: kept here alone, for the next checkout and the account page. */
import type { CheckoutDone } from '#act/storefront/contract';

export type Bought = { number: string; total: number; at: string };
export type Contact = {
  name: string;
  email: string;
  phone: string;
  country: string;
  city: string;
  line: string;
  postcode: string;
};
export type Shopper = { known: CheckoutDone['shopper'] | null; contact: Contact | null; orders: Bought[] };

const KEPT = 'shop.shopper';
const MOST_ORDERS = 20;
const NOBODY: Shopper = { known: null, contact: null, orders: [] };

export function theShopper(): Shopper {
  try {
    return { ...NOBODY, ...(JSON.parse(localStorage.getItem(KEPT) ?? '{}') as Partial<Shopper>) };
  } catch {
    return NOBODY;
  }
}

export function remember(known: CheckoutDone['shopper'], contact: Contact, order: Bought): void {
  const orders = [order, ...theShopper().orders].slice(0, MOST_ORDERS);
  try {
    localStorage.setItem(KEPT, JSON.stringify({ known, contact, orders }));
  } catch {
    // Next time she types it again.
  }
}

export function forget(): void {
  try {
    localStorage.removeItem(KEPT);
  } catch {
    // Nothing was kept.
  }
}
