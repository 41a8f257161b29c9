/** From an order as a shop's own system sends it to the record that is written. Pure. */
import { soldAs } from '#know/catalog';
import type { ChannelRow } from '#know/channels';
import type { Identifier } from '#know/customers';
import type { JsonObject } from '#platform/log';
import { minorAmount } from '#platform/money';
import type { GivenOrder } from './contract.ts';
import type { Order } from './order.ts';
import type { Buyer, OrderRecord } from './record-orders.ts';

export function recordOf(given: GivenOrder, channel: ChannelRow): OrderRecord {
  return {
    order: orderOf(given, channel.currency),
    buyer: buyerOf(given, channel),
    version: given.updated_at === null ? null : new Date(given.updated_at),
    rank: 'feed',
  };
}

const orNull = (instant: string | null): Date | null => (instant === null ? null : new Date(instant));

function orderOf(given: GivenOrder, currency: string): Order {
  return {
    platformId: given.platform_id,
    number: given.number ?? given.platform_id,
    kind: given.kind,
    placedAt: new Date(given.placed_at),
    currency,
    test: given.test,
    taxIncluded: given.tax_included,
    lines: given.lines.map((line) => ({
      platformId: line.id,
      sold: soldAs({
        platformId: line.variant_id ?? line.product_id,
        platformProduct: line.product_id,
        sku: line.sku,
        title: line.title,
        kind: line.kind,
      }),
      quantity: line.quantity,
      unitPrice: line.unit_price,
      amount: line.amount ?? minorAmount(line.unit_price, line.quantity, currency),
      discount: line.discount,
    })),
    adjustments: given.adjustments,
    payments: given.payments.map(({ id, at, ...payment }) => ({
      ...payment,
      platformId: id,
      at: new Date(at),
    })),
    refunds: given.refunds.map(({ id, at, beside, ...refund }) => ({
      ...refund,
      ...(beside && { beside }),
      platformId: id,
      at: new Date(at),
    })),
    cancelledAt: orNull(given.cancelled_at),
    cancelReason: given.cancel_reason,
    fulfilment: given.fulfilment,
    completedAt: orNull(given.completed_at),
    campaign: given.campaign,
    country: given.country,
  };
}

/** A channel's own number of a customer is hers within that channel only. */
export const channelCustomer = (channel: ChannelRow, id: string): Identifier => ({
  kind: 'channel_customer',
  value: `${channel.channel_id}:${id}`,
});

function buyerOf({ customer, details }: GivenOrder, channel: ChannelRow): Buyer {
  const { user_id, customer_id, email, phone, traits } = customer;
  const identifiers: Identifier[] = [
    ...(user_id === undefined ? [] : [{ kind: 'user_id', value: user_id }]),
    ...(customer_id === undefined ? [] : [channelCustomer(channel, customer_id)]),
    ...(email === undefined ? [] : [{ kind: 'email', value: email.trim().toLowerCase() }]),
    ...(phone === undefined ? [] : [{ kind: 'phone', value: phone }]),
  ];
  return { identifiers, traits: traits as JsonObject, details: details as JsonObject };
}
