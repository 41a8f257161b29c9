/**
 * What somebody mostly buys, when and how, by counting her latest orders and nothing else: each with the numbers it stands on. Nothing is said
 * of fewer than three orders, and of one alone.
 */
import { described } from '#know/catalog';
import { allChannels } from '#know/channels';
import type { CustomerId } from '#platform/ids';
import type { Db } from '#platform/postgres';
import type { Habit, Habits } from '../contract.ts';
import { latestBought, type OrderBought } from './store.ts';

/** So many of the latest: who buys for a business has thousands. */
const MOST_ORDERS = 200;
const FEWEST_ORDERS = 3;
const MOST_SHOWN = 3;

export type HabitsOf = (
  db: Db,
  profiles: readonly CustomerId[],
  visible: readonly string[] | null,
) => Promise<Habits>;

/** `visible`: channels the caller is limited to. */
export const habitsOf: HabitsOf = async (db, profiles, visible) => {
  const [orders, channels] = await Promise.all([
    latestBought(db, profiles, visible, MOST_ORDERS),
    allChannels(db),
  ]);
  const products = [...new Set(orders.flatMap(({ items }) => items.map(({ product }) => product)))];
  const shelves = await described.shelves(db, products);
  const known = new Map<number, (typeof channels)[number]>(
    channels.map((channel) => [channel.channel_id, channel]),
  );
  return habitsIn(
    orders.map((order) => ({
      ...order,
      channel: known.get(order.channel_id)?.name ?? null,
      zone: known.get(order.channel_id)?.zone ?? 'UTC',
      shelves: order.items.flatMap(({ product }) => shelves.get(product) ?? []),
    })),
  );
};

export type Counted = Pick<OrderBought, 'placed_at' | 'methods' | 'items' | 'currency'> & {
  channel: string | null;
  zone: string;
  shelves: readonly { category: string | null; brand: string | null }[];
};

/** Pure. Latest first. */
export function habitsIn(orders: readonly Counted[]): Habits {
  const of = orders.length;
  const since = orders.at(-1)?.placed_at.toISOString() ?? null;
  if (of < FEWEST_ORDERS) return { orders: of, since, items: [] };
  const each = (kind: Habit['kind'], valuesOf: (order: Counted) => readonly (string | null)[]): Habit[] =>
    counted(orders.map(valuesOf)).map(([value, count]) => ({ kind, value, count, of, unit: 'orders' }));
  const several = (habits: Habit[]): Habit[] => habits.filter(isOften(4)).slice(0, MOST_SHOWN);
  const one = (habits: Habit[]): Habit[] => habits.filter(isOften(2)).slice(0, 1);
  return {
    orders: of,
    since,
    items: [
      ...several(each('category', ({ shelves }) => shelves.map(({ category }) => category))),
      ...several(each('brand', ({ shelves }) => shelves.map(({ brand }) => brand))),
      ...one(bands(orders)),
      ...one(each('hours', ({ placed_at, zone }) => [hoursOf(placed_at, zone)])),
      ...one(each('payment', ({ methods }) => methods)),
      ...one(each('channel', ({ channel }) => [channel])),
    ],
  };
}

/** More than once, and at least every `part`th time. */
const isOften =
  (part: number) =>
  ({ count, of }: Habit): boolean =>
    count > 1 && count * part >= of;

/** How many orders have each value, the most first; the one met first between equals. */
function counted(values: readonly (readonly (string | null)[])[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const ofOrder of values)
    for (const value of new Set(ofOrder)) if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one);
}

const HOURS = 4;
/** To make one takes longer than to count a hundred orders with it. */
const CLOCKS = new Map<string, Intl.DateTimeFormat>();

/** `20-24` of the channel's clock. */
function hoursOf(at: Date, zone: string): string {
  const clock =
    CLOCKS.get(zone) ?? new Intl.DateTimeFormat('en', { hour: 'numeric', hourCycle: 'h23', timeZone: zone });
  CLOCKS.set(zone, clock);
  const hour = Number(clock.format(at));
  const from = Math.floor(hour / HOURS) * HOURS;
  return `${from}-${from + HOURS}`;
}

/** Of single pieces, in the currency of her latest order: `50-100`. */
function bands(orders: readonly Counted[]): Habit[] {
  const currency = orders[0]?.currency;
  const prices = orders
    .filter((order) => order.currency === currency)
    .flatMap(({ items }) => items.map(({ price }) => price))
    .filter((price) => price > 0);
  return counted(prices.map((price) => [`${bandOf(price)} ${currency}`])).map(([value, count]) => ({
    kind: 'price',
    value,
    count,
    of: prices.length,
    unit: 'items',
  }));
}

/** Between two steps of 1, 2, 5, 10, 20, 50 … */
export function bandOf(price: number): string {
  if (price < 0.01) return '0-0.01';
  const ten = 10 ** Math.floor(Math.log10(price));
  const step = [5, 2, 1].find((one) => price >= one * ten) ?? 1;
  const next = step === 1 ? 2 : step === 2 ? 5 : 10;
  const plain = (value: number): string => String(Number(value.toPrecision(1)));
  return `${plain(step * ten)}-${plain(next * ten)}`;
}
