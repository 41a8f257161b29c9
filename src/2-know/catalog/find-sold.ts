import type { ChannelId } from '#platform/ids';
import type { Tx } from '#platform/postgres';
import type { SoldVariant } from './product.ts';
import * as store from './store.ts';

/**
 * The variant of each line of an order, by what the channel calls it. What no feed has told of is noted with what the line says; a number
 * of the shop's own (SKU) that is known from another channel leads to the same variant.
 */
export async function findSold(
  tx: Tx,
  channel: ChannelId,
  sold: readonly SoldVariant[],
  at: Date,
): Promise<Map<string, store.Listed>> {
  const wanted = new Map(sold.map((one) => [one.platformId, one]));
  const known = await store.listings(tx, channel, [...wanted.keys()]);
  if (known.size === wanted.size) return known;
  await store.lockCatalog(tx);
  const present = await store.listings(tx, channel, [...wanted.keys()]);
  const missing = [...wanted.values()].filter((one) => !present.has(one.platformId));
  await noteSold(tx, channel, missing, at);
  return await store.listings(tx, channel, [...wanted.keys()]);
}

async function noteSold(
  tx: Tx,
  channel: ChannelId,
  missing: readonly SoldVariant[],
  at: Date,
): Promise<void> {
  const bySku = await store.variantsBySku(
    tx,
    missing.flatMap(({ sku }) => sku ?? []),
  );
  const groups = await store.productsListed(
    tx,
    channel,
    missing.map((one) => one.platformProduct),
  );
  const isKnown = ({ sku }: SoldVariant): boolean => sku !== null && bySku.has(sku);
  // Two lines may bring the same new number: the first makes it.
  const fresh = new Map(
    missing.filter((one) => !isKnown(one)).map((one) => [one.sku ?? `\0${one.platformId}`, one]),
  );
  const makers = [...fresh.values()];
  const newGroups = [
    ...new Map(
      makers.filter((one) => !groups.has(one.platformProduct)).map((one) => [one.platformProduct, one]),
    ).values(),
  ];
  const productIds = await store.insertProducts(tx, newGroups, at);
  newGroups.forEach((one, index) => {
    groups.set(one.platformProduct, productIds[index] as (typeof productIds)[number]);
  });
  const variants = makers.map((one) => ({
    productId: groups.get(one.platformProduct) as (typeof productIds)[number],
    sku: one.sku,
    title: '',
  }));
  const variantIds = await store.insertVariants(tx, variants);
  const made = new Map(
    [...fresh.keys()].map((key, index) => [
      key,
      {
        variantId: variantIds[index] as (typeof variantIds)[number],
        productId: (variants[index] as (typeof variants)[number]).productId,
      },
    ]),
  );
  await store.saveListings(
    tx,
    channel,
    missing.map((one) => ({
      platformId: one.platformId,
      platformProduct: one.platformProduct,
      ...(((one.sku !== null && bySku.get(one.sku)) || made.get(one.sku ?? `\0${one.platformId}`)) as {
        variantId: store.Listed['variantId'];
        productId: store.Listed['productId'];
      }),
      version: null,
      url: null,
    })),
  );
}
