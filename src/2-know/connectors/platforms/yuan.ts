/** Amounts of mainland platforms: yuan as decimal text, and orders whose parts do not add up to what was to be paid. */
import type { Order, OrderLine } from '#know/orders';
import { minorAmount } from '#platform/money';

type Adjustment = Order['adjustments'][number];

/** Fen. Nothing said is nothing. */
export const fen = (yuan: string | null | undefined, quantity = 1): number => {
  const said = (yuan ?? '').trim();
  return said === '' ? 0 : minorAmount(said, quantity, 'CNY');
};

/**
 * What the platform says was to be paid is what counts. What its parts miss of it is what the platform gave by itself (红包, 购物津贴, 京豆),
 * of which it names no line; what they have too little, it rounded.
 */
export function levelled(
  due: number,
  lines: readonly OrderLine[],
  adjustments: readonly Adjustment[],
): Adjustment[] {
  const parts =
    lines.reduce((sum, line) => sum + line.amount - line.discount, 0) +
    adjustments.reduce((sum, { amount }) => sum + amount, 0);
  const rest = due - parts;
  const filled = adjustments.filter(({ amount }) => amount !== 0);
  if (rest === 0) return filled;
  return [
    ...filled,
    rest < 0
      ? { kind: 'discount', amount: rest, label: '平台优惠' }
      : { kind: 'rounding', amount: rest, label: '' },
  ];
}

/** 张**, 138****1234: shown, and a name of nobody. */
export const isHidden = (text: string): boolean => /[*●•]/.test(text);
