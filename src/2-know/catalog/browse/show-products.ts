/** Products as people see them: in a list, one with everything known of it, and what they can be grouped by. */
import type { z } from 'zod';
import { allChannels } from '#know/channels';
import { Problem } from '#platform/errors';
import type { Page } from '#platform/lists';
import type { Db } from '#platform/postgres';
import type { ProductDetail, ProductGroups, ProductItem, productQuery, VariantItem } from '../contract.ts';
import { categoryWays } from '../store.ts';
import * as store from './store.ts';

type ChannelNamed = (id: number) => { id: string; name: string };

export async function listProducts(
  db: Db,
  query: z.output<typeof productQuery>,
  visible: store.Visible,
): Promise<Page<ProductItem>> {
  const { items, next } = await store.listProducts(db, query, visible);
  const [named, ways] = await Promise.all([channelsNamed(db), categoryWays(db, items.map(idOf))]);
  return { items: items.map((row) => itemOf(row, named, ways)), next };
}

/** Throws `not_found`, also for what no channel of the caller's lists. */
export async function showProduct(db: Db, id: number, visible: store.Visible): Promise<ProductDetail> {
  const row = await store.productById(db, id, visible);
  if (!row) throw new Problem('not_found');
  const [named, ways, variants] = await Promise.all([
    channelsNamed(db),
    categoryWays(db, [id]),
    store.variantsOf(db, id, visible),
  ]);
  return {
    ...itemOf(row, named, ways),
    description: row.description,
    attributes: row.attributes,
    images: row.images,
    created_at: row.created_at.toISOString(),
    every_variant: variants.map((variant) => variantOf(variant, named)),
  };
}

export async function showGroups(db: Db, visible: store.Visible): Promise<ProductGroups> {
  const { categories, brands, suppliers } = await store.groupsSeen(db, visible);
  return { categories: categories ?? [], brands: brands ?? [], suppliers: suppliers ?? [] };
}

async function channelsNamed(db: Db): Promise<ChannelNamed> {
  const names = new Map((await allChannels(db)).map((row) => [Number(row.channel_id), row.name]));
  return (id) => ({ id: String(id), name: names.get(id) ?? '' });
}

const idOf = (row: store.ProductRow): number => row.product_id;

const itemOf = (
  row: store.ProductRow,
  named: ChannelNamed,
  ways: ReadonlyMap<number, string>,
): ProductItem => ({
  id: String(row.product_id),
  title: row.title,
  kind: row.kind,
  status: row.status,
  category: ways.get(row.product_id) ?? null,
  brand: row.brand,
  supplier: row.supplier,
  variants: row.variants,
  sku: row.sku,
  price: row.price?.currencies === 1 ? priceOf(row.price) : null,
  stock: row.stock,
  channels: (row.channels ?? []).map(named),
  updated_at: row.updated_at.toISOString(),
});

const priceOf = ({ low, high, currency }: NonNullable<store.ProductRow['price']>) => ({
  low,
  high,
  currency,
});

const variantOf = (
  { variant_id, listings, prices, stock, ...variant }: store.VariantRow,
  named: ChannelNamed,
): VariantItem => ({
  id: String(variant_id),
  ...variant,
  listings: listings.map(({ channel_id, ...listing }) => ({ channel: named(channel_id), ...listing })),
  prices: prices.map(({ channel_id, since, ...price }) => ({
    channel: named(channel_id),
    since: new Date(since).toISOString(),
    ...price,
  })),
  stock: stock.map(({ channel_id, counted_at, ...count }) => ({
    channel: named(channel_id),
    counted_at: new Date(counted_at).toISOString(),
    ...count,
  })),
});
