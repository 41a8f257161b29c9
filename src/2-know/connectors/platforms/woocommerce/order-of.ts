/**
 * From an order of WooCommerce's to the record that is kept. Pure. It is called by its number, as in exports. Amounts of lines are without
 * tax there, whatever the shop's prices hold.
 */
import { z } from 'zod';
import { soldAs } from '#know/catalog';
import type { ChannelRow } from '#know/channels';
import { channelCustomer, type Order, type OrderRecord } from '#know/orders';
import { decimalsOf, minorAmount } from '#platform/money';
import { utc } from './client.ts';

const text = z.string().nullish();
const address = z
  .object({
    first_name: text,
    last_name: text,
    company: text,
    address_1: text,
    address_2: text,
    city: text,
    state: text,
    postcode: text,
    country: text,
    phone: text,
    email: text,
  })
  .nullish();
type Address = z.output<typeof address>;

export const orderShape = z.object({
  id: z.number().int(),
  number: z.coerce.string(),
  status: z.string(),
  currency: z.string(),
  date_created_gmt: z.string(),
  date_modified_gmt: z.string(),
  date_paid_gmt: text,
  date_completed_gmt: text,
  total: z.string(),
  total_tax: z.string(),
  shipping_total: z.string(),
  customer_id: z.number().int(),
  payment_method_title: text,
  transaction_id: text,
  customer_note: text,
  billing: address,
  shipping: address,
  line_items: z.array(
    z.object({
      id: z.number().int(),
      name: z.string(),
      product_id: z.number().int(),
      variation_id: z.number().int(),
      quantity: z.number().int(),
      subtotal: z.string(),
      total: z.string(),
      sku: text,
    }),
  ),
  fee_lines: z.array(z.object({ name: text, total: z.string() })).default([]),
  coupon_lines: z.array(z.object({ code: z.string() })).default([]),
  refunds: z.array(z.object({ id: z.number().int() })).default([]),
});
export type WooOrder = z.output<typeof orderShape>;

export const refundShape = z.object({
  id: z.number().int(),
  date_created_gmt: z.string(),
  amount: z.string(),
  reason: text,
  line_items: z.array(
    z.object({
      quantity: z.number(),
      total: z.string(),
      meta_data: z.array(z.object({ key: z.string(), value: z.unknown() })).default([]),
    }),
  ),
});
export type WooRefund = z.output<typeof refundShape>;

/** Throws RangeError where an amount is none. */
export function recordOf(order: WooOrder, refunds: readonly WooRefund[], channel: ChannelRow): OrderRecord {
  return {
    order: orderOf(order, refunds, channel),
    buyer: buyerOf(order, channel),
    version: utc(order.date_modified_gmt),
    rank: 'feed',
  };
}

function orderOf(said: WooOrder, refunds: readonly WooRefund[], channel: ChannelRow): Order {
  const minor = (amount: string): number => minorAmount(amount, 1, said.currency);
  const placedAt = utc(said.date_created_gmt);
  const lines = said.line_items.map((line) => lineOf(line, said.currency));
  const isCancelled = ['cancelled', 'failed', 'trash'].includes(said.status);
  const isDone = said.status === 'completed';
  return {
    platformId: said.number,
    number: said.number,
    kind: 'sale',
    placedAt,
    currency: said.currency,
    test: false,
    taxIncluded: false,
    lines,
    adjustments: adjustmentsOf(said, lines),
    payments: said.date_paid_gmt
      ? [
          {
            platformId: said.transaction_id || String(said.id),
            method: said.payment_method_title || '-',
            amount: minor(said.total),
            at: utc(said.date_paid_gmt),
            state: 'paid',
          },
        ]
      : [],
    refunds: refunds.map((refund) => ({
      platformId: String(refund.id),
      at: utc(refund.date_created_gmt),
      amount: Math.abs(minor(refund.amount)),
      reason: refund.reason ?? '',
      lines: refund.line_items.map((line) => ({
        line: String(line.meta_data.find(({ key }) => key === '_refunded_item_id')?.value ?? ''),
        quantity: Math.abs(line.quantity),
        amount: Math.abs(minor(line.total)),
      })),
    })),
    // When, it does not say: the day it was placed, as its exports have it too.
    cancelledAt: isCancelled ? placedAt : null,
    cancelReason: isCancelled ? said.status : null,
    fulfilment: isDone ? 'fulfilled' : 'unfulfilled',
    completedAt: isDone ? utc(said.date_completed_gmt ?? said.date_modified_gmt) : null,
    campaign: null,
    country: said.shipping?.country || said.billing?.country || channel.country,
  };
}

