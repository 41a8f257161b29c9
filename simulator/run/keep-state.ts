/** What a run leaves behind so that another goes on: the people as bytes, everything else as JSON. Written beside and then put in place. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Population, restored, saved } from '../people/population.ts';
import type { Pending } from '../shop/shop.ts';
import type { Run, Simulation } from '../shop/simulation.ts';
import type { Counts, Lengths } from '../write/file-out.ts';
import type { Late } from '../write/held.ts';

const FOLDER = 'state';
const FORMAT = 1;

export type Kept = {
  format: number;
  /** The same world, seed and first day, or nothing fits together. */
  run: Run;
  day: number;
  begun: number;
  orders: number;
  people: number;
  heads: number[];
  pending: Pending[];
  held: readonly Late[];
  lengths: Lengths | null;
  counts: Counts;
};

export type State = Kept & { population: Population };

export function keepState(
  folder: string,
  simulation: Simulation,
  { held, lengths, counts }: Pick<Kept, 'held' | 'lengths' | 'counts'>,
): void {
  const { run, day, shop, heads } = simulation;
  const pending = simulation.left();
  const place = join(folder, FOLDER);
  mkdirSync(place, { recursive: true });
  const name = `people-${day}.bin`;
  writeFileSync(join(place, name), Buffer.concat(saved(shop.people)));
  const kept: Kept = {
    format: FORMAT,
    run,
    day,
    begun: simulation.begun,
    orders: shop.orders,
    people: shop.people.count,
    heads: Array.from(heads, (head) => head ?? -1),
    pending,
    held,
    lengths,
    counts,
  };
  writeFileSync(join(place, 'next.json'), JSON.stringify(kept));
  renameSync(join(place, 'next.json'), join(place, 'state.json'));
}

/** Null where nothing was kept. */
export function stateIn(folder: string): State | null {
  const path = join(folder, FOLDER, 'state.json');
  if (!existsSync(path)) return null;
  const kept = JSON.parse(readFileSync(path, 'utf8')) as Kept;
  const bytes = readFileSync(join(folder, FOLDER, `people-${kept.day}.bin`));
  return { ...kept, population: restored(bytes, kept.people, kept.run.world.tastes.habit_memory) };
}
