/** Amounts in definitions: whole numbers of minor units, of one currency. */
import { z } from 'zod';
import { decimalsOf } from '#platform/money';
import type { NumberTest } from '../ast.ts';
import type { SayNumber } from '../words/phrases.ts';

const amount = z
  .number()
  .int()
  .min(-1e13)
  .max(1e13)
  .overwrite((value) => value || 0);

export const currency = z.string().regex(/^[A-Z]{3}$/);

export const wholeTest = z.union([
  z.strictObject({
    op: z.enum(['is', 'is_not', 'at_least', 'at_most', 'more_than', 'less_than']),
    value: amount,
  }),
  z.strictObject({
    op: z.literal('between'),
    value: z.tuple([amount, amount]).refine(([from, to]) => from <= to, 'pair_backwards'),
  }),
]) as unknown as z.ZodType<NumberTest>;

/** `CNY 129.90`. */
export const amountIn =
  (code: string): SayNumber =>
  (value) => {
    const decimals = decimalsOf(code);
    const text = `${code} ${(value / 10 ** decimals).toFixed(decimals)}`;
    return { en: text, zh: text };
  };
