/** What stands on the shelf of one channel: goods that can be bought there now, as a shop front shows them, and taking them from stock. */
import type { ChannelId } from '#platform/ids';
import type { Tx } from '#platform/postgres';
import { categoriesShelved, goodsShelved, goodsWithVariants, picture, stockOf, takeStock } from './store.ts';

export type { Goods, GoodsWithVariants, ShelvedCategory, ShelvedVariant } from './store.ts';

export type Wanted = { variantId: number; quantity: number };

export const shelf = {
  goods: goodsShelved,
  /** Each with all its variants; what is not on the shelf is absent. */
  withVariants: goodsWithVariants,
  categories: categoriesShelved,
  picture,
  take,
};
export type Shelf = typeof shelf;

/**
 * Takes pieces from stock, all or none, and returns variants of which there are too few. Rows are locked in the order of their variants: two
 * who want the same last piece come one after the other. A variant that nobody counts is never short.
 */
async function take(
  tx: Tx,
  channel: ChannelId,
  wanted: readonly Wanted[],
  at: Date,
): Promise<{ variantId: number; left: number }[]> {
  const counted = await stockOf(
    tx,
    channel,
    wanted.map(({ variantId }) => variantId),
  );
  const short = wanted.flatMap(({ variantId, quantity }) => {
    const places = counted.filter((place) => place.variant_id === variantId);
    const left = places.reduce((sum, place) => sum + Math.max(0, place.quantity), 0);
    return places.length > 0 && left < quantity ? [{ variantId, left }] : [];
  });
  if (short.length === 0)
    await takeStock(
      tx,
      wanted.flatMap((one) => fromPlaces(one, counted)),
      at,
    );
  return short;
}

type Place = Awaited<ReturnType<typeof stockOf>>[number];

/** From the warehouse that has most, then the next. */
function fromPlaces({ variantId, quantity }: Wanted, counted: readonly Place[]): Place[] {
  const places = counted
    .filter((place) => place.variant_id === variantId && place.quantity > 0)
    .sort((one, other) => other.quantity - one.quantity);
  let missing = quantity;
  return places.flatMap((place) => {
    const taken = Math.min(missing, place.quantity);
    missing -= taken;
    return taken > 0 ? [{ ...place, quantity: taken }] : [];
  });
}
