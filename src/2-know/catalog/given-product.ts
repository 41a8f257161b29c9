/** From a product as a shop's own system sends it to the record that is written. Pure. */
import type { GivenProduct } from './contract.ts';
import type { ProductRecord } from './product.ts';

export const productOf = (
  { platform_id, updated_at, variants, ...product }: GivenProduct,
  currency: string,
): ProductRecord => ({
  ...product,
  platformId: platform_id,
  version: new Date(updated_at),
  variants: variants.map(({ platform_id: platformId, price, ...variant }) => ({
    ...variant,
    platformId,
    price: price && { amount: price.amount, compareAt: price.compare_at, currency },
  })),
});
