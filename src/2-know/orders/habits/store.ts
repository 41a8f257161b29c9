/** The SQL of what somebody mostly buys. */
import type { CustomerId } from '#platform/ids';
import { type Db, sql } from '#platform/postgres';

export type OrderBought = {
  channel_id: number;
  placed_at: Date;
  currency: string;
  methods: string[];
  /** Goods, each with the price of a piece. */
  items: { product: number; price: number }[];
};

/** The latest sales that stand, without tests, the latest first. */
export async function latestBought(
  db: Db,
  profiles: readonly CustomerId[],
  visible: readonly string[] | null,
  most: number,
): Promise<OrderBought[]> {
  const { rows } = await sql<OrderBought>`
    WITH latest AS (
      SELECT o.* FROM unnest(${profiles}::bigint[]) AS p (id),
        LATERAL (SELECT customer_id, order_id, channel_id, placed_at, currency FROM orders.order
                  WHERE customer_id = p.id AND customer_id <> 0 AND kind = 'sale' AND cancelled_at IS NULL AND NOT test
                    AND (${visible}::text[] IS NULL OR channel_id::text = ANY(${visible}::text[]))
                  ORDER BY placed_at DESC LIMIT ${most}) o
       ORDER BY o.placed_at DESC LIMIT ${most}
    )
    SELECT o.channel_id, o.placed_at, o.currency,
      ARRAY(SELECT DISTINCT p.method FROM orders.payment p
             WHERE p.customer_id = o.customer_id AND p.order_id = o.order_id AND p.state IN ('paid', 'authorised')) AS methods,
      (SELECT coalesce(json_agg(json_build_object('product', l.product_id, 'price', l.unit_price)), '[]')
         FROM (SELECT product_id, unit_price FROM orders.line l
                WHERE l.customer_id = o.customer_id AND l.order_id = o.order_id AND l.kind = 'goods' AND l.quantity > 0
                ORDER BY l.line LIMIT 50) l) AS items
      FROM latest o ORDER BY o.placed_at DESC`.execute(db);
  return rows;
}
