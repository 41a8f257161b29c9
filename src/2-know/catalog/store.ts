/** The only SQL of `know/catalog`; schema `catalog`. Everything works on many at once: an import brings thousands. */
import { type ChannelId, type ProductId, productId, type VariantId, variantId } from '#platform/ids';
import { type Db, sql, type Tx } from '#platform/postgres';
import type { ProductRecord, SoldVariant, VariantRecord } from './product.ts';

/** One writer at a time makes what is missing: two orders of the same new product make it once. */
export async function lockCatalog(tx: Tx): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtext('catalog'))`.execute(tx);
}

export type Listed = { variantId: VariantId; productId: ProductId; version: Date | null };

export async function listings(
  db: Db | Tx,
  channel: ChannelId,
  platformIds: readonly string[],
): Promise<Map<string, Listed>> {
  const { rows } = await sql<{
    platform_id: string;
    variant_id: number;
    product_id: number;
    version: Date | null;
  }>`
    SELECT platform_id, variant_id, product_id, version FROM catalog.listing
     WHERE channel_id = ${channel} AND platform_id = ANY(${platformIds}::text[])`.execute(db);
  return new Map(
    rows.map((row) => [
      row.platform_id,
      { variantId: variantId(row.variant_id), productId: productId(row.product_id), version: row.version },
    ]),
  );
}

/** Products that a channel lists under these numbers of its own. */
export async function productsListed(
  tx: Tx,
  channel: ChannelId,
  platformProducts: readonly string[],
): Promise<Map<string, ProductId>> {
  const { rows } = await sql<{ platform_product: string; product_id: number }>`
    SELECT DISTINCT ON (platform_product) platform_product, product_id FROM catalog.listing
     WHERE channel_id = ${channel} AND platform_product = ANY(${platformProducts}::text[])
     ORDER BY platform_product, product_id`.execute(tx);
  return new Map(rows.map((row) => [row.platform_product, productId(row.product_id)]));
}

export async function variantsBySku(
  tx: Tx,
  skus: readonly string[],
): Promise<Map<string, { variantId: VariantId; productId: ProductId }>> {
  const { rows } = await sql<{ sku: string; variant_id: number; product_id: number }>`
    SELECT sku, variant_id, product_id FROM catalog.variant WHERE sku = ANY(${skus}::text[])`.execute(tx);
  return new Map(
    rows.map((row) => [
      row.sku,
      { variantId: variantId(row.variant_id), productId: productId(row.product_id) },
    ]),
  );
}

/** Products with a number and a title; the rest follows. */
export async function insertProducts(
  tx: Tx,
  products: readonly Pick<SoldVariant, 'title' | 'kind'>[],
  at: Date,
): Promise<ProductId[]> {
  if (products.length === 0) return [];
  const { rows } = await sql<{ product_id: number }>`
    WITH given AS (
      SELECT nextval(pg_get_serial_sequence('catalog.product', 'product_id')) AS id, title, kind, n
        FROM unnest(${products.map(({ title }) => title)}::text[], ${products.map(({ kind }) => kind)}::text[])
             WITH ORDINALITY AS t (title, kind, n)
    ), made AS (
      INSERT INTO catalog.product (product_id, title, kind, created_at, updated_at) SELECT id, title, kind, ${at}, ${at} FROM given
    )
    SELECT id AS product_id FROM given ORDER BY n`.execute(tx);
  return rows.map((row) => productId(row.product_id));
}

export type NewVariant = { productId: ProductId; sku: string | null; title: string };

export async function insertVariants(tx: Tx, variants: readonly NewVariant[]): Promise<VariantId[]> {
  if (variants.length === 0) return [];
  const { rows } = await sql<{ variant_id: number }>`
    WITH given AS (
      SELECT nextval(pg_get_serial_sequence('catalog.variant', 'variant_id')) AS id, product_id, sku, title, n
        FROM unnest(${variants.map((v) => v.productId)}::bigint[], ${variants.map((v) => v.sku)}::text[],
                    ${variants.map((v) => v.title)}::text[]) WITH ORDINALITY AS t (product_id, sku, title, n)
    ), made AS (
      INSERT INTO catalog.variant (variant_id, product_id, sku, title) SELECT id, product_id, sku, title FROM given
    )
    SELECT id AS variant_id FROM given ORDER BY n`.execute(tx);
  return rows.map((row) => variantId(row.variant_id));
}

export type NewListing = {
  platformId: string;
  platformProduct: string;
  variantId: VariantId;
  productId: ProductId;
  version: Date | null;
  url: string | null;
};

export async function saveListings(tx: Tx, channel: ChannelId, listed: readonly NewListing[]): Promise<void> {
  if (listed.length === 0) return;
  await sql`
    INSERT INTO catalog.listing (channel_id, platform_id, platform_product, variant_id, product_id, version, url)
    SELECT ${channel}, * FROM unnest(
      ${listed.map((l) => l.platformId)}::text[], ${listed.map((l) => l.platformProduct)}::text[],
      ${listed.map((l) => l.variantId)}::bigint[], ${listed.map((l) => l.productId)}::bigint[],
      ${listed.map((l) => l.version)}::timestamptz[], ${listed.map((l) => l.url)}::text[])
    ON CONFLICT (channel_id, platform_id) DO UPDATE
      SET platform_product = excluded.platform_product, version = excluded.version, url = excluded.url`.execute(
    tx,
  );
}

/** Titles that orders brought, for products that had none. */
export async function fillTitles(tx: Tx, titles: ReadonlyMap<ProductId, string>, at: Date): Promise<void> {
  if (titles.size === 0) return;
  await sql`
    UPDATE catalog.product p SET title = t.title, updated_at = ${at}
      FROM unnest(${[...titles.keys()]}::bigint[], ${[...titles.values()]}::text[]) AS t (product_id, title)
     WHERE p.product_id = t.product_id AND p.title = ''`.execute(tx);
}

/** The last category of each path, made with its ancestors where missing. Paths are joined by U+001F. */
export async function categoriesOf(
  tx: Tx,
  paths: readonly (readonly string[])[],
): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  const deepest = Math.max(0, ...paths.map((path) => path.length));
  for (let depth = 1; depth <= deepest; depth++) {
    const level = new Map(
      paths
        .filter((path) => path.length >= depth)
        .map((path) => [keyOf(path.slice(0, depth)), path.slice(0, depth)]),
    );
    const keys = [...level.keys()];
    const parents = [...level.values()].map((path) => found.get(keyOf(path.slice(0, -1))) ?? null);
    const names = [...level.values()].map((path) => path.at(-1) as string);
    const { rows } = await sql<{ key: string; category_id: number }>`
      WITH given AS (SELECT * FROM unnest(${keys}::text[], ${parents}::int[], ${names}::text[]) AS t (key, parent_id, name)),
      made AS (
        INSERT INTO catalog.category (parent_id, name) SELECT parent_id, name FROM given
        ON CONFLICT (parent_id, name) DO UPDATE SET name = excluded.name RETURNING category_id, parent_id, name
      )
      SELECT given.key, made.category_id FROM made
        JOIN given ON made.name = given.name AND coalesce(made.parent_id, 0) = coalesce(given.parent_id, 0)`.execute(
      tx,
    );
    for (const row of rows) found.set(row.key, row.category_id);
  }
  return found;
}

export const keyOf = (path: readonly string[]): string => path.join('\u001f');

export async function brandsOf(tx: Tx, names: readonly string[]): Promise<Map<string, number>> {
  if (names.length === 0) return new Map();
  const { rows } = await sql<{ name: string; brand_id: number }>`
    INSERT INTO catalog.brand (name) SELECT DISTINCT unnest(${names}::text[])
    ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING name, brand_id`.execute(tx);
  return new Map(rows.map((row) => [row.name, row.brand_id]));
}

export async function suppliersOf(tx: Tx, names: readonly string[]): Promise<Map<string, number>> {
  if (names.length === 0) return new Map();
  const { rows } = await sql<{ name: string; supplier_id: number }>`
    INSERT INTO catalog.supplier (name) SELECT DISTINCT unnest(${names}::text[])
    ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING name, supplier_id`.execute(tx);
  return new Map(rows.map((row) => [row.name, row.supplier_id]));
}

export type ProductDetail = Pick<
  ProductRecord,
  'title' | 'kind' | 'status' | 'description' | 'images' | 'attributes'
> & { productId: ProductId; categoryId: number | null; brandId: number | null; supplierId: number | null };

export async function describeProducts(tx: Tx, products: readonly ProductDetail[], at: Date): Promise<void> {
  if (products.length === 0) return;
  const rows = products.map(
    ({ productId: product_id, categoryId: category_id, brandId: brand_id, ...rest }) => {
      const { supplierId: supplier_id, ...described } = rest;
      return { product_id, category_id, brand_id, supplier_id, ...described };
    },
  );
  await sql`
    UPDATE catalog.product p
       SET title = t.title, kind = t.kind, status = t.status, description = t.description, category_id = t.category_id,
           brand_id = t.brand_id, supplier_id = t.supplier_id, attributes = t.attributes,
           images = ARRAY(SELECT jsonb_array_elements_text(t.images)), updated_at = ${at}
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS t (product_id bigint, title text, kind text, status text,
           description text, category_id int, brand_id int, supplier_id int, attributes jsonb, images jsonb)
     WHERE p.product_id = t.product_id`.execute(tx);
}

export type VariantDetail = Pick<VariantRecord, 'title' | 'barcode' | 'options' | 'sku'> & {
  variantId: VariantId;
};

/** A number that another variant has already stays with that one. */
export async function describeVariants(tx: Tx, variants: readonly VariantDetail[]): Promise<void> {
  if (variants.length === 0) return;
  const rows = variants.map(({ variantId: variant_id, ...rest }) => ({ variant_id, ...rest }));
  await sql`
    UPDATE catalog.variant v
       SET title = t.title, barcode = t.barcode, options = t.options,
           sku = CASE WHEN NOT EXISTS (SELECT FROM catalog.variant o WHERE o.sku = t.sku AND o.variant_id <> v.variant_id)
                      THEN coalesce(t.sku, v.sku) ELSE v.sku END
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS t (variant_id bigint, title text, barcode text, options jsonb, sku text)
     WHERE v.variant_id = t.variant_id`.execute(tx);
}

export type PriceAt = {
  variantId: VariantId;
  since: Date;
  amount: string;
  compareAt: string | null;
  currency: string;
};

/** Kept where it differs from the price before. */
export async function notePrices(tx: Tx, channel: ChannelId, prices: readonly PriceAt[]): Promise<void> {
  if (prices.length === 0) return;
  await sql`
    INSERT INTO catalog.price (variant_id, channel_id, since, amount, compare_at, currency)
    SELECT t.variant_id, ${channel}, t.since, t.amount, t.compare_at, t.currency
      FROM unnest(${prices.map((p) => p.variantId)}::bigint[], ${prices.map((p) => p.since)}::timestamptz[],
                  ${prices.map((p) => p.amount)}::numeric[], ${prices.map((p) => p.compareAt)}::numeric[],
                  ${prices.map((p) => p.currency)}::text[]) AS t (variant_id, since, amount, compare_at, currency)
      LEFT JOIN LATERAL (
        SELECT amount, compare_at, currency FROM catalog.price p
         WHERE p.variant_id = t.variant_id AND p.channel_id = ${channel} AND p.since <= t.since ORDER BY since DESC LIMIT 1
      ) last ON true
     WHERE (last.amount, last.compare_at, last.currency) IS DISTINCT FROM (t.amount, t.compare_at, t.currency::char(3))
    ON CONFLICT (variant_id, channel_id, since) DO UPDATE SET amount = excluded.amount, compare_at = excluded.compare_at`.execute(
    tx,
  );
}

export type StockAt = { variantId: VariantId; warehouse: string; quantity: number; at: Date };

/** The later count wins. */
export async function noteStock(tx: Tx, channel: ChannelId, counts: readonly StockAt[]): Promise<void> {
  if (counts.length === 0) return;
  await sql`
    INSERT INTO catalog.warehouse (channel_id, name) SELECT DISTINCT ${channel}::int, unnest(${counts.map((c) => c.warehouse)}::text[])
    ON CONFLICT DO NOTHING`.execute(tx);
  await sql`
    INSERT INTO catalog.stock AS s (variant_id, warehouse_id, quantity, counted_at)
    SELECT DISTINCT ON (t.variant_id, w.warehouse_id) t.variant_id, w.warehouse_id, t.quantity, t.at
      FROM unnest(${counts.map((c) => c.variantId)}::bigint[], ${counts.map((c) => c.warehouse)}::text[],
                  ${counts.map((c) => c.quantity)}::int[], ${counts.map((c) => c.at)}::timestamptz[]) AS t (variant_id, warehouse, quantity, at)
      JOIN catalog.warehouse w ON w.channel_id = ${channel} AND w.name = t.warehouse
     ORDER BY t.variant_id, w.warehouse_id, t.at DESC
    ON CONFLICT (variant_id, warehouse_id) DO UPDATE SET quantity = excluded.quantity, counted_at = excluded.counted_at
     WHERE s.counted_at <= excluded.counted_at`.execute(tx);
}

/** The whole way of a product's category, `Tea / Green tea`; products without one are absent. */
export async function categoryWays(db: Db, products: readonly number[]): Promise<Map<number, string>> {
  const { rows } = await sql<{ product_id: number; way: string }>`
    WITH RECURSIVE ways AS (
      SELECT category_id, name AS way FROM catalog.category WHERE parent_id IS NULL
      UNION ALL SELECT c.category_id, w.way || ' / ' || c.name FROM catalog.category c JOIN ways w ON c.parent_id = w.category_id
    )
    SELECT p.product_id, w.way FROM catalog.product p JOIN ways w USING (category_id) WHERE p.product_id = ANY(${products}::bigint[])`.execute(
    db,
  );
  return new Map(rows.map((row) => [row.product_id, row.way]));
}

/** Products in a category, told by its whole way (`Tea / Green tea`), and in those below it; null: there is no such category. */
export async function productsWithin(db: Db, way: string): Promise<number[] | null> {
  const { rows } = await sql<{ product_id: number | null }>`
    WITH RECURSIVE ways AS (
      SELECT category_id, name AS way FROM catalog.category WHERE parent_id IS NULL
      UNION ALL SELECT c.category_id, w.way || ' / ' || c.name FROM catalog.category c JOIN ways w ON c.parent_id = w.category_id
    ), below AS (
      SELECT category_id FROM ways WHERE way = ${way}
      UNION ALL SELECT c.category_id FROM catalog.category c JOIN below b ON c.parent_id = b.category_id
    )
    SELECT p.product_id FROM below LEFT JOIN catalog.product p USING (category_id) ORDER BY p.product_id`.execute(
    db,
  );
  return rows.length === 0 ? null : rows.flatMap((row) => row.product_id ?? []);
}
