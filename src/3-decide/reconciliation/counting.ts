/** How a figure counts an order: which entries, by which sign, on which day. */
import { METRICS } from '#decide/metrics';
import type { CountedOrder } from '#know/orders/module';
import { FIGURES, type FigureName } from './contract.ts';

/** `to` is excluded; milliseconds since 1970. */
export type Window = { from: number; to: number };

/** 1, -1, or 0 for entries that the figure leaves out. */
export type Counting = { sign(kind: string): -1 | 0 | 1 };

export function countingOf(name: FigureName): Counting {
  const measure = METRICS.find((one) => one.name === name)?.measure;
  if (measure?.how !== 'sum' || measure.sum.of !== 'amount') throw new Error(`${name} is no sum of amounts.`);
  const { plus = [], minus = [] } = measure.sum;
  return { sign: (kind) => (plus.includes(kind) ? 1 : minus.includes(kind) ? -1 : 0) };
}

export const COUNTINGS: ReadonlyMap<FigureName, Counting> = new Map(
  FIGURES.map((name) => [name, countingOf(name)]),
);

export type CountedEntry = CountedOrder['entries'][number];

export const isIn = (at: Date, { from, to }: Window): boolean => at.getTime() >= from && at.getTime() < to;

export const sumOf = (entries: readonly CountedEntry[], amountOf: (entry: CountedEntry) => number): number =>
  entries.reduce((sum, entry) => sum + amountOf(entry), 0) || 0;

/** What an order that is no test adds to the figure in the window; of a test, what it would. */
export const worth = ({ entries }: CountedOrder, { sign }: Counting, window: Window): number =>
  sumOf(
    entries.filter(({ at }) => isIn(at, window)),
    ({ kind, amount }) => sign(kind) * amount,
  );

export const counted = (order: CountedOrder, counting: Counting, window: Window): number =>
  order.test ? 0 : worth(order, counting, window);
