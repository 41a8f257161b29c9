/** What a shopper sees of the shelf. */
import type { z } from 'zod';
import type { Goods, Shelf, ShelvedVariant } from '#know/catalog/module';
import type { ChannelRow } from '#know/channels';
import { Problem } from '#platform/errors';
import { minorAmount } from '#platform/money';
import type { Db } from '#platform/postgres';
import { bothOf, descriptionOf, factsOf, titleOf } from './both-languages.ts';
import type { CartPriced, GoodsDetail, GoodsItem, GoodsPage, goodsQuery, ShopCategory } from './contract.ts';
import { leftOf, type PricedCart } from './price-cart.ts';

export type Shop = { db: Db; shelf: Shelf; channel: ChannelRow };

const MOST_BESIDE = 4;

export async function listGoods(
  { db, shelf, channel }: Shop,
  { ids, category, ...query }: z.output<typeof goodsQuery>,
): Promise<GoodsPage> {
  const page = await shelf.goods(db, channel.channel_id, {
    ...query,
    ids: ids?.split(',').map(Number),
    category: category === undefined ? undefined : Number(category),
  });
  return { items: page.items.map((goods) => itemOf(goods, channel.currency)), next: page.next };
}

/** Throws `not_found`. */
export async function showGoods(shop: Shop, id: number): Promise<GoodsDetail> {
  const { db, shelf, channel } = shop;
  const [goods] = await shelf.withVariants(db, channel.channel_id, { products: [id] });
  if (!goods) throw new Problem('not_found');
  const near =
    goods.category_id === null
      ? []
      : (
          await shelf.goods(db, channel.channel_id, {
            category: goods.category_id,
            sort: '-newest',
            limit: MOST_BESIDE + 1,
          })
        ).items;
  return {
    ...itemOf(goods, channel.currency),
    description: descriptionOf(goods),
    facts: factsOf(goods.attributes),
    pictures: goods.pictures,
    variants: goods.variants.map((variant) => variantOf(variant, channel.currency)),
    beside: near
      .filter(({ product_id }) => product_id !== id)
      .slice(0, MOST_BESIDE)
      .map((one) => itemOf(one, channel.currency)),
  };
}

export async function listCategories({ db, shelf, channel }: Shop): Promise<{ items: ShopCategory[] }> {
  const rows = await shelf.categories(db, channel.channel_id);
  return {
    items: rows.map((row) => ({
      id: String(row.category_id),
      parent: row.parent_id === null ? null : String(row.parent_id),
      name: bothOf(row.name),
      goods: row.goods,
    })),
  };
}

export const cartShown = (cart: PricedCart): CartPriced => ({
  ...cart,
  lines: cart.lines.map(({ goods, variant, ...line }) => ({
    ...line,
    variant: String(variant.variant_id),
    product: String(goods.product_id),
    handle: goods.handle,
    name: titleOf(goods),
    variant_name: nameOf(variant),
    sku: variant.sku,
  })),
});

const itemOf = (goods: Goods, currency: string): GoodsItem => ({
  id: String(goods.product_id),
  handle: goods.handle,
  name: titleOf(goods),
  brand: goods.brand === null ? null : bothOf(goods.brand),
  category: goods.category_id === null ? null : String(goods.category_id),
  price: minorAmount(goods.price, 1, currency),
  before: beforeOf(goods, currency),
  sold_out: goods.stock === 0,
});

/** Only a price that was higher is one to compare with. */
const beforeOf = (at: { price: string; compare_at: string | null }, currency: string): number | null => {
  if (at.compare_at === null) return null;
  const before = minorAmount(at.compare_at, 1, currency);
  return before > minorAmount(at.price, 1, currency) ? before : null;
};

const variantOf = (variant: ShelvedVariant, currency: string): GoodsDetail['variants'][number] => ({
  id: String(variant.variant_id),
  name: nameOf(variant),
  sku: variant.sku,
  price: minorAmount(variant.price, 1, currency),
  before: beforeOf(variant, currency),
  left: leftOf(variant),
});

const nameOf = ({ title, options }: Pick<ShelvedVariant, 'title' | 'options'>) =>
  bothOf(title || Object.values(options).join(', '));
