/** The latest orders of one person, each with what somebody asks about who has her on the phone: what was in it, where it is, what came back. */
import { described } from '#know/catalog';
import { profilesFor } from '#know/customers';
import { Problem } from '#platform/errors';
import { type Principal, seesAddresses } from '#platform/http';
import type { CustomerId } from '#platform/ids';
import type { Platform } from '#platform/module';
import type { OrderOfCustomer, OrdersOfCustomer } from '../contract.ts';
import { channelNames, channelsOf, itemOf } from '../list-orders.ts';
import { deliveryOf, parcelShown } from '../parcels/delivery.ts';
import { type ParcelRow, parcelsOf } from '../parcels/store.ts';
import { type WholeOrder, wholeOrders } from '../store.ts';
import { latestOrders } from './store.ts';

const SHOWN = 10;
const MOST_ITEMS = 20;

/** Throws `not_found`, also for customers the caller may not see. */
export async function ordersOfCustomer(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  id: CustomerId,
  principal: Principal,
): Promise<OrdersOfCustomer> {
  const profiles = await profilesFor(db, id, principal);
  if (profiles.length === 0) throw new Problem('not_found');
  const keys = await latestOrders(db, profiles, channelsOf(principal), SHOWN);
  const [orders, parcels, names] = await Promise.all([
    wholeOrders(db, keys),
    parcelsOf(db, keys),
    channelNames(db),
  ]);
  const variants = await described.variants(
    db,
    orders.flatMap((order) => order.parts.map((line) => line.variant_id)),
  );
  const byId = new Map(orders.map((order) => [order.orderId, order]));
  const now = clock.now();
  const mayFollow = seesAddresses(principal);
  const items = keys.flatMap(({ orderId: order }) => {
    const whole = byId.get(order);
    return whole
      ? [shown(whole, { parcels: parcels.get(order) ?? [], names, variants, now, mayFollow })]
      : [];
  });
  return { items, next: null };
}

type Around = {
  parcels: readonly ParcelRow[];
  names: ReadonlyMap<number, string>;
  variants: Awaited<ReturnType<typeof described.variants>>;
  now: Date;
  mayFollow: boolean;
};

function shown(whole: WholeOrder, around: Around): OrderOfCustomer {
  const { row, order, parts } = whole;
  const back = Map.groupBy(
    order.refunds.flatMap(({ lines }) => lines),
    ({ line }) => line,
  );
  const goods = parts.filter(({ kind }) => kind === 'goods' || kind === 'gift_card');
  const parcels = around.parcels.map((parcel) => parcelShown(parcel, around.now, around.mayFollow));
  return {
    ...itemOf(row, around.names),
    delivery: deliveryOf(parcels.map(({ state }) => state)),
    items: goods.slice(0, MOST_ITEMS).map((line) => ({
      title: line.title,
      variant: around.variants.get(line.variant_id)?.title ?? '',
      sku: around.variants.get(line.variant_id)?.sku ?? null,
      quantity: line.quantity,
      amount: line.amount - line.discount,
      returned: (back.get(line.platform_id) ?? []).reduce((sum, { quantity }) => sum + quantity, 0),
    })),
    more_items: Math.max(0, goods.length - MOST_ITEMS),
    parcels,
    refunds: order.refunds.map(({ at, amount, reason }) => ({ at: at.toISOString(), amount, reason })),
  };
}
