/**
 * What the shop tells Regulars, as any shop would: by the tag, in the words of Segment's e-commerce spec, prices in major units. Nothing leaves
 * the browser before the shopper agreed: the tag holds it back.
 */
import { i18n } from '@lingui/core';
import type { CartPriced, GoodsDetail, GoodsItem } from '#act/storefront/contract';
import { majorUnits, nameIn } from './words.ts';

type Queued = { (...args: unknown[]): void; q?: unknown[][] };
const page = window as unknown as { regulars?: Queued };

/** Calls wait for the script, which may come later than we do. */
export const regulars = (...args: unknown[]): void => {
  if (!page.regulars) {
    const calls: unknown[][] = [];
    page.regulars = Object.assign((...call: unknown[]) => void calls.push(call), { q: calls });
  }
  page.regulars(...args);
};

export const begin = (writeKey: string): void => regulars('init', { key: writeKey, consent: 'required' });

const CONSENT = 'regulars_consent';
/** What the shopper said to the tag; null: nothing yet. */
export function consentSaid(): 'granted' | 'denied' | null {
  try {
    const said = localStorage.getItem(CONSENT);
    return said === 'granted' || said === 'denied' ? said : null;
  } catch {
    return null;
  }
}
export const sayConsent = (answer: 'granted' | 'denied'): void => regulars('consent', answer);

const track = (event: string, properties: object): void => regulars('track', event, properties);

const ofGoods = (goods: GoodsItem, currency: string) => ({
  product_id: goods.handle,
  name: nameIn(goods.name, i18n.locale),
  ...(goods.brand && { brand: nameIn(goods.brand, i18n.locale) }),
  price: majorUnits(goods.price, currency),
});

const ofVariant = (goods: GoodsDetail, variant: GoodsDetail['variants'][number], currency: string) => ({
  ...ofGoods(goods, currency),
  ...(variant.sku && { sku: variant.sku }),
  variant: nameIn(variant.name, i18n.locale),
  price: majorUnits(variant.price, currency),
  currency,
});

const ofLines = (cart: CartPriced, currency: string) =>
  cart.lines.map((line, index) => ({
    product_id: line.handle,
    ...(line.sku && { sku: line.sku }),
    name: nameIn(line.name, i18n.locale),
    variant: nameIn(line.variant_name, i18n.locale),
    price: majorUnits(line.price, currency),
    quantity: line.quantity,
    position: index + 1,
  }));

export const listViewed = (category: string, items: readonly GoodsItem[], currency: string): void =>
  track('Product List Viewed', {
    category,
    products: items
      .slice(0, 20)
      .map((goods, index) => ({ ...ofGoods(goods, currency), position: index + 1 })),
  });

export const searched = (query: string): void => track('Products Searched', { query });

export const productViewed = (
  goods: GoodsDetail,
  variant: GoodsDetail['variants'][number],
  currency: string,
  category: string,
): void => track('Product Viewed', { ...ofVariant(goods, variant, currency), category });

export const productAdded = (
  goods: GoodsDetail,
  variant: GoodsDetail['variants'][number],
  currency: string,
  { cart, quantity }: { cart: string; quantity: number },
): void => track('Product Added', { ...ofVariant(goods, variant, currency), cart_id: cart, quantity });

export const productRemoved = (line: CartPriced['lines'][number], currency: string, cart: string): void =>
  track('Product Removed', {
    cart_id: cart,
    product_id: line.handle,
    name: nameIn(line.name, i18n.locale),
    price: majorUnits(line.price, currency),
    quantity: line.quantity,
  });

export const cartViewed = (priced: CartPriced, currency: string, cart: string): void =>
  track('Cart Viewed', { cart_id: cart, products: ofLines(priced, currency) });

const ofCheckout = (priced: CartPriced, currency: string) => ({
  currency,
  value: majorUnits(priced.subtotal, currency),
  shipping: majorUnits(priced.shipping, currency),
  products: ofLines(priced, currency),
});

export const checkoutStarted = (priced: CartPriced, currency: string, checkout: string): void =>
  track('Checkout Started', { checkout_id: checkout, ...ofCheckout(priced, currency) });

type Bought = { number: string; total: number; checkout: string };

export const orderCompleted = (
  priced: CartPriced,
  currency: string,
  { number, total, checkout }: Bought,
): void =>
  track('Order Completed', {
    order_id: number,
    checkout_id: checkout,
    total: majorUnits(total, currency),
    revenue: majorUnits(priced.subtotal, currency),
    ...ofCheckout(priced, currency),
  });

/** Who it is, vouched for by the house. */
export const identified = (shopper: { id: string; token: string }, traits: object): void =>
  regulars('identify', shopper.id, traits, { userToken: shopper.token });
