/** The SQL of what customers bought altogether. */
import type { Bought } from '#know/customers/contract';
import { type CustomerId, customerId } from '#platform/ids';
import { type Db, sql, type Tx } from '#platform/postgres';

/** What each of these profiles bought, by currency; tests are left out. */
export async function boughtBy(
  db: Db | Tx,
  profiles: readonly CustomerId[],
): Promise<Map<CustomerId, Bought[]>> {
  const { rows } = await sql<
    Omit<Bought, 'firstAt' | 'lastAt' | 'lastReturnedAt'> & {
      id: number;
      first_at: Date;
      last_at: Date;
      last_returned_at: Date | null;
    }
  >`
    SELECT customer_id AS id, currency, array_agg(DISTINCT channel_id) AS channels,
           (count(*) FILTER (WHERE kind = 'sale' AND cancelled_at IS NULL))::int AS orders,
           (coalesce(sum(total - refunded) FILTER (WHERE cancelled_at IS NULL), 0))::bigint AS spent,
           (coalesce(sum(refunded) FILTER (WHERE cancelled_at IS NULL), 0)
             - coalesce(sum(total) FILTER (WHERE kind = 'credit' AND cancelled_at IS NULL), 0))::bigint AS refunded,
           (count(*) FILTER (WHERE (refunded > 0 OR kind = 'credit') AND cancelled_at IS NULL))::int AS returned,
           max(CASE WHEN kind = 'credit' THEN placed_at ELSE (SELECT max(r.refunded_at) FROM orders.refund r
                 WHERE r.customer_id = o.customer_id AND r.order_id = o.order_id) END)
             FILTER (WHERE (refunded > 0 OR kind = 'credit') AND cancelled_at IS NULL) AS last_returned_at,
           (count(*) FILTER (WHERE cancelled_at IS NOT NULL))::int AS cancelled,
           min(placed_at) AS first_at, max(placed_at) AS last_at
      FROM orders.order o WHERE customer_id = ANY(${profiles}::bigint[]) AND NOT test AND kind <> 'adjustment'
     GROUP BY customer_id, currency`.execute(db);
  const byCustomer = Map.groupBy(rows, ({ id }) => customerId(id));
  return new Map(
    [...byCustomer].map(([id, own]) => [
      id,
      own.map(({ id: _, first_at, last_at, last_returned_at, ...bought }) => ({
        ...bought,
        firstAt: first_at,
        lastAt: last_at,
        lastReturnedAt: last_returned_at,
      })),
    ]),
  );
}

/** Whose orders a channel gave this number. */
export async function buyersOf(db: Db, number: string): Promise<CustomerId[]> {
  const { rows } = await sql<{ customer_id: number }>`
    SELECT DISTINCT customer_id FROM orders.number WHERE platform_id = ${number} AND customer_id <> 0 LIMIT 50`.execute(
    db,
  );
  return rows.map((row) => customerId(row.customer_id));
}
