/** Goods of one channel that are on sale: active, listed there, with a price in its currency. */
import type { ChannelId } from '#platform/ids';
import { keyset, type Page } from '#platform/lists';
import { type Db, sql, type Tx } from '#platform/postgres';

export type Goods = {
  product_id: number;
  /** What the channel calls the product, as events of its pages do. */
  handle: string;
  title: string;
  description: string | null;
  attributes: Record<string, string>;
  brand: string | null;
  category_id: number | null;
  pictures: number;
  /** Of the cheapest variant; decimal text. */
  price: string;
  compare_at: string | null;
  /** Null: nobody counts it. */
  stock: number | null;
};

export type GoodsQuery = {
  q?: string | undefined;
  category?: number | undefined;
  ids?: readonly number[] | undefined;
  sort: 'newest' | '-newest' | 'price' | '-price';
  after?: string | undefined;
  limit: number;
};

const goods = keyset({
  id: { column: sql`p.product_id`, type: 'int8' },
  sorts: {
    newest: { column: sql`p.created_at`, type: 'timestamptz' },
    // In millionths, which is as fine as a price is.
    price: { column: sql`(cheapest.amount * 1000000)::int8`, type: 'int8' },
  },
  filters: {
    category: (id: number) => sql`p.category_id IN (
      WITH RECURSIVE below AS (
        SELECT category_id FROM catalog.category WHERE category_id = ${id}
        UNION ALL SELECT c.category_id FROM catalog.category c JOIN below ON c.parent_id = below.category_id
      ) SELECT category_id FROM below)`,
    ids: (ids: readonly number[]) => sql`p.product_id = ANY(${ids}::bigint[])`,
  },
});

/** The price of a variant on this channel now. */
const priceNow = (channel: ChannelId, variant: ReturnType<typeof sql>) => sql`
  SELECT amount, compare_at FROM catalog.price x
   WHERE x.variant_id = ${variant} AND x.channel_id = ${channel} ORDER BY since DESC LIMIT 1`;

const shelved = (channel: ChannelId) => sql`
  catalog.product p LEFT JOIN catalog.brand b USING (brand_id)
  JOIN LATERAL (
    SELECT now_.amount, now_.compare_at, l.platform_product AS handle FROM catalog.listing l, LATERAL (${priceNow(channel, sql`l.variant_id`)}) AS now_
     WHERE l.product_id = p.product_id AND l.channel_id = ${channel} ORDER BY now_.amount LIMIT 1
  ) AS cheapest ON true
  LEFT JOIN LATERAL (
    SELECT sum(greatest(s.quantity, 0))::int AS quantity FROM catalog.variant v JOIN catalog.stock s USING (variant_id)
      JOIN catalog.warehouse w ON w.warehouse_id = s.warehouse_id AND w.channel_id = ${channel}
     WHERE v.product_id = p.product_id
  ) AS counted ON true`;

const COLUMNS = sql`p.product_id, cheapest.handle, p.title, p.description, p.attributes, b.name AS brand, p.category_id,
  coalesce(cardinality(p.images), 0) AS pictures, trim_scale(cheapest.amount)::text AS price,
  trim_scale(cheapest.compare_at)::text AS compare_at, counted.quantity AS stock`;

const ON_SALE = sql`p.kind = 'goods' AND p.status = 'active'`;

/** `q` is looked for in titles, descriptions and attributes, where names in other languages stand. */
export async function goodsShelved(db: Db, channel: ChannelId, query: GoodsQuery): Promise<Page<Goods>> {
  const { q, ...rest } = query;
  const page = goods.pageSql(rest);
  const part = q === undefined ? null : `%${q.replace(/[\\%_]/g, '\\$&')}%`;
  const { rows } = await sql<Goods & { page_value: string | null; page_id: string }>`
    SELECT ${COLUMNS}, ${page.keys} FROM ${shelved(channel)}
     WHERE ${ON_SALE} AND ${page.where}
       AND (${part}::text IS NULL OR p.title ILIKE ${part} OR b.name ILIKE ${part} OR EXISTS (
             SELECT FROM jsonb_each_text(p.attributes) AS a WHERE a.value ILIKE ${part}))
     ORDER BY ${page.order} LIMIT ${page.limit}`.execute(db);
  return page.page(rows, (row) => row);
}

export type ShelvedVariant = {
  variant_id: number;
  product_id: number;
  platform_id: string;
  platform_product: string;
  sku: string | null;
  title: string;
  options: Record<string, string>;
  price: string;
  compare_at: string | null;
  stock: number | null;
};

export type GoodsWithVariants = Goods & { variants: ShelvedVariant[] };

