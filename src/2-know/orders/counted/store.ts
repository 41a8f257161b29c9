/** Which orders have to do with a stretch of time. */
import { type ChannelId, customerId, orderId } from '#platform/ids';
import { type Db, sql } from '#platform/postgres';
import type { OrderKey } from '../store.ts';

export type CountedQuery = { channel: ChannelId; from: Date; to: Date; numbers: readonly string[] };

/** Placed, cancelled or refunded in the stretch (`to` excluded), or called by one of these numbers. */
export async function keysCounted(db: Db, { channel, from, to, numbers }: CountedQuery): Promise<OrderKey[]> {
  const { rows } = await sql<{ customer_id: number; order_id: number }>`
    SELECT customer_id, order_id FROM orders.order WHERE channel_id = ${channel} AND placed_at >= ${from} AND placed_at < ${to}
    UNION SELECT customer_id, order_id FROM orders.order
           WHERE channel_id = ${channel} AND cancelled_at >= ${from} AND cancelled_at < ${to}
    UNION SELECT customer_id, order_id FROM orders.refund r JOIN orders.order o USING (customer_id, order_id)
           WHERE o.channel_id = ${channel} AND r.refunded_at >= ${from} AND r.refunded_at < ${to}
    UNION SELECT customer_id, order_id FROM orders.order WHERE channel_id = ${channel} AND number = ANY(${numbers}::text[])
    UNION SELECT customer_id, order_id FROM orders.number WHERE channel_id = ${channel} AND platform_id = ANY(${numbers}::text[])
    ORDER BY order_id`.execute(db);
  return rows.map((row) => ({ customerId: customerId(row.customer_id), orderId: orderId(row.order_id) }));
}

/** What people call these orders. */
export async function orderNumbers(db: Db, orders: readonly number[]): Promise<Map<number, string>> {
  const { rows } = await sql<{ order_id: number; number: string }>`
    SELECT order_id, number FROM orders.order WHERE order_id = ANY(${orders}::bigint[])`.execute(db);
  return new Map(rows.map((row) => [row.order_id, row.number]));
}
