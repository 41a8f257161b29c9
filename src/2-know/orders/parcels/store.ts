/** The SQL of parcels. */
import { type ChannelId, type CustomerId, customerId, type OrderId, orderId } from '#platform/ids';
import { type Db, sql, type Tx } from '#platform/postgres';
import type { ParcelRecord } from './record-parcels.ts';

export type Whose = { customerId: CustomerId; orderId: OrderId };

export async function ordersNumbered(
  db: Db | Tx,
  channel: ChannelId,
  numbers: readonly string[],
): Promise<Map<string, Whose>> {
  const { rows } = await sql<{ platform_id: string; customer_id: number; order_id: number }>`
    SELECT platform_id, customer_id, order_id FROM orders.number
     WHERE channel_id = ${channel} AND platform_id = ANY(${numbers}::text[])`.execute(db);
  return new Map(
    rows.map((row) => [
      row.platform_id,
      { customerId: customerId(row.customer_id), orderId: orderId(row.order_id) },
    ]),
  );
}

export type StoredParcel = Whose & { parcel: ParcelRecord };

/** What is known already stays where a later telling says nothing. */
export async function saveParcels(tx: Tx, parcels: readonly StoredParcel[]): Promise<void> {
  const of = <T>(value: (one: StoredParcel) => T): T[] => parcels.map(value);
  await sql`
    INSERT INTO orders.parcel AS p (customer_id, order_id, tracking, courier, shipped_at, delivered_at, promised_at, failure)
    SELECT * FROM unnest(${of((o) => o.customerId)}::bigint[], ${of((o) => o.orderId)}::bigint[], ${of((o) => o.parcel.tracking)}::text[],
      ${of((o) => o.parcel.courier)}::text[], ${of((o) => o.parcel.shippedAt)}::timestamptz[], ${of((o) => o.parcel.deliveredAt)}::timestamptz[],
      ${of((o) => o.parcel.promisedAt)}::timestamptz[], ${of((o) => o.parcel.failure)}::text[])
    ON CONFLICT (customer_id, order_id, tracking) DO UPDATE SET courier = excluded.courier,
      shipped_at = coalesce(excluded.shipped_at, p.shipped_at), delivered_at = coalesce(excluded.delivered_at, p.delivered_at),
      promised_at = coalesce(excluded.promised_at, p.promised_at), failure = coalesce(excluded.failure, p.failure)`.execute(
    tx,
  );
}

export type ParcelRow = {
  tracking: string;
  courier: string;
  shipped_at: Date | null;
  delivered_at: Date | null;
  promised_at: Date | null;
  failure: string | null;
};

/** By order, the first that was sent first; at most 20 of each. */
export async function parcelsOf(db: Db, orders: readonly Whose[]): Promise<Map<OrderId, ParcelRow[]>> {
  const { rows } = await sql<ParcelRow & { order_id: number }>`
    SELECT p.* FROM unnest(${orders.map((one) => one.customerId)}::bigint[], ${orders.map((one) => one.orderId)}::bigint[])
        AS k (customer_id, order_id),
      LATERAL (SELECT order_id, tracking, courier, shipped_at, delivered_at, promised_at, failure FROM orders.parcel
                WHERE customer_id = k.customer_id AND order_id = k.order_id
                ORDER BY shipped_at NULLS LAST, tracking LIMIT 20) p`.execute(db);
  const byOrder = Map.groupBy(rows, (row) => orderId(row.order_id));
  return new Map([...byOrder].map(([id, own]) => [id, own.map(({ order_id: _, ...parcel }) => parcel)]));
}

/** Parcels go with their order to whom it is found to be. */
export async function moveParcels(tx: Tx, orders: readonly Whose[]): Promise<void> {
  if (orders.length === 0) return;
  await sql`UPDATE orders.parcel p SET customer_id = t.customer_id
    FROM unnest(${orders.map((one) => one.customerId)}::bigint[], ${orders.map((one) => one.orderId)}::bigint[]) AS t (customer_id, order_id)
   WHERE p.order_id = t.order_id AND p.customer_id <> t.customer_id`.execute(tx);
}
