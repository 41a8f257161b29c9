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
const PEOPLE = ['people-a.bin', 'people-b.bin'] as const;

export type Kept = {
  format: number;
  /** Where the people are. */
  file: string;
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
  // Two files in turn: until the new state is in place, the old one finds its own.
  const file = before(place)?.file === PEOPLE[0] ? PEOPLE[1] : PEOPLE[0];
  writeFileSync(join(place, file), Buffer.concat(saved(shop.people)));
  const kept: Kept = {
    format: FORMAT,
    file,
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
  const place = join(folder, FOLDER);
  const kept = before(place);
  if (!kept) return null;
  const bytes = readFileSync(join(place, kept.file));
  return { ...kept, population: restored(bytes, kept.people, kept.run.world.tastes.habit_memory) };
}

const DAY = 86_400_000;

/** Who goes on is the shop that was kept: its world, seed and first day. Of what is asked now only the end counts. */
export function goingOn(asked: Run, state: State | null): Run {
  if (!state) return asked;
  const end = Date.parse(asked.from) + asked.days * DAY;
  return { ...state.run, days: Math.round((end - Date.parse(state.run.from)) / DAY) };
}

function before(place: string): Kept | null {
  const path = join(place, 'state.json');
  if (!existsSync(path)) return null;
  const kept = JSON.parse(readFileSync(path, 'utf8')) as Kept;
  return kept.format === FORMAT ? kept : null;
}
