/**
 * `node simulator/realism/report.ts`: a simulated year beside two real ones. Writes `docs/simulator-realism.md` and its pictures. The real data is
 * found by REGULARS_DATA and not part of the project.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Order } from '../shop/order.ts';
import type { Out } from '../shop/out.ts';
import { Simulation } from '../shop/simulation.ts';
import { readWorld } from '../world/read-world.ts';
import { plot } from './plot.ts';
import {
  DISTANCES,
  type DistanceName,
  distances,
  type Figures,
  figuresOf,
  meanOf,
  type Purchase,
} from './purchases.ts';
import { completeJourney, onlineRetail } from './real-purchases.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const data = process.env.REGULARS_DATA ?? join(root, '../shared/data');
const FIRST = fileURLToPath(new URL('first-distances.json', import.meta.url));
const RUN = { seed: 1, customers: 6000, from: '2025-01-01', days: 365 };

/** What the shop's owner could know: who bought by e-mail address; masked buyers are nobody. */
function simulated(): Purchase[] {
  const world = readWorld('shop');
  const purchases: Purchase[] = [];
  const order = (placed: Order, at: number): void => {
    if (at !== placed.at) return;
    purchases.push({
      customer: placed.buyer.email,
      at: placed.at + world.utc_offset_minutes * 60_000,
      products: placed.lines.map(({ product }) => String(product)),
    });
  };
  const nothing = (): void => {};
  const out: Out = { event: nothing, order, intent: nothing, truth: nothing, passed: nothing };
  new Simulation({ world, ...RUN }, out).runTo(RUN.days);
  return purchases;
}

type Named = { name: string; figures: Figures };
const names = Object.keys(DISTANCES) as DistanceName[];
/** Of a sample of lines, baskets are pieces; of loyalty cards, everybody is known. */
const MEANINGLESS: Record<string, readonly DistanceName[]> = { 'Complete Journey': ['baskets', 'guests'] };

function pictures(all: readonly Named[]): { file: string; title: string }[] {
  const cumulative = (values: readonly number[], upTo: number): [number, number][] =>
    Array.from({ length: 81 }, (_, n) => {
      const x = (upTo * n) / 80;
      return [x, values.filter((value) => value <= x).length / Math.max(1, values.length)];
    });
  const numbered = (values: readonly number[]): [number, number][] => values.map((value, n) => [n, value]);
  const of = (points: (figures: Figures) => readonly (readonly [number, number])[]) =>
    all.map(({ name, figures }) => ({ name, points: points(figures) }));
  const drawn = {
    gaps: plot(
      'Time between purchases',
      { x: 'gap / median', y: 'share up to' },
      of(({ gaps }) => cumulative(gaps, 6)),
    ),
    baskets: plot(
      'Lines of a basket',
      { x: 'lines / mean', y: 'share up to' },
      of(({ baskets }) => cumulative(baskets, 5)),
    ),
    products: plot(
      'Products',
      { x: '% of products', y: 'share of lines' },
      of(({ products }) => numbered(products)),
    ),
    customers: plot(
      'Customers',
      { x: '% of customers', y: 'share of purchases' },
      of(({ customers }) => numbered(customers)),
    ),
    cohorts: plot(
      'Again within 90 days',
      { x: 'cohort, by month', y: 'share' },
      of(({ cohorts }) => numbered(cohorts)),
    ),
    hours: plot(
      'Time of day',
      { x: 'hour', y: 'share' },
      of(({ hours }) => numbered(hours)),
    ),
    weekdays: plot(
      'Weekday',
      { x: 'day, Sunday 0', y: 'share' },
      of(({ weekdays }) => numbered(weekdays)),
    ),
  };
  mkdirSync(join(root, 'docs/pictures'), { recursive: true });
  return Object.entries(drawn).map(([name, svg]) => {
    const file = `pictures/simulator-${name}.svg`;
    writeFileSync(join(root, 'docs', file), svg);
    return { file, title: DISTANCES[name as DistanceName] };
  });
}

const round = (value: number): string => value.toFixed(3);

function report(
  all: readonly Named[],
  now: Record<string, Record<DistanceName, number>>,
  first: typeof now,
): string {
  const reals = Object.keys(now);
  const rows = names.map((name) => {
    const cells = reals.flatMap((real) =>
      MEANINGLESS[real]?.includes(name)
        ? ['–', '–']
        : [round(first[real]?.[name] ?? Number.NaN), round(now[real]?.[name] ?? Number.NaN)],
    );
    return `| ${DISTANCES[name]} | ${cells.join(' | ')} |`;
  });
  const plain = all.map(
    ({ name, figures }) =>
      `| ${name} | ${round(meanOf(figures.cohorts))} | ${round(figures.guests)} | ${round(figures.products[9] ?? 0)} | ${round(figures.customers[9] ?? 0)} |`,
  );
  return [
    '<!-- Made by simulator/realism/report.ts from data that is not part of the project. -->',
    '# How lifelike the simulated shop is',
    '',
    `A simulated year (\`shop\` with ${RUN.customers.toLocaleString('en')} customers, seed ${RUN.seed}) beside a British online shop (UCI Online Retail II, 2009–2010) and a loyalty-card`,
    "year (dunnhumby's Complete Journey: a sample of lines, so its baskets are only pieces and it has no guests). Distances lie between 0, alike, and 1.",
    '',
    `| distance | ${reals.map((real) => `${real}: first world | now`).join(' | ')} |`,
    `| --- | ${reals.map(() => '--- | ---').join(' | ')} |`,
    ...rows,
    '',
    '| | again within 90 days | nobody known | lines of the top 10 % of products | purchases of the top 10 % of customers |',
    '| --- | --- | --- | --- | --- |',
    ...plain,
    '',
    readFileSync(fileURLToPath(new URL('what-was-changed.md', import.meta.url)), 'utf8').trim(),
    '',
    ...pictures(all).flatMap(({ file, title }) => [`![${title}](${file})`, '']),
  ].join('\n');
}

if (!existsSync(join(data, 'shop'))) {
  process.stderr.write(`The real data is not at ${data}: say where with REGULARS_DATA.\n`);
  process.exit(1);
}
const simulation = { name: 'simulated', figures: figuresOf(simulated()) };
const reals = [
  { name: 'Online Retail', figures: figuresOf(await onlineRetail(data)) },
  { name: 'Complete Journey', figures: figuresOf(await completeJourney(data)) },
];
const now = Object.fromEntries(
  reals.map(({ name, figures }) => [name, distances(simulation.figures, figures)]),
);
if (!existsSync(FIRST)) writeFileSync(FIRST, `${JSON.stringify(now, null, 2)}\n`);
const text = report([simulation, ...reals], now, JSON.parse(readFileSync(FIRST, 'utf8')));
writeFileSync(join(root, 'docs/simulator-realism.md'), text);
process.stdout.write(
  `${text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .join('\n')}\n`,
);
