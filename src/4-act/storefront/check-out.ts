/** A cart becomes an order: priced anew, paid with a play card, taken from stock and recorded in one transaction, once for each checkout. */
import { createHash, randomUUID } from 'node:crypto';
import { soldAs } from '#know/catalog';
import type { Shelf } from '#know/catalog/module';
import type { ChannelRow } from '#know/channels';
import type { CustomerDirectory } from '#know/customers';
import { type OrderRecord, recordOrders } from '#know/orders';
import { vouchesFor } from '#know/sources';
import type { UserSigning } from '#know/sources/module';
import { Problem } from '#platform/errors';
import type { JsonObject } from '#platform/log';
import type { Platform } from '#platform/module';
import type { Tx } from '#platform/postgres';
import { titleOf } from './both-languages.ts';
import type { CheckoutDone, CheckoutGiven } from './contract.ts';
import { type PricedCart, priceCart } from './price-cart.ts';
import { type CheckoutRow, checkoutOf, type FrontRow, nextOrderNumber, noteCheckout } from './store.ts';

export type CheckoutParts = Pick<Platform, 'db' | 'log' | 'clock'> & {
  customers: CustomerDirectory;
  shelf: Shelf;
  signing: UserSigning;
};

/** Throws `goods_gone`, `sold_out`, `price_changed`, `payment_declined`, `checkout_reused`. */
export async function checkOut(
  parts: CheckoutParts,
  front: FrontRow,
  channel: ChannelRow,
  given: CheckoutGiven,
): Promise<CheckoutDone> {
  const digest = digestOf(given);
  const done = await checkoutOf(parts.db, given.checkout_id);
  if (done) return answer(parts, front, channel, same(done, digest));
  const shelved = await parts.shelf.withVariants(parts.db, channel.channel_id, {
    variants: given.lines.map(({ variant }) => Number(variant)),
  });
  const cart = priceCart(given.lines, shelved, channel.currency, front);
  mayBeSold(cart, given);
  const checkout: CheckoutRow = {
    checkout_id: given.checkout_id,
    digest,
    order_number: await nextOrderNumber(parts.db),
    total: cart.total,
    shopper: shopperOf(front, given),
  };
  try {
    const record = recordOf(checkout, cart, channel, given, parts.clock.now());
    const alongside = (tx: Tx) => settle(parts, tx, channel, checkout, cart);
    await recordOrders({ ...parts, alongside }, channel, [record], 'live');
  } catch (error) {
    const first = error instanceof Meanwhile ? await checkoutOf(parts.db, given.checkout_id) : null;
    if (!first) throw error;
    return answer(parts, front, channel, same(first, digest));
  }
  return answer(parts, front, channel, checkout);
}

/** The same checkout was sent twice at once, and the other came first. */
class Meanwhile extends Error {}

const digestOf = ({ checkout_id: _, shopper: __, ...wish }: CheckoutGiven): Buffer =>
  createHash('sha256').update(JSON.stringify(wish)).digest();

function same(done: CheckoutRow, digest: Buffer): CheckoutRow {
  if (!done.digest.equals(digest)) throw new Problem('checkout_reused');
  return done;
}

function mayBeSold(cart: PricedCart, given: CheckoutGiven): void {
  if (cart.gone.length > 0) throw new Problem('goods_gone');
  const short = cart.lines.find(({ quantity, left }) => quantity > left);
  if (short) throw soldOut(short.left);
  if (cart.total !== given.total) throw new Problem('price_changed');
  if (given.card === 'sandbox_declined') throw new Problem('payment_declined');
}

const soldOut = (left: number): Problem => new Problem('sold_out', { params: { left } });

/** Who this browser was before, when it can show that we said so; else somebody new. */
function shopperOf({ token_secret }: FrontRow, { shopper }: CheckoutGiven): string {
  if (shopper && vouchesFor(token_secret, shopper.id, shopper.token)) return shopper.id;
  return `shopper-${randomUUID()}`;
}

async function settle(
  { shelf, clock }: CheckoutParts,
  tx: Tx,
  channel: ChannelRow,
  checkout: CheckoutRow,
  cart: PricedCart,
): Promise<void> {
  const at = clock.now();
  if (!(await noteCheckout(tx, checkout, at))) throw new Meanwhile();
  // Whoever else keeps its stock tells us of it by a feed.
  if (channel.owners.stock !== 'regulars') return;
  const wanted = cart.lines.map(({ variant, quantity }) => ({ variantId: variant.variant_id, quantity }));
  const [short] = await shelf.take(tx, channel.channel_id, wanted, at);
  if (short) throw soldOut(short.left);
}

function recordOf(
  { order_number, shopper, total }: CheckoutRow,
  cart: PricedCart,
  channel: ChannelRow,
  given: CheckoutGiven,
  at: Date,
): OrderRecord {
  const { contact, address, language } = given;
  return {
    order: {
      platformId: order_number,
      number: order_number,
      kind: 'sale',
      placedAt: at,
      currency: channel.currency,
      test: false,
      taxIncluded: true,
      lines: cart.lines.map(({ goods, variant, quantity, amount }, index) => ({
        platformId: String(index + 1),
        sold: soldAs({
          platformId: variant.platform_id,
          platformProduct: variant.platform_product,
          sku: variant.sku,
          title: language === 'en' ? titleOf(goods).en : titleOf(goods).zh,
        }),
        quantity,
        unitPrice: variant.price,
        amount,
        discount: 0,
      })),
      adjustments: cart.shipping > 0 ? [{ kind: 'shipping', amount: cart.shipping, label: '' }] : [],
      payments: [{ platformId: `${order_number}-1`, method: 'sandbox', amount: total, at, state: 'paid' }],
      refunds: [],
      cancelledAt: null,
      cancelReason: null,
      fulfilment: 'unfulfilled',
      completedAt: null,
      campaign: null,
      country: address.country,
    },
    buyer: {
      identifiers: [
        { kind: 'user_id', value: shopper },
        { kind: 'email', value: contact.email.toLowerCase() },
      ],
      traits: {
        name: contact.name,
        email: contact.email.toLowerCase(),
        ...(contact.phone && { phone: contact.phone }),
        language,
      },
      details: { contact, shipping: address } as JsonObject,
    },
    version: at,
    rank: 'feed',
  };
}

const answer = (
  { signing }: CheckoutParts,
  { token_secret }: FrontRow,
  { currency }: ChannelRow,
  { order_number, total, shopper }: CheckoutRow,
): CheckoutDone => ({
  number: order_number,
  total,
  currency,
  shopper: { id: shopper, token: signing.sign(token_secret, shopper) },
});
