/** History as files, as fast as they can be written; cut off anywhere, it goes on after the last day that was kept. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pictureOf } from '../catalogue/index.ts';
import { type Run, Simulation } from '../shop/simulation.ts';
import { type Counts, FileOut, type OrderShape, writeProducts } from '../write/file-out.ts';
import { Held } from '../write/held.ts';
import { goingOn, keepState, type State, stateIn } from './keep-state.ts';

export type HistoryOptions = {
  folder: string;
  resume: boolean;
  pictures: boolean;
  /** Days between two states that are kept. */
  keepEvery?: number;
};

const KEEP_EVERY = 60;

export function writeHistory(
  asked: Run,
  options: HistoryOptions,
): Counts & { seconds: number; days: number } {
  const start = performance.now();
  const state = options.resume ? stateIn(options.folder) : null;
  const run = goingOn(asked, state);
  if (!state) rmSync(join(options.folder, 'state'), { recursive: true, force: true });
  const { simulation, out } = simulationInto(run, options.folder, state);
  mkdirSync(options.folder, { recursive: true });
  writeProducts(options.folder, simulation.shop.world, simulation.shop.products);
  if (options.pictures) writePictures(options.folder, simulation);
  const first = simulation.day;
  const every = options.keepEvery ?? KEEP_EVERY;
  while (simulation.day < run.days) {
    simulation.runTo(Math.min(run.days, simulation.day + every));
    keepState(options.folder, simulation, {
      held: out.held.left(),
      lengths: out.settle(),
      counts: out.counts,
    });
  }
  out.close();
  return {
    ...out.counts,
    seconds: Math.round(performance.now() - start) / 1000,
    days: simulation.day - first,
  };
}

export function simulationInto(
  run: Run,
  folder: string,
  state: State | null,
  shape?: OrderShape,
): { simulation: Simulation; out: FileOut } {
  const world = { ...run.world, customers: run.customers };
  const until = Date.parse(run.from) + run.days * 86_400_000 - world.utc_offset_minutes * 60_000;
  const out = new FileOut(folder, world, {
    until,
    ...(shape && { shape }),
    ...(state?.lengths && { lengths: state.lengths, counts: state.counts, held: new Held(state.held) }),
  });
  const simulation = new Simulation(
    state?.run ?? run,
    out,
    state ? { ...state, people: state.population } : undefined,
  );
  out.sells(simulation.shop.products);
  return { simulation, out };
}

function writePictures(folder: string, { shop }: Simulation): void {
  const place = join(folder, 'pictures');
  mkdirSync(place, { recursive: true });
  for (const product of shop.products) writeFileSync(join(place, `${product.id}.svg`), pictureOf(product));
}