function lineOf(line: WooOrder['line_items'][number], currency: string): Order['lines'][number] {
  const amount = minorAmount(line.subtotal, 1, currency);
  const product = String(line.product_id);
  return {
    platformId: String(line.id),
    sold: soldAs({
      platformId: line.variation_id > 0 ? String(line.variation_id) : product,
      platformProduct: product,
      sku: line.sku || null,
      title: line.name.slice(0, 500),
    }),
    quantity: line.quantity,
    unitPrice: line.quantity === 0 ? '0' : (amount / line.quantity / 10 ** decimalsOf(currency)).toFixed(6),
    amount,
    discount: amount - minorAmount(line.total, 1, currency),
  };
}

/** Its own total counts: what does not add up to it is levelled out, and said so. */
function adjustmentsOf(said: WooOrder, lines: Order['lines']): Order['adjustments'] {
  const minor = (amount: string): number => minorAmount(amount, 1, said.currency);
  const found = [
    { kind: 'shipping' as const, amount: minor(said.shipping_total), label: '' },
    { kind: 'tax' as const, amount: minor(said.total_tax), label: '' },
    ...said.fee_lines.map((fee) => ({
      kind: 'fee' as const,
      amount: minor(fee.total),
      label: (fee.name ?? '').slice(0, 200),
    })),
  ].filter(({ amount }) => amount !== 0);
  const sum =
    lines.reduce((all, { amount, discount }) => all + amount - discount, 0) +
    found.reduce((all, { amount }) => all + amount, 0);
  const apart = minor(said.total) - sum;
  const code = said.coupon_lines[0]?.code;
  return [
    ...found,
    ...(apart === 0 ? [] : [{ kind: 'rounding' as const, amount: apart, label: '' }]),
    ...(code ? [{ kind: 'discount' as const, amount: 0, label: code.slice(0, 200) }] : []),
  ];
}

function buyerOf(said: WooOrder, channel: ChannelRow): OrderRecord['buyer'] {
  const email = said.billing?.email?.trim().toLowerCase();
  const phone = said.billing?.phone || said.shipping?.phone;
  const identifiers = [
    ...(said.customer_id > 0 ? [channelCustomer(channel, String(said.customer_id))] : []),
    ...(email?.includes('@') ? [{ kind: 'email', value: email }] : []),
    ...(phone && /\d{5}/.test(phone) ? [{ kind: 'phone', value: phone }] : []),
  ];
  const to = said.shipping?.address_1 ? said.shipping : said.billing;
  const name = nameIn(said.billing);
  const place = placeIn(to);
  const shipping = { ...(nameIn(to) && { name: nameIn(to) }), ...(phone && { phone }), ...place };
  const traits = { ...(name && { name }), ...(Object.keys(place).length > 0 && { address: place }) };
  return {
    identifiers,
    traits: identifiers.length > 0 ? traits : {},
    details: {
      ...(Object.keys(shipping).length > 0 && { shipping }),
      ...(said.customer_note && { note: said.customer_note }),
    },
  };
}

export const nameIn = (given: Address): string =>
  [given?.first_name, given?.last_name].filter(Boolean).join(' ');

/** Segment's names of the parts of an address. */
export function placeIn(given: Address): Record<string, string> {
  const parts = {
    street: [given?.address_1, given?.address_2].filter(Boolean).join(' '),
    city: given?.city,
    state: given?.state,
    postalCode: given?.postcode,
    country: given?.country,
  };
  return Object.fromEntries(
    Object.entries(parts).flatMap(([part, value]) => (value ? [[part, value] as const] : [])),
  );
}
