/** Reading the catalogue. `visible`: channels a caller is limited to; null for all. What none of them lists is not there. */
import type { z } from 'zod';
import { keyset, type Page } from '#platform/lists';
import { type Db, sql } from '#platform/postgres';
import type { ProductKindName, ProductStatusName, productQuery } from '../contract.ts';

export type Visible = readonly string[] | null;

export type ProductRow = {
  product_id: number;
  title: string;
  kind: ProductKindName;
  status: ProductStatusName;
  brand: string | null;
  supplier: string | null;
  variants: number;
  sku: string | null;
  price: { low: string; high: string; currency: string; currencies: number } | null;
  stock: number | null;
  channels: number[] | null;
  updated_at: Date;
};

const products = keyset({
  id: { column: sql`p.product_id`, type: 'int8' },
  sorts: {
    id: { column: sql`p.product_id`, type: 'int8' },
    title: { column: sql`lower(p.title)`, type: 'text' },
    updated_at: { column: sql`p.updated_at`, type: 'timestamptz' },
  },
  filters: {
    channel: (id: number) =>
      sql`EXISTS (SELECT FROM catalog.listing l WHERE l.product_id = p.product_id AND l.channel_id = ${id})`,
    category: (id: number) => sql`p.category_id IN (
      WITH RECURSIVE below AS (
        SELECT category_id FROM catalog.category WHERE category_id = ${id}
        UNION ALL SELECT c.category_id FROM catalog.category c JOIN below ON c.parent_id = below.category_id
      ) SELECT category_id FROM below)`,
    brand: (id: number) => sql`p.brand_id = ${id}`,
    supplier: (id: number) => sql`p.supplier_id = ${id}`,
    status: (status: string) => sql`p.status = ${status}`,
    kind: (kind: string) => sql`p.kind = ${kind}`,
  },
});

const seen = (visible: Visible) =>
  sql`(${visible}::text[] IS NULL OR channel_id::text = ANY(${visible}::text[]))`;

const isListed = (visible: Visible) => sql`(${visible}::text[] IS NULL OR EXISTS (
  SELECT FROM catalog.listing l WHERE l.product_id = p.product_id AND l.channel_id::text = ANY(${visible}::text[])))`;

const columns = (visible: Visible) => sql`
  p.product_id, p.title, p.kind, p.status, b.name AS brand, s.name AS supplier, p.updated_at,
  (SELECT count(*)::int FROM catalog.variant v WHERE v.product_id = p.product_id) AS variants,
  (SELECT v.sku FROM catalog.variant v WHERE v.product_id = p.product_id ORDER BY v.variant_id LIMIT 1) AS sku,
  (SELECT json_build_object('low', trim_scale(min(amount))::text, 'high', trim_scale(max(amount))::text,
                            'currency', min(currency), 'currencies', count(DISTINCT currency))
     FROM (SELECT DISTINCT ON (variant_id, channel_id) amount, currency FROM catalog.price JOIN catalog.variant v USING (variant_id)
            WHERE v.product_id = p.product_id AND ${seen(visible)} ORDER BY variant_id, channel_id, since DESC) AS latest
   HAVING count(*) > 0) AS price,
  (SELECT sum(quantity)::bigint FROM catalog.stock JOIN catalog.variant v USING (variant_id) JOIN catalog.warehouse USING (warehouse_id)
    WHERE v.product_id = p.product_id AND ${seen(visible)}) AS stock,
  (SELECT array_agg(DISTINCT channel_id) FROM catalog.listing l WHERE l.product_id = p.product_id AND ${seen(visible)}) AS channels`;

const FROM = sql`catalog.product p LEFT JOIN catalog.brand b USING (brand_id) LEFT JOIN catalog.supplier s USING (supplier_id)`;

export async function listProducts(
  db: Db,
  query: z.output<typeof productQuery>,
  visible: Visible,
): Promise<Page<ProductRow>> {
  const page = products.pageSql(query);
  const part = query.q === undefined ? null : `%${query.q.replace(/[\\%_]/g, '\\$&')}%`;
  const { rows } = await sql<ProductRow & { page_value: string | null; page_id: string }>`
    SELECT ${columns(visible)}, ${page.keys} FROM ${FROM}
     WHERE ${page.where} AND ${isListed(visible)}
       AND (${part}::text IS NULL OR p.title ILIKE ${part} OR p.product_id IN (
             SELECT v.product_id FROM catalog.variant v WHERE v.sku ILIKE ${part} OR v.barcode ILIKE ${part}))
     ORDER BY ${page.order} LIMIT ${page.limit}`.execute(db);
  return page.page(rows, (row) => row);
}

