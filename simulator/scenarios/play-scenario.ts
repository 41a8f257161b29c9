/** Plays a scenario on the virtual clock, in memory; whoever tests a part of the product sends on what came of it. */
import { userIdOf } from '../people/account.ts';
import { FLAG } from '../people/population.ts';
import { react } from '../react/react.ts';
import { Simulation } from '../shop/simulation.ts';
import { type Collected, collecting } from '../testing.ts';
import { DAY, MINUTE } from '../time/calendar.ts';
import { readWorld } from '../world/read-world.ts';
import type { World } from '../world/world.ts';
import {
  type Days,
  type Happening,
  type Measure,
  readScenario,
  type Scenario,
  ScenarioError,
  type Side,
  type Then,
} from './read-scenario.ts';

export type Played = {
  scenario: Scenario;
  simulation: Simulation;
  out: Collected;
  count(measure: Measure, days?: Days): number;
  /** What must hold and does not, with what was counted. */
  broken(): string[];
};

const NEVER = 1_000_000;

export function playScenario(text: string): Played {
  const scenario = readScenario(text);
  const out = collecting();
  const { customers, seed, from, through } = scenario;
  const simulation = new Simulation({ world: bent(scenario), seed, customers, from, days: through + 1 }, out);
  for (const happening of [...scenario.happenings].sort((a, b) => a.day - b.day))
    happen(simulation, out, happening);
  simulation.runTo(through + 1);
  const count = (measure: Measure, days?: Days): number => counted(simulation, out, measure, days ?? null);
  const value = (side: Side): number =>
    'number' in side ? side.number : counted(simulation, out, side.measure, side.days);
  return {
    scenario,
    simulation,
    out,
    count,
    broken: () =>
      scenario.thens.flatMap((then) => {
        const [left, right] = [value(then.left), value(then.right)];
        return holds(then, left, right) ? [] : [`${then.line} (${left}, ${right})`];
      }),
  };
}

function bent(scenario: Scenario): World {
  const world = structuredClone(readWorld(scenario.world));
  for (const { path, value } of scenario.settings) set(world, path, value);
  if (scenario.isQuiet) for (const kind of world.messages.kinds) kind.first_day = NEVER;
  const says = world.delivery.everyday[0]?.says ?? [];
  const days = scenario.through + 1;
  // The days of its own troubles are the world's; those of the scenario take their place.
  if (scenario.troubles.length > 0)
    world.delivery.troubles = scenario.troubles.map(({ first, last, trouble }, n) => ({
      id: `scenario-${n}`,
      reason: trouble.strikes === 'batch' ? 'quality' : 'delivery',
      from: `end-${days - 1 - first}`,
      to: `end-${Math.max(0, days - 1 - last)}`,
      says,
      ...(trouble.strikes === 'batch'
        ? { shelf: trouble.shelf, products: NEVER, probability: trouble.share, late_days: 0 }
        : { [trouble.strikes]: trouble.id, probability: 1, late_days: trouble.days }),
    }));
  return world;
}

function set(world: World, path: readonly string[], value: number): void {
  let place = world as unknown as Record<string, unknown>;
  for (const name of path.slice(0, -1)) place = (place[name] ?? {}) as Record<string, unknown>;
  const last = path.at(-1) as string;
  if (typeof place[last] !== 'number') throw new ScenarioError(`${path.join('.')} is no number of the world`);
  place[last] = value;
}

function happen(simulation: Simulation, out: Collected, happening: Happening): void {
  const { shop } = simulation;
  const { people, calendar, seed } = shop;
  if (happening.does === 'cancel') {
    simulation.runTo(happening.day + 1);
    const today = out.orders.filter(
      ({ order, at }) => at === order.at && calendar.dayOf(at) === happening.day,
    );
    for (const { order } of today)
      react(simulation, {
        at: simulation.now(),
        is: 'order cancelled',
        order: order.number,
        person: order.person,
      });
    return;
  }
  simulation.advanceTo(calendar.startOf(happening.day) + happening.minute * MINUTE);
  const { kind, everyNth } = happening;
  for (let person = 0; person < people.count; person += everyNth) {
    if (!((people.flags[person] as number) & FLAG.consents)) continue;
    const message = `${kind}-${happening.day}-${person}`;
    if (
      !react(simulation, {
        at: simulation.now(),
        is: 'message',
        kind,
        message,
        userId: userIdOf(seed, person, 0),
      })
    )
      throw new ScenarioError(`the world knows no message ${kind}`);
  }
}

const WHAT: Record<Exclude<Measure, 'events' | 'openings' | 'bad reviews' | 'buyers'>, string> = {
  orders: 'order',
  deaths: 'death',
  reviews: 'review',
  troubles: 'order',
  unsubscribed: 'unsubscribed',
};
const BAD = 2;

function counted({ shop }: Simulation, out: Collected, measure: Measure, days: Days | null): number {
  const { start } = shop.calendar;
  const isIn = (at: number): boolean =>
    days === null || (at >= start + days.first * DAY && at < start + (days.last + 1) * DAY);
  if (measure === 'events') return out.events.filter(({ at }) => isIn(at)).length;
  if (measure === 'bad reviews' || measure === 'openings')
    return out
      .read()
      .filter(({ event, properties }) =>
        measure === 'openings'
          ? event === 'Email Opened'
          : event === 'Product Reviewed' && Number(properties?.rating) <= BAD,
      )
      .filter(({ timestamp }) => isIn(Date.parse(timestamp))).length;
  const what = measure === 'buyers' ? 'order' : WHAT[measure];
  const found = out.truths.filter(
    (record) =>
      record.what === what &&
      isIn(Date.parse(record.at ?? '')) &&
      (measure !== 'troubles' || String(record.trouble).startsWith('scenario-')),
  );
  return measure === 'buyers' ? new Set(found.map(({ who }) => who)).size : found.length;
}

function holds({ is }: Then, left: number, right: number): boolean {
  switch (is) {
    case '>':
      return left > right;
    case '<':
      return left < right;
    case '>=':
      return left >= right;
    case '<=':
      return left <= right;
    case '=':
      return left === right;
  }
}
