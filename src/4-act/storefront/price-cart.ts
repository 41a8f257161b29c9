/** What a cart costs, from what the catalogue says of it now. Pure. */
import type { GoodsWithVariants, ShelvedVariant } from '#know/catalog/module';
import { minorAmount } from '#platform/money';
import { MOST_PIECES } from './contract.ts';

export type WantedLine = { variant: string; quantity: number };
export type PricedLine = {
  goods: GoodsWithVariants;
  variant: ShelvedVariant;
  quantity: number;
  price: number;
  amount: number;
  left: number;
};
export type PricedCart = {
  lines: PricedLine[];
  gone: string[];
  subtotal: number;
  shipping: number;
  total: number;
};

export type Shipping = { shipping_fee: number; free_from: number };

/** The same variant twice is one line. */
export function priceCart(
  wanted: readonly WantedLine[],
  shelved: readonly GoodsWithVariants[],
  currency: string,
  { shipping_fee, free_from }: Shipping,
): PricedCart {
  const found = new Map(
    shelved.flatMap((goods) =>
      goods.variants.map((variant) => [String(variant.variant_id), { goods, variant }]),
    ),
  );
  const together = new Map<string, number>();
  for (const { variant, quantity } of wanted) together.set(variant, (together.get(variant) ?? 0) + quantity);
  const lines = [...together].flatMap(([id, quantity]): PricedLine[] => {
    const one = found.get(id);
    if (!one) return [];
    return [
      {
        ...one,
        quantity,
        price: minorAmount(one.variant.price, 1, currency),
        amount: minorAmount(one.variant.price, quantity, currency),
        left: leftOf(one.variant),
      },
    ];
  });
  const subtotal = lines.reduce((sum, { amount }) => sum + amount, 0);
  const shipping = lines.length === 0 || subtotal >= free_from ? 0 : shipping_fee;
  const gone = [...together.keys()].filter((id) => !found.has(id));
  return { lines, gone, subtotal, shipping, total: subtotal + shipping };
}

/** What nobody counts is there as often as one may buy. */
export const leftOf = ({ stock }: { stock: number | null }): number =>
  Math.min(stock ?? MOST_PIECES, MOST_PIECES);
