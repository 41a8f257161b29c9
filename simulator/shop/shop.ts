/** What stands in the shop while its days pass, and all that has to be kept when a run is cut off. */
import type { Product } from '../catalogue/product.ts';
import type { Population } from '../people/population.ts';
import type { Calendar } from '../time/calendar.ts';
import { dayNumber } from '../time/calendar.ts';
import type { Trouble, World } from '../world/world.ts';
import type { Said, Tell } from '../write/event-lines.ts';
import type { Order } from './order.ts';
import type { Out } from './out.ts';
import type { Wanted } from './wanted.ts';

/** Something that will happen to somebody later. */
export type Pending =
  | {
      at: number;
      does: 'review';
      person: number;
      account: number;
      order: string;
      turn: number;
      product: number;
      rating: number;
      text: string;
    }
  | { at: number; does: 'change order'; order: Order }
  | { at: number; does: 'wake'; person: number }
  /** A purchase that would not have been: her own plans stay. */
  | { at: number; does: 'buy'; person: number; message: string }
  | { at: number; does: 'campaign'; kind: number; day: number }
  | { at: number; does: 'strangers'; day: number };

/** A trouble with its days as numbers, and the products it strikes. */
export type Struck = Trouble & { first: number; last: number; struck: ReadonlySet<number> | null };

export type Shop = {
  world: World;
  seed: number;
  /** First day, and how many days the world's `end` is away. */
  from: string;
  days: number;
  calendar: Calendar;
  products: readonly Product[];
  said: readonly Said[];
  wanted: Wanted;
  troubles: readonly Struck[];
  people: Population;
  out: Out;
  tell: Tell;
  /** Orders so far, of all channels. */
  orders: number;
  later(pending: Pending): void;
};

export function struckBy(
  world: World,
  from: string,
  days: number,
  wanted: Wanted,
  products: readonly Product[],
): Struck[] {
  return world.delivery.troubles.map((trouble) => {
    const ofShelf = wanted.byPopularity.filter((index) => products[index]?.shelf === trouble.shelf);
    return {
      ...trouble,
      first: dayNumber(trouble.from, from, days),
      last: dayNumber(trouble.to, from, days),
      struck: trouble.shelf === undefined ? null : new Set(ofShelf.slice(0, trouble.products)),
    };
  });
}