/** By products or by variants; both are numbers of ours. */
export async function goodsWithVariants(
  db: Db | Tx,
  channel: ChannelId,
  by: { products: readonly number[] } | { variants: readonly number[] },
): Promise<GoodsWithVariants[]> {
  const wanted =
    'products' in by
      ? sql`p.product_id = ANY(${by.products}::bigint[])`
      : sql`p.product_id IN (SELECT product_id FROM catalog.variant WHERE variant_id = ANY(${by.variants}::bigint[]))`;
  const { rows } = await sql<Goods>`
    SELECT ${COLUMNS} FROM ${shelved(channel)} WHERE ${ON_SALE} AND ${wanted}`.execute(db);
  const variants = await variantsShelved(
    db,
    channel,
    rows.map((row) => row.product_id),
  );
  return rows.map((row) => ({
    ...row,
    variants: variants.filter((variant) => variant.product_id === row.product_id),
  }));
}

async function variantsShelved(
  db: Db | Tx,
  channel: ChannelId,
  products: readonly number[],
): Promise<ShelvedVariant[]> {
  const { rows } = await sql<ShelvedVariant>`
    SELECT v.variant_id, v.product_id, l.platform_id, l.platform_product, v.sku, v.title, v.options,
           trim_scale(now_.amount)::text AS price, trim_scale(now_.compare_at)::text AS compare_at,
           (SELECT sum(greatest(s.quantity, 0))::int FROM catalog.stock s JOIN catalog.warehouse w USING (warehouse_id)
             WHERE s.variant_id = v.variant_id AND w.channel_id = ${channel}) AS stock
      FROM catalog.variant v
      JOIN LATERAL (
        SELECT platform_id, platform_product FROM catalog.listing l
         WHERE l.variant_id = v.variant_id AND l.channel_id = ${channel} ORDER BY platform_id LIMIT 1
      ) AS l ON true
      JOIN LATERAL (${priceNow(channel, sql`v.variant_id`)}) AS now_ ON true
     WHERE v.product_id = ANY(${products}::bigint[]) ORDER BY v.variant_id`.execute(db);
  return rows;
}

export type ShelvedCategory = {
  category_id: number;
  parent_id: number | null;
  name: string;
  /** Goods in it and below. */
  goods: number;
};

/** Those with goods in them or below, with their ancestors. */
export async function categoriesShelved(db: Db, channel: ChannelId): Promise<ShelvedCategory[]> {
  const { rows } = await sql<ShelvedCategory>`
    WITH RECURSIVE own AS (
      SELECT p.category_id, count(*)::int AS goods FROM ${shelved(channel)}
       WHERE ${ON_SALE} AND p.category_id IS NOT NULL GROUP BY p.category_id
    ), up AS (
      SELECT category_id, goods FROM own
      UNION ALL
      SELECT c.parent_id, up.goods FROM up JOIN catalog.category c USING (category_id) WHERE c.parent_id IS NOT NULL
    )
    SELECT c.category_id, c.parent_id, c.name, sum(up.goods)::int AS goods
      FROM up JOIN catalog.category c USING (category_id) GROUP BY c.category_id ORDER BY c.category_id`.execute(
    db,
  );
  return rows;
}

/** One of the pictures of goods on the shelf, as its feed gave it. */
export async function picture(
  db: Db,
  channel: ChannelId,
  product: number,
  number: number,
): Promise<{ image: string | null } | null> {
  const { rows } = await sql<{ image: string | null }>`
    SELECT p.images[${number}::int] AS image FROM catalog.product p
     WHERE p.product_id = ${product} AND ${ON_SALE}
       AND EXISTS (SELECT FROM catalog.listing l WHERE l.product_id = p.product_id AND l.channel_id = ${channel})`.execute(
    db,
  );
  return rows[0] ?? null;
}

/** Counts of these variants, locked in their order. */
export async function stockOf(
  tx: Tx,
  channel: ChannelId,
  variants: readonly number[],
): Promise<{ variant_id: number; warehouse_id: number; quantity: number }[]> {
  const { rows } = await sql<{ variant_id: number; warehouse_id: number; quantity: number }>`
    SELECT s.variant_id, s.warehouse_id, s.quantity FROM catalog.stock s JOIN catalog.warehouse w USING (warehouse_id)
     WHERE w.channel_id = ${channel} AND s.variant_id = ANY(${variants}::bigint[])
     ORDER BY s.variant_id, s.warehouse_id FOR UPDATE OF s`.execute(tx);
  return rows;
}

export async function takeStock(
  tx: Tx,
  taken: readonly { variant_id: number; warehouse_id: number; quantity: number }[],
  at: Date,
): Promise<void> {
  if (taken.length === 0) return;
  await sql`
    UPDATE catalog.stock s SET quantity = s.quantity - t.quantity, counted_at = greatest(s.counted_at, ${at})
      FROM unnest(${taken.map((one) => one.variant_id)}::bigint[], ${taken.map((one) => one.warehouse_id)}::int[],
                  ${taken.map((one) => one.quantity)}::int[]) AS t (variant_id, warehouse_id, quantity)
     WHERE s.variant_id = t.variant_id AND s.warehouse_id = t.warehouse_id`.execute(tx);
}
