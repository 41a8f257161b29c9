/** Orders of a stretch of time with all they count for: what somebody needs who asks why two sums differ. */
import type { OrderId } from '#platform/ids';
import type { Db } from '#platform/postgres';
import { type Entry, entriesOf, type Order } from '../order.ts';
import { wholeOrders } from '../store.ts';
import { type CountedQuery, keysCounted } from './store.ts';

export type CountedOrder = {
  orderId: OrderId;
  platformId: string;
  number: string;
  currency: string;
  placedAt: Date;
  cancelledAt: Date | null;
  /** Counts for nothing; `entries` is what it would count for. */
  test: boolean;
  entries: readonly Entry[];
};

const AT_ONCE = 2000;

export async function countedOrders(db: Db, query: CountedQuery): Promise<CountedOrder[]> {
  const keys = await keysCounted(db, query);
  const counted: CountedOrder[] = [];
  for (let from = 0; from < keys.length; from += AT_ONCE) {
    const whole = await wholeOrders(db, keys.slice(from, from + AT_ONCE));
    counted.push(...whole.map(({ orderId, order }) => countedOf(orderId, order)));
  }
  return counted;
}

export const countedOf = (orderId: OrderId, order: Order): CountedOrder => ({
  orderId,
  platformId: order.platformId,
  number: order.number,
  currency: order.currency,
  placedAt: order.placedAt,
  cancelledAt: order.cancelledAt,
  test: order.test,
  entries: entriesOf({ ...order, test: false }),
});
