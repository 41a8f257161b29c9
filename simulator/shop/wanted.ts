/** Which products people want: popularity by Zipf and Mandelbrot, bent by hidden factors, by season, by what was bought before. */
import type { Product } from '../catalogue/product.ts';
import type { Hidden } from '../people/born.ts';
import { type Population, remembered } from '../people/population.ts';
import { type Alias, aliasOf, drawAlias } from '../random/alias.ts';
import { Draw, purpose } from '../random/draw.ts';
import type { ShelfNumbers, World } from '../world/world.ts';

const TASTE = purpose('taste');
/** How often another product is looked for when one was too dear or out of season: then the last one is taken. */
const LOOKS = 4;

export type Wanted = {
  factors: readonly Alias[];
  companion: Int32Array;
  /** The most wanted first. */
  byPopularity: readonly number[];
  pick(draw: Draw, whom: Whom): number;
};
export type Whom = { hidden: Hidden; people: Population; person: number; month: number };

export function wantedOf(world: World, seed: number, products: readonly Product[]): Wanted {
  const { tastes } = world;
  const draw = new Draw();
  const popularity = products.map(
    ({ index }) => (tastes.popularity_offset + 1 + index) ** -tastes.popularity_exponent,
  );
  // Numbers of products say nothing of their popularity.
  const order = products.map(({ index }) => index);
  draw.aim(seed, 0, TASTE);
  for (let at = order.length - 1; at > 0; at--) {
    const other = draw.below(at + 1);
    [order[at], order[other]] = [order[other] as number, order[at] as number];
  }
  const weight = new Float64Array(products.length);
  order.forEach((product, rank) => {
    weight[product] = popularity[rank] as number;
  });
  const factors = Array.from({ length: tastes.factors }, (_, factor) => {
    draw.aim(seed, factor + 1, TASTE);
    const shelves = new Map<string, number>();
    const of = (shelf: string): number => {
      const known = shelves.get(shelf) ?? draw.lognormal(tastes.shelf_spread);
      shelves.set(shelf, known);
      return known;
    };
    return aliasOf(
      products.map(
        ({ index, shelf }) => (weight[index] as number) * of(shelf) * draw.lognormal(tastes.product_spread),
      ),
    );
  });
  const companion = Int32Array.from(products, ({ index }) =>
    drawAlias(factors[index % factors.length] as Alias, draw.aim(seed, index, TASTE, 1)),
  );
  const dearness = products.map(({ shelf, variants }) => {
    const median = world.catalogue.shelves[shelf]?.median_price ?? 0;
    return (variants[0]?.price ?? 1) / Math.max(1, median);
  });
  const seasons = products.map(({ shelf }) => evened(world.catalogue.shelves[shelf]));
  return { factors, companion, byPopularity: order, pick };

  function pick(choice: Draw, { hidden, people, person, month }: Whom): number {
    const known = remembered(people, person);
    if (known > 0 && choice.chance(tastes.habit))
      return people.bought[person * people.memory + choice.below(known)] as number;
    let product = 0;
    for (let look = 0; look < LOOKS; look++) {
      const factor = hidden.factors[choice.weighted(tastes.weights)] as number;
      product = drawAlias(factors[factor] as Alias, choice);
      const wish =
        (seasons[product]?.[month] as number) * (dearness[product] as number) ** -hidden.elasticity;
      if (choice.unit() < wish) break;
    }
    return product;
  }
}

/** The best month is 1. */
function evened(shelf: ShelfNumbers | undefined): number[] {
  const season = shelf?.season ?? [];
  const most = Math.max(...season);
  return season.map((value) => value / most);
}
