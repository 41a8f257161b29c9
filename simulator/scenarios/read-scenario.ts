/**
 * Scenarios as text, a line for each thing: who is given, what happens on which days, what must then hold.
 *
 *     given small, 300 customers, seed 3
 *     with people.present_at_start = 1
 *     without messages of its own
 *     days 20 to 30: the batch of tea is bad for 0.5 of orders
 *     days 20 to 30: courier yd is late by 4 days
 *     day 12 at 19:00: the shop sends coupon to everyone
 *     day 40: the shop cancels the orders of the day
 *     through day 60
 *     then bad reviews on days 20 to 45 > bad reviews on days 0 to 19
 *     then deaths > 10
 *
 * Days are counted from the first, which is 0. What follows `#` is said to people only.
 */

export const MEASURES = [
  'orders',
  'buyers',
  'deaths',
  'reviews',
  'bad reviews',
  'troubles',
  'events',
  'openings',
  'unsubscribed',
] as const;
export type Measure = (typeof MEASURES)[number];
export type Days = { first: number; last: number };
export type Side = { number: number } | { measure: Measure; days: Days | null };
export type Then = { line: string; left: Side; is: '>' | '<' | '>=' | '<=' | '='; right: Side };

export type Trouble =
  | { strikes: 'batch'; shelf: string; share: number }
  | { strikes: 'courier' | 'warehouse'; id: string; days: number };
export type Happening =
  | { does: 'send'; day: number; minute: number; kind: string; everyNth: number }
  | { does: 'cancel'; day: number };

export type Scenario = {
  world: string;
  customers: number;
  seed: number;
  from: string;
  through: number;
  settings: { path: string[]; value: number }[];
  isQuiet: boolean;
  troubles: (Days & { trouble: Trouble })[];
  happenings: Happening[];
  thens: Then[];
};

export class ScenarioError extends Error {}

type Reader = (scenario: Scenario, words: RegExpExecArray) => void;
const DAYS = String.raw`days? (\d+)(?: to (\d+))?`;

const LINES: readonly [RegExp, Reader][] = [
  [
    /^given (\S+), (\d+) customers(?:, seed (\d+))?(?:, from (\d{4}-\d\d-\d\d))?$/,
    (scenario, [, world, customers, seed, from]) => {
      Object.assign(scenario, { world, customers: Number(customers) });
      if (seed) scenario.seed = Number(seed);
      if (from) scenario.from = from;
    },
  ],
  [
    /^with ([a-z_0-9.]+) = (-?[\d.]+)$/,
    (scenario, [, path, value]) =>
      void scenario.settings.push({ path: (path as string).split('.'), value: Number(value) }),
  ],
  [
    /^without messages of its own$/,
    (scenario) => {
      scenario.isQuiet = true;
    },
  ],
  [
    new RegExp(`^${DAYS}: the batch of (\\S+) is bad(?: for ([\\d.]+) of orders)?$`),
    (scenario, [, first, last, shelf, share]) =>
      void scenario.troubles.push({
        ...daysOf(first, last),
        trouble: { strikes: 'batch', shelf: shelf as string, share: Number(share ?? 1) },
      }),
  ],
  [
    new RegExp(`^${DAYS}: (courier|warehouse) (\\S+) is late by ([\\d.]+) days?$`),
    (scenario, [, first, last, strikes, id, days]) =>
      void scenario.troubles.push({
        ...daysOf(first, last),
        trouble: { strikes: strikes as 'courier', id: id as string, days: Number(days) },
      }),
  ],
  [
    /^day (\d+)(?: at (\d\d):(\d\d))?: the shop sends (\S+) to (everyone|every (\d+)(?:nd|rd|th))$/,
    (scenario, [, day, hour, minute, kind, , nth]) =>
      void scenario.happenings.push({
        does: 'send',
        day: Number(day),
        minute: Number(hour ?? 12) * 60 + Number(minute ?? 0),
        kind: kind as string,
        everyNth: Number(nth ?? 1),
      }),
  ],
  [
    /^day (\d+): the shop cancels the orders of the day$/,
    (scenario, [, day]) => void scenario.happenings.push({ does: 'cancel', day: Number(day) }),
  ],
  [
    /^through day (\d+)$/,
    (scenario, [, day]) => {
      scenario.through = Number(day);
    },
  ],
  [
    /^then (.+?) (>=|<=|>|<|=) (.+)$/,
    (scenario, [line, left, is, right]) =>
      void scenario.thens.push({
        line,
        left: sideOf(left as string),
        is: is as Then['is'],
        right: sideOf(right as string),
      }),
  ],
];

/** Throws ScenarioError with the line that it does not understand. */
export function readScenario(text: string): Scenario {
  const scenario: Scenario = {
    world: '',
    customers: 0,
    seed: 1,
    from: '2026-01-01',
    through: -1,
    settings: [],
    isQuiet: false,
    troubles: [],
    happenings: [],
    thens: [],
  };
  text.split('\n').forEach((raw, number) => {
    const line = raw.replace(/#.*/, '').trim();
    if (line === '') return;
    const known = LINES.find(([pattern]) => pattern.test(line));
    if (!known) throw new ScenarioError(`line ${number + 1} says nothing that is known: ${line}`);
    const [pattern, read] = known;
    read(scenario, pattern.exec(line) as RegExpExecArray);
  });
  if (scenario.world === '') throw new ScenarioError('nobody is given');
  if (scenario.through < 0) throw new ScenarioError('it does not say through which day');
  return scenario;
}

const daysOf = (first: string | undefined, last: string | undefined): Days => ({
  first: Number(first),
  last: Number(last ?? first),
});

function sideOf(text: string): Side {
  if (/^\d+$/.test(text)) return { number: Number(text) };
  const [, measure, first, last] = new RegExp(`^(.+?)(?: on ${DAYS})?$`).exec(text) ?? [];
  if (!(MEASURES as readonly string[]).includes(measure ?? ''))
    throw new ScenarioError(`${measure} is nothing that is counted: ${MEASURES.join(', ')}`);
  return { measure: measure as Measure, days: first === undefined ? null : daysOf(first, last) };
}
