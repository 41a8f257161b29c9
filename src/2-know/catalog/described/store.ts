/** What is bought, in words: for modules that show somebody's orders. */
import { type Db, sql } from '#platform/postgres';

export type DescribedVariant = { title: string; sku: string | null };

/** By variant: how it differs from others of its product, `Red / M`; empty where it is the only one. */
export async function describedVariants(
  db: Db,
  variants: readonly number[],
): Promise<Map<number, DescribedVariant>> {
  const { rows } = await sql<{
    variant_id: number;
    title: string;
    sku: string | null;
    options: Record<string, string>;
  }>`
    SELECT variant_id, title, sku, options FROM catalog.variant WHERE variant_id = ANY(${variants}::bigint[])`.execute(
    db,
  );
  return new Map(
    rows.map(({ variant_id, title, sku, options }) => [
      variant_id,
      { title: title || Object.values(options).join(' / '), sku },
    ]),
  );
}

export type Shelf = { category: string | null; brand: string | null };

/** By product: its innermost category and its brand. */
export async function shelvesOf(db: Db, products: readonly number[]): Promise<Map<number, Shelf>> {
  const { rows } = await sql<{ product_id: number } & Shelf>`
    SELECT p.product_id, c.name AS category, b.name AS brand FROM catalog.product p
      LEFT JOIN catalog.category c USING (category_id) LEFT JOIN catalog.brand b USING (brand_id)
     WHERE p.product_id = ANY(${products}::bigint[])`.execute(db);
  return new Map(rows.map(({ product_id, ...shelf }) => [product_id, shelf]));
}
