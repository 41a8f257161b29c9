/** The shop at a glance: every figure of its home page, and what each was in the stretch before. */
import { decimalsOf } from '#platform/money';
import type { PulseAnswer, PulseQuery } from './contract.ts';
import type { Figures } from './figure.ts';
import { dayAfter } from './stretches.ts';

export const PULSE = [
  'gross_sales',
  'net_sales',
  'refunds',
  'orders_placed',
  'orders_kept',
  'average_order',
  'customers',
  'new_customers',
  'repeat_rate',
] as const;

/** The same number of days right before the first one. */
export async function pulse(
  figures: Figures,
  { from, to, currency, channel }: PulseQuery,
  visible: readonly string[] | null,
): Promise<PulseAnswer> {
  const length = (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
  const before = { from: dayAfter(from, -length), to: dayAfter(from, -1) };
  const ask = async (name: string, days: { from: string; to: string }): Promise<number | null> =>
    (await figures.figure(name, { ...days, by: 'none', currency, channel }, visible)).items[0]?.value ?? null;
  const items = await Promise.all(
    PULSE.map(async (name) => {
      const [value, was] = await Promise.all([ask(name, { from, to }), ask(name, before)]);
      return { name, value, before: was };
    }),
  );
  return { currency, decimals: decimalsOf(currency), before, items };
}
