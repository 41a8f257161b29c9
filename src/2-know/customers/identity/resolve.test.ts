import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CustomerId, Position } from '#platform/ids';
import { resolve, type Said, type Strong, World } from './resolve.ts';
import { DEFAULT_RULES, type IdentityRules } from './rules.ts';

const runs = process.env.REGULARS_NIGHT ? 20_000 : 1000;
const NO_LIMITS: IdentityRules = { ...DEFAULT_RULES, limits: {}, otherwise: null, sharedAt: 1_000_000 };
const TIGHT: IdentityRules = {
  ...DEFAULT_RULES,
  limits: { user_id: { most: 1, within: 'ever' }, anonymous_id: { most: 2, within: 'week' } },
  otherwise: { most: 2, within: 'ever' },
  sharedAt: 3,
};

/** An event as the log has it: what its sender called her, and what else he said of her. */
type Event = { name: Strong; others: Strong[]; day: number; outright: boolean };

const value = (kind: string, n: number): Strong => ({ kind, digest: `${kind}${n}` });
const names = fc.oneof(
  fc.nat(5).map((n) => value('user_id', n)),
  fc.nat(7).map((n) => value('anonymous_id', n)),
);
const others = fc.oneof(
  fc.nat(7).map((n) => value('anonymous_id', n)),
  fc.nat(5).map((n) => value('email', n)),
  fc.nat(4).map((n) => value('phone', n)),
);
const events = fc.array(
  fc.record({
    name: names,
    others: fc.array(others, { maxLength: 3 }),
    day: fc.nat(30),
    outright: fc.nat(9).map((n) => n === 0),
  }),
  { maxLength: 25 },
);

/**
 * Reads the log as the engine does. `lead`: by how many events the collection, which gives each name its profile, is ahead of it.
 */
function read(
  log: readonly Event[],
  rules: IdentityRules,
  lead: number,
): { world: World; everyName: Strong[] } {
  const world = new World();
  let next = 1;
  const arrive = ({ name }: Event): void => {
    if (!world.held.has(name.digest)) world.hold({ ...name, profile: next++ as CustomerId, at: null });
  };
  log.forEach((event, index) => {
    for (const coming of log.slice(0, index + 1 + lead)) arrive(coming);
    resolve(world, rules, saidIn(world, event, index));
  });
  return { world, everyName: log.flatMap(({ name, others }) => [name, ...others]) };
}

const saidIn = (world: World, { name, others, day, outright }: Event, index: number): Said => ({
  position: (index + 1) as Position,
  at: new Date(Date.UTC(2026, 0, 1 + day)),
  profile: world.held.get(name.digest)?.profile as CustomerId,
  name: name.digest,
  identifiers: [...new Map([name, ...others].map((one) => [one.digest, one])).values()],
  outright,
});

/** Which values belong together, in a form that can be compared. */
function partition({ world, everyName }: { world: World; everyName: Strong[] }): string[] {
  const groups = new Map<number, Set<string>>();
  for (const { digest } of everyName) {
    const holder = world.held.get(digest);
    if (!holder || holder.at === null) continue;
    const customer = world.personOf(holder.profile);
    groups.set(customer, (groups.get(customer) ?? new Set()).add(digest));
  }
  return [...groups.values()].map((group) => [...group].sort().join(' ')).sort();
}

/** The naive one: join whatever was said together, until nothing changes. */
function unionFind(log: readonly Event[]): string[] {
  let groups: Set<string>[] = [];
  for (const { name, others } of log) {
    const together = new Set([name, ...others].map(({ digest }) => digest));
    const touching = groups.filter((group) => [...group].some((digest) => together.has(digest)));
    groups = groups.filter((group) => !touching.includes(group));
    groups.push(new Set([...together, ...touching.flatMap((group) => [...group])]));
  }
  return groups.map((group) => [...group].sort().join(' ')).sort();
}

describe('who is whom', () => {
  it('is union–find without limits, whatever the order', () => {
    fc.assert(
      fc.property(events, fc.nat(5), fc.infiniteStream(fc.nat()), (log, lead, chance) => {
        expect(partition(read(log, NO_LIMITS, lead))).toEqual(unionFind(log));
        const shuffled = log
          .map((event) => ({ event, at: chance.next().value as number }))
          .sort((one, other) => one.at - other.at)
          .map(({ event }) => event);
        expect(partition(read(shuffled, NO_LIMITS, lead))).toEqual(unionFind(log));
      }),
      { numRuns: runs },
    );
    console.log(`identity without limits: ${runs} logs`);
  });

  it('depends with limits on the log alone, not on how far the collection was ahead', () => {
    fc.assert(
      fc.property(events, fc.nat(25), (log, lead) => {
        expect(partition(read(log, TIGHT, lead))).toEqual(partition(read(log, TIGHT, 0)));
      }),
      { numRuns: runs },
    );
    console.log(`identity with limits: ${runs} logs`);
  });

  it('does not change when an event is heard again at once', () => {
    fc.assert(
      fc.property(events, (log) => {
        const doubled = log.flatMap((event) => [event, event]);
        expect(partition(read(doubled, TIGHT, 0))).toEqual(partition(read(log, TIGHT, 0)));
      }),
      { numRuns: runs },
    );
  });

  it('never lets anybody have more of a kind than the limit, unless it was said outright', () => {
    fc.assert(
      fc.property(events, (log) => {
        const { world } = read(
          log.map((event) => ({ ...event, outright: false })),
          TIGHT,
          3,
        );
        for (const group of partition({ world, everyName: log.flatMap((e) => [e.name, ...e.others]) })) {
          const kinds = group.split(' ').map((digest) => digest.replace(/\d+$/, ''));
          expect(kinds.filter((kind) => kind === 'user_id').length).toBeLessThanOrEqual(1);
          expect(kinds.filter((kind) => kind === 'email').length).toBeLessThanOrEqual(2);
        }
      }),
      { numRuns: runs },
    );
  });
});

const anEvent = (name: Strong, ...others: Strong[]): Event => ({ name, others, day: 0, outright: false });

describe('limits', () => {
  it('keep two people on one tablet apart: the visit stays with who signed in first', () => {
    const log = [
      anEvent(value('user_id', 1), value('anonymous_id', 1)),
      anEvent(value('user_id', 2), value('anonymous_id', 1)),
    ];
    expect(partition(read(log, DEFAULT_RULES, 0))).toEqual(['anonymous_id1 user_id1', 'user_id2']);
  });

  it('drop what breaks them and keep the rest', () => {
    const log = [
      anEvent(value('user_id', 1), value('email', 1)),
      anEvent(value('user_id', 2), value('email', 1), value('phone', 2)),
    ];
    expect(partition(read(log, DEFAULT_RULES, 0))).toEqual(['email1 user_id1', 'phone2 user_id2']);
  });

  it('give way to what is said outright', () => {
    const log = [
      anEvent(value('user_id', 1)),
      { ...anEvent(value('user_id', 2), value('user_id', 1)), outright: true },
    ];
    expect(partition(read(log, DEFAULT_RULES, 0))).toEqual(['user_id1 user_id2']);
  });

  it('take a value for nobody’s once it was said of four', () => {
    const shop = value('email', 9);
    const log = [1, 2, 3, 4].map((n) => anEvent(value('user_id', n), shop));
    const { world } = read(log, DEFAULT_RULES, 0);
    const outcome = resolve(world, DEFAULT_RULES, saidIn(world, anEvent(value('user_id', 4), shop), 9));
    expect(outcome.sightings.map(({ why }) => why)).toEqual(['shared']);
  });
});
