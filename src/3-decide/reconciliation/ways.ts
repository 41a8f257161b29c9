/**
 * In which ways a platform may count one order otherwise than we do, and by how much each would change the sum of a day. They are
 * rules that platforms are known to have; which of them explains a difference, `explain-day.ts` finds out.
 */
import type { CountedOrder } from '#know/orders/module';
import type { Reason } from './contract.ts';
import { type CountedEntry, type Counting, isIn, sumOf, type Window } from './counting.ts';

/** `id`: ways of one kind are taken together or not at all where only totals are known. */
export type Way = { id: string; reason: Reason; amount: number };

export function waysOf(order: CountedOrder, counting: Counting, day: Window): Way[] {
  const here = order.entries.filter(({ at }) => isIn(at, day));
  const elsewhere = order.entries.filter(({ at }) => !isIn(at, day));
  const ofSales = counting.sign('gross') !== 0;
  const ways = [
    ...(ofSales ? waysOfSales(here, counting) : []),
    ...waysBack(here, elsewhere, counting, ofSales),
  ];
  return ways.filter(({ amount }) => amount !== 0);
}

const amountOf = (entries: readonly CountedEntry[], ...kinds: string[]): number =>
  sumOf(
    entries.filter(({ kind }) => kinds.includes(kind)),
    ({ amount }) => amount,
  );

/** What belongs to the sale itself: the platform leaves out what we count, or counts what we leave out. */
function waysOfSales(here: readonly CountedEntry[], { sign }: Counting): Way[] {
  const other = (kind: string): number => (sign(kind) === 0 ? 1 : -1) * amountOf(here, kind);
  const cards = here.filter(({ kind }) => kind === 'gift_card');
  return [
    { id: 'tax', reason: 'tax_rule', amount: other('tax') },
    { id: 'tax included', reason: 'tax_rule', amount: -amountOf(here, 'tax_included') },
    {
      id: 'gift cards sold',
      reason: 'gift_card',
      amount: sumOf(cards, ({ amount }) => Math.max(0, amount)),
    },
    {
      id: 'paid by gift card',
      reason: 'gift_card',
      amount: sumOf(cards, ({ amount }) => Math.min(0, amount)),
    },
    { id: 'shipping', reason: 'shipping', amount: other('shipping') + other('fee') },
    { id: 'discount', reason: 'discount', amount: other('discount') },
  ];
}

/** What was given back or called off: on the day of the order or on its own day, or not taken off at all. */
function waysBack(
  here: readonly CountedEntry[],
  elsewhere: readonly CountedEntry[],
  { sign }: Counting,
  ofSales: boolean,
): Way[] {
  // A figure that takes nothing off meets platforms that do.
  const weight = (kind: string): number => sign(kind) || (ofSales && kind !== 'refund' ? 1 : 0);
  const of = (entries: readonly CountedEntry[], kinds: string[], by: (kind: string) => number): number =>
    sumOf(
      entries.filter(({ kind }) => kinds.includes(kind)),
      ({ kind, amount }) => by(kind) * amount,
    );
  const contrary = (kind: string): number => (sign(kind) === 0 ? weight(kind) : -sign(kind));
  const back = ['returned', 'refund'];
  return [
    { id: 'refund elsewhere', reason: 'late_refund', amount: of(elsewhere, back, weight) },
    { id: 'refund here', reason: 'late_refund', amount: of(here, back, contrary) },
    { id: 'cancelled elsewhere', reason: 'cancelled_later', amount: of(elsewhere, ['cancelled'], weight) },
    { id: 'cancelled here', reason: 'cancelled_later', amount: of(here, ['cancelled'], contrary) },
  ];
}

/** The fewest of them that come to exactly this; null where none do. Those of the same size: the first in the order given. */
export function fewestThatMake<Part extends { amount: number }>(
  parts: readonly Part[],
  sum: number,
  most = parts.length,
): Part[] | null {
  for (let size = 1; size <= Math.min(most, parts.length); size++) {
    const found = chosen(parts, size, sum, 0);
    if (found) return found;
  }
  return null;
}

function chosen<Part extends { amount: number }>(
  parts: readonly Part[],
  size: number,
  sum: number,
  from: number,
): Part[] | null {
  if (size === 0) return sum === 0 ? [] : null;
  for (let index = from; index <= parts.length - size; index++) {
    const part = parts[index] as Part;
    const rest = chosen(parts, size - 1, sum - part.amount, index + 1);
    if (rest) return [part, ...rest];
  }
  return null;
}
