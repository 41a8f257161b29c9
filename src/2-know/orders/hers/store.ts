/** The SQL of one customer's orders. Each profile's latest come off the index of customer and time, however many orders the shop has. */
import { type CustomerId, customerId, orderId } from '#platform/ids';
import { type Db, sql } from '#platform/postgres';
import type { OrderKey } from '../store.ts';

/** Of several profiles together, the latest first. */
export async function latestOrders(
  db: Db,
  profiles: readonly CustomerId[],
  visible: readonly string[] | null,
  most: number,
): Promise<OrderKey[]> {
  const { rows } = await sql<{ customer_id: number; order_id: number }>`
    SELECT o.customer_id, o.order_id FROM unnest(${profiles}::bigint[]) AS p (id),
      LATERAL (SELECT customer_id, order_id, placed_at FROM orders.order WHERE customer_id = p.id AND customer_id <> 0
                  AND (${visible}::text[] IS NULL OR channel_id::text = ANY(${visible}::text[]))
                ORDER BY placed_at DESC LIMIT ${most}) o
     ORDER BY o.placed_at DESC LIMIT ${most}`.execute(db);
  return rows.map((row) => ({ customerId: customerId(row.customer_id), orderId: orderId(row.order_id) }));
}

export async function sealedDetails(
  db: Db,
  profiles: readonly CustomerId[],
  visible: readonly string[] | null,
  most: number,
): Promise<{ customer_id: number; placed_at: Date; sealed: Buffer }[]> {
  const { rows } = await sql<{ customer_id: number; placed_at: Date; sealed: Buffer }>`
    SELECT o.customer_id, o.placed_at, o.sealed FROM unnest(${profiles}::bigint[]) AS p (id),
      LATERAL (SELECT customer_id, placed_at, sealed FROM orders.order
                WHERE customer_id = p.id AND customer_id <> 0 AND sealed IS NOT NULL AND NOT test
                  AND (${visible}::text[] IS NULL OR channel_id::text = ANY(${visible}::text[]))
                ORDER BY placed_at DESC LIMIT ${most}) o
     ORDER BY o.placed_at DESC LIMIT ${most}`.execute(db);
  return rows;
}
