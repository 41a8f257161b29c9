/** Orders as people see them: in lists, and one with everything that belongs to it. */
import type { KeyObject } from 'node:crypto';
import type { z } from 'zod';
import { allChannels } from '#know/channels';
import { profilesFor } from '#know/customers';
import { Problem } from '#platform/errors';
import { type Principal, seesAddresses } from '#platform/http';
import { customerId } from '#platform/ids';
import type { JsonObject } from '#platform/log';
import type { Platform } from '#platform/module';
import type { Db } from '#platform/postgres';
import { open } from '#platform/vault';
import type { OrderDetail, OrderItem, orderQuery } from './contract.ts';
import { parcelShown } from './parcels/delivery.ts';
import { parcelsOf } from './parcels/store.ts';
import * as store from './store.ts';

export const channelsOf = (principal: Principal): readonly string[] | null =>
  principal.kind === 'anonymous' ? [] : principal.channels;

export async function listOrders(
  db: Db,
  { customer, ...query }: z.output<typeof orderQuery>,
  principal: Principal,
): Promise<{ items: OrderItem[]; next: string | null }> {
  const profiles =
    customer === undefined ? undefined : await profilesFor(db, customerId(customer), principal);
  const [{ items, next }, names] = await Promise.all([
    store.listOrders(db, { ...query, customer: profiles }, channelsOf(principal)),
    channelNames(db),
  ]);
  return { items: items.map((row) => itemOf(row, names)), next };
}

/** Throws `not_found`, also for orders of channels the caller is not limited to. */
export async function showOrder(
  { db, vault, clock }: Pick<Platform, 'db' | 'vault' | 'clock'>,
  id: number,
  principal: Principal,
): Promise<OrderDetail> {
  const key = await store.orderKey(db, id);
  const [whole] = key ? await store.wholeOrders(db, [key]) : [];
  const visible = channelsOf(principal);
  if (!whole || (visible && !visible.includes(String(whole.row.channel_id)))) throw new Problem('not_found');
  const mayRead = seesAddresses(principal);
  const keys = mayRead ? await vault.existingKeys([whole.customerId]) : new Map<number, KeyObject>();
  const [names, parcels] = await Promise.all([channelNames(db), parcelsOf(db, [whole])]);
  const sent = parcels.get(whole.orderId) ?? [];
  return {
    ...detailOf(whole, names, keys.get(whole.customerId)),
    parcels: sent.map((parcel) => parcelShown(parcel, clock.now(), mayRead)),
  };
}

export async function channelNames(db: Db): Promise<Map<number, string>> {
  return new Map((await allChannels(db)).map(({ channel_id, name }) => [channel_id, name]));
}

export const itemOf = (row: store.OrderRow, names: ReadonlyMap<number, string>): OrderItem => ({
  id: String(row.order_id),
  channel: { id: String(row.channel_id), name: names.get(row.channel_id) ?? '' },
  platform_id: row.platform_id,
  number: row.number,
  kind: row.kind,
  customer_id: row.customer_id === 0 ? null : String(row.customer_id),
  state: row.state as OrderItem['state'],
  payment: row.payment as OrderItem['payment'],
  fulfilment: row.fulfilment,
  placed_at: row.placed_at.toISOString(),
  currency: row.currency,
  total: row.total,
  refunded: row.refunded,
  goods: row.goods,
  test: row.test,
});

function detailOf(
  { row, order, parts }: store.WholeOrder,
  names: ReadonlyMap<number, string>,
  key: KeyObject | undefined,
): Omit<OrderDetail, 'parcels'> {
  const plain = key && row.sealed ? open(key, row.sealed) : null;
  return {
    ...itemOf(row, names),
    cancelled_at: row.cancelled_at?.toISOString() ?? null,
    cancel_reason: row.cancel_reason,
    completed_at: row.completed_at?.toISOString() ?? null,
    campaign: row.campaign,
    country: row.country,
    tax_included: row.tax_included,
    recorded_at: row.recorded_at.toISOString(),
    changed_at: row.changed_at.toISOString(),
    lines: parts.map((line) => ({
      id: line.platform_id,
      product_id: String(line.product_id),
      variant_id: String(line.variant_id),
      title: line.title,
      kind: line.kind,
      quantity: line.quantity,
      unit_price: line.unit_price,
      amount: line.amount,
      discount: line.discount,
    })),
    adjustments: [...order.adjustments],
    payments: order.payments.map(({ platformId, at, ...payment }) => ({
      id: platformId,
      at: at.toISOString(),
      ...payment,
    })),
    refunds: order.refunds.map(({ platformId, at, lines, ...refund }) => ({
      id: platformId,
      at: at.toISOString(),
      lines: [...lines],
      ...refund,
    })),
    details: plain ? (JSON.parse(plain.toString()) as JsonObject) : null,
  };
}