export type WholeProductRow = ProductRow & {
  description: string | null;
  attributes: Record<string, string>;
  images: string[];
  created_at: Date;
};

export async function productById(db: Db, id: number, visible: Visible): Promise<WholeProductRow | null> {
  const { rows } = await sql<WholeProductRow>`
    SELECT ${columns(visible)}, p.description, p.attributes, p.images, p.created_at FROM ${FROM}
     WHERE p.product_id = ${id} AND ${isListed(visible)}`.execute(db);
  return rows[0] ?? null;
}

export type VariantRow = {
  variant_id: number;
  sku: string | null;
  title: string;
  barcode: string | null;
  options: Record<string, string>;
  listings: { channel_id: number; platform_id: string; url: string | null }[];
  prices: {
    channel_id: number;
    since: string;
    amount: string;
    compare_at: string | null;
    currency: string;
  }[];
  stock: { channel_id: number; warehouse: string; quantity: number; counted_at: string }[];
};

/** Changes of a price that are shown of each variant, the latest. */
const PRICES = 200;

export async function variantsOf(db: Db, product: number, visible: Visible): Promise<VariantRow[]> {
  const { rows } = await sql<VariantRow>`
    SELECT v.variant_id, v.sku, v.title, v.barcode, v.options,
      (SELECT coalesce(json_agg(json_build_object('channel_id', channel_id, 'platform_id', platform_id, 'url', url)
                                ORDER BY channel_id, platform_id), '[]')
         FROM catalog.listing l WHERE l.variant_id = v.variant_id AND ${seen(visible)}) AS listings,
      (SELECT coalesce(json_agg(json_build_object('channel_id', channel_id, 'since', since, 'amount', trim_scale(amount)::text,
                                'compare_at', trim_scale(compare_at)::text, 'currency', currency) ORDER BY since, channel_id), '[]')
         FROM (SELECT * FROM catalog.price x WHERE x.variant_id = v.variant_id AND ${seen(visible)}
                ORDER BY since DESC LIMIT ${PRICES}) AS latest) AS prices,
      (SELECT coalesce(json_agg(json_build_object('channel_id', channel_id, 'warehouse', w.name, 'quantity', quantity,
                                'counted_at', counted_at) ORDER BY w.name), '[]')
         FROM catalog.stock x JOIN catalog.warehouse w USING (warehouse_id)
        WHERE x.variant_id = v.variant_id AND ${seen(visible)}) AS stock
      FROM catalog.variant v WHERE v.product_id = ${product} ORDER BY v.variant_id`.execute(db);
  return rows;
}

export type Named = { id: string; name: string };
type Groups = { categories: Named[] | null; brands: Named[] | null; suppliers: Named[] | null };

/** Of products that the caller may see; a category stands there when something below it does. */
export async function groupsSeen(db: Db, visible: Visible): Promise<Groups> {
  const { rows } = await sql<Groups>`
    WITH RECURSIVE mine AS (
      SELECT DISTINCT category_id, brand_id, supplier_id FROM catalog.product p WHERE ${isListed(visible)}
    ), above AS (
      SELECT c.category_id, c.parent_id FROM catalog.category c WHERE category_id IN (SELECT category_id FROM mine)
      UNION SELECT c.category_id, c.parent_id FROM catalog.category c JOIN above ON c.category_id = above.parent_id
    ), ways AS (
      SELECT category_id, name AS way FROM catalog.category WHERE parent_id IS NULL
      UNION ALL SELECT c.category_id, w.way || ' / ' || c.name FROM catalog.category c JOIN ways w ON c.parent_id = w.category_id
    )
    SELECT (SELECT json_agg(json_build_object('id', category_id::text, 'name', way) ORDER BY way)
              FROM ways WHERE category_id IN (SELECT category_id FROM above)) AS categories,
           (SELECT json_agg(json_build_object('id', brand_id::text, 'name', name) ORDER BY name)
              FROM catalog.brand WHERE brand_id IN (SELECT brand_id FROM mine)) AS brands,
           (SELECT json_agg(json_build_object('id', supplier_id::text, 'name', name) ORDER BY name)
              FROM catalog.supplier WHERE supplier_id IN (SELECT supplier_id FROM mine)) AS suppliers`.execute(
    db,
  );
  return rows[0] as Groups;
}
