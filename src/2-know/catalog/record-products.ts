import type { ChannelId, ProductId } from '#platform/ids';
import type { Tx } from '#platform/postgres';
import { findSold } from './find-sold.ts';
import type { ProductRecord, VariantRecord } from './product.ts';
import * as store from './store.ts';

export type RecordedProducts = {
  recorded: number /** Older than what is known, or the same. */;
  unchanged: number;
};

/** Products as a channel's feed has them. The same again changes nothing; an older version never overwrites a newer one. */
export async function recordProducts(
  tx: Tx,
  channel: ChannelId,
  products: readonly ProductRecord[],
  at: Date,
): Promise<RecordedProducts> {
  const latest = [...new Map([...products].sort(byVersion).map((one) => [one.platformId, one])).values()];
  const listed = await findSold(tx, channel, latest.flatMap(soldOf), at);
  const isNew = ({ version, variants }: ProductRecord): boolean =>
    variants.some(({ platformId }) => {
      const known = listed.get(platformId)?.version;
      return !known || known < version;
    });
  const fresh = latest.filter(isNew);
  await describe(tx, channel, fresh, listed, at);
  return { recorded: fresh.length, unchanged: products.length - fresh.length };
}

const byVersion = (one: ProductRecord, other: ProductRecord): number =>
  one.version.getTime() - other.version.getTime();

const soldOf = ({ platformId, title, kind, variants }: ProductRecord) =>
  variants.map((variant) => ({
    platformId: variant.platformId,
    platformProduct: platformId,
    sku: variant.sku,
    title,
    kind,
  }));

async function describe(
  tx: Tx,
  channel: ChannelId,
  products: readonly ProductRecord[],
  listed: ReadonlyMap<string, store.Listed>,
  at: Date,
): Promise<void> {
  const categories = await store.categoriesOf(
    tx,
    products.map(({ category }) => category),
  );
  const brands = await store.brandsOf(
    tx,
    products.flatMap(({ brand }) => brand ?? []),
  );
  const suppliers = await store.suppliersOf(
    tx,
    products.flatMap(({ supplier }) => supplier ?? []),
  );
  await store.describeProducts(
    tx,
    products.map(({ variants, version: _, category, brand, supplier, ...product }) => ({
      ...product,
      productId: listed.get((variants[0] as VariantRecord).platformId)?.productId as ProductId,
      categoryId: categories.get(store.keyOf(category)) ?? null,
      brandId: brands.get(brand ?? '') ?? null,
      supplierId: suppliers.get(supplier ?? '') ?? null,
    })),
    at,
  );
  const variants = products.flatMap((product) =>
    product.variants.map((variant) => ({
      ...variant,
      ...(listed.get(variant.platformId) as store.Listed),
      platformProduct: product.platformId,
      version: product.version,
    })),
  );
  await store.describeVariants(tx, variants);
  await store.saveListings(tx, channel, variants);
  await store.notePrices(
    tx,
    channel,
    variants.flatMap(({ variantId, price, version }) =>
      price ? [{ variantId, since: version, ...price }] : [],
    ),
  );
  await store.noteStock(
    tx,
    channel,
    variants.flatMap(({ variantId, stock, version }) =>
      stock.map((count) => ({ variantId, ...count, at: version })),
    ),
  );
}
