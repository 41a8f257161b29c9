/** The only SQL of `act/storefront`; schema `storefront`. */
import { type ChannelId, channelId, type SourceId, sourceId } from '#platform/ids';
import { type Db, sql, type Tx } from '#platform/postgres';

export type FrontRow = {
  name: string;
  channel_id: ChannelId;
  source_id: SourceId;
  write_key: string;
  token_secret: Buffer;
  shipping_fee: number;
  free_from: number;
};

export async function theFront(db: Db | Tx): Promise<FrontRow | null> {
  const { rows } = await sql<FrontRow>`
    SELECT name, channel_id, source_id, write_key, token_secret, shipping_fee, free_from FROM storefront.front`.execute(
    db,
  );
  const [row] = rows;
  return row ? { ...row, channel_id: channelId(row.channel_id), source_id: sourceId(row.source_id) } : null;
}

/** False: there is one already. */
export async function insertFront(db: Db, front: FrontRow, at: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`
    INSERT INTO storefront.front (name, channel_id, source_id, write_key, token_secret, shipping_fee, free_from, opened_at)
    VALUES (${front.name}, ${front.channel_id}, ${front.source_id}, ${front.write_key}, ${front.token_secret},
            ${front.shipping_fee}, ${front.free_from}, ${at})
    ON CONFLICT DO NOTHING`.execute(db);
  return numAffectedRows === 1n;
}

/** Numbers may be left out, where a checkout came to nothing. */
export async function nextOrderNumber(db: Db): Promise<string> {
  const { rows } = await sql<{
    number: string;
  }>`SELECT 'R' || nextval('storefront.order_number') AS number`.execute(db);
  return (rows[0] as { number: string }).number;
}

export type CheckoutRow = {
  checkout_id: string;
  digest: Buffer;
  order_number: string;
  total: number;
  shopper: string;
};

export async function checkoutOf(db: Db, id: string): Promise<CheckoutRow | null> {
  const { rows } = await sql<CheckoutRow>`
    SELECT checkout_id, digest, order_number, total, shopper FROM storefront.checkout WHERE checkout_id = ${id}`.execute(
    db,
  );
  return rows[0] ?? null;
}

/** False: it became an order meanwhile. Whoever comes second waits here for the first. */
export async function noteCheckout(tx: Tx, checkout: CheckoutRow, at: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`
    INSERT INTO storefront.checkout (checkout_id, digest, order_number, total, shopper, at)
    VALUES (${checkout.checkout_id}, ${checkout.digest}, ${checkout.order_number}, ${checkout.total}, ${checkout.shopper}, ${at})
    ON CONFLICT DO NOTHING`.execute(tx);
  return numAffectedRows === 1n;
}
