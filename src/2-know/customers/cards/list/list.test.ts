import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sql } from '#platform/postgres';
import { someCustomers } from '../../testing.ts';
import { type CardQuery, listCards, type Ways } from './store.ts';

const RUNS = process.env.REGULARS_NIGHT ? 3000 : 150;
const CARDS = 60;

const own = someCustomers();

type Made = {
  id: number;
  first: number;
  active: number;
  email: boolean;
  orders: number;
  spent: number;
  last: number | null;
  tag: string | null;
};
let cards: Made[];

/** Few different values, so that ties are the rule; and as cards are: nobody was here before she was first seen, who ordered never spent nothing. */
const card = fc.record({
  first: fc.integer({ min: 1, max: 4 }),
  stayed: fc.integer({ min: 0, max: 3 }),
  email: fc.boolean(),
  orders: fc.constantFrom(0, 0, 0, 1, 2, 7),
  spent: fc.constantFrom(0, 500, 20_000),
  tag: fc.option(fc.constantFrom('vip', '夜猫'), { nil: null }),
});

const day = (n: number): string => `2026-01-0${n}T00:00:00Z`;

async function fill(
  drawn: ReturnType<typeof fc.sample<typeof card extends fc.Arbitrary<infer T> ? T : never>>,
): Promise<void> {
  const { db } = own.database;
  await sql`TRUNCATE customers.card, customers.profile CASCADE`.execute(db);
  cards = drawn.map(({ first, stayed, email, orders, spent, tag }, index) => ({
    id: index + 1,
    first,
    active: first + stayed,
    email,
    orders,
    spent: orders > 0 ? spent : 0,
    last: orders > 0 ? first + stayed : null,
    tag,
  }));
  const of = <T>(value: (made: Made) => T): T[] => cards.map(value);
  await sql`INSERT INTO customers.profile (customer_id, created_at) OVERRIDING SYSTEM VALUE
    SELECT unnest(${of((c) => c.id)}::bigint[]), now()`.execute(db);
  await sql`
    INSERT INTO customers.card (person_id, first_seen, active_at, has_email, has_phone, country, channels, orders, spent, currency,
                                last_order_at, tags, profiles, grams, sealed)
    SELECT id, first, active, email, true, 'CN', CASE WHEN orders > 0 THEN ARRAY[1] ELSE '{}' END, orders, spent, 'CNY', last,
           CASE WHEN tag IS NULL THEN '{}' ELSE ARRAY[tag] END, 1, '{}', ''
      FROM unnest(${of((c) => c.id)}::bigint[], ${of((c) => day(c.first))}::timestamptz[], ${of((c) => day(c.active))}::timestamptz[],
                  ${of((c) => c.email)}::bool[], ${of((c) => c.orders)}::int[], ${of((c) => c.spent)}::bigint[],
                  ${of((c) => (c.last === null ? null : day(c.last)))}::timestamptz[], ${of((c) => c.tag)}::text[])
        AS t (id, first, active, email, orders, spent, last, tag)`.execute(db);
}

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
const filters = fc.record({
  email: maybe(fc.boolean()),
  tag: maybe(fc.constantFrom('vip', '夜猫', 'none')),
  channel: maybe(fc.constantFrom(1, 2)),
  orders_from: maybe(fc.constantFrom(0, 1, 5)),
  orders_to: maybe(fc.constantFrom(0, 1, 5)),
  spent_from: maybe(fc.constantFrom(0, 1, 600)),
  active_from: maybe(fc.integer({ min: 1, max: 8 }).map(day)),
  active_to: maybe(fc.integer({ min: 1, max: 8 }).map(day)),
  seen_from: maybe(fc.integer({ min: 1, max: 5 }).map(day)),
  seen_to: maybe(fc.integer({ min: 1, max: 5 }).map(day)),
  visible: fc.constantFrom<string[] | null>(null, null, ['1'], ['2']),
});
type Filters = typeof filters extends fc.Arbitrary<infer T> ? T : never;

const fits = (made: Made, asked: Filters): boolean => {
  const holds = <T>(value: T | undefined, test: (value: T) => boolean): boolean =>
    value === undefined || test(value);
  return (
    holds(asked.email, (email) => made.email === email) &&
    holds(asked.tag, (tag) => made.tag === tag) &&
    holds(asked.channel, (channel) => made.orders > 0 && channel === 1) &&
    holds(asked.orders_from, (orders) => made.orders >= orders) &&
    holds(asked.orders_to, (orders) => made.orders <= orders) &&
    holds(asked.spent_from, (spent) => made.spent >= spent) &&
    holds(asked.active_from, (at) => day(made.active) >= at) &&
    holds(asked.active_to, (at) => day(made.active) < at) &&
    holds(asked.seen_from, (at) => day(made.first) >= at) &&
    holds(asked.seen_to, (at) => day(made.first) < at) &&
    (asked.visible === null || (made.orders > 0 && asked.visible.includes('1')))
  );
};

const VALUES: Record<string, (made: Made) => number | null> = {
  active_at: ({ active }) => active,
  first_seen: ({ first }) => first,
  orders: ({ orders }) => orders,
  spent: ({ spent }) => spent,
  last_order_at: ({ last }) => last,
};

/** Those who never ordered come last in both directions. */
function inOrder(sort: string, found: Made[]): number[] {
  const sign = sort.startsWith('-') ? -1 : 1;
  const value = VALUES[sort.replace('-', '')] as (made: Made) => number | null;
  const compared = (one: Made, other: Made): number => {
    const [a, b] = [value(one), value(other)];
    if (a === b) return sign * (one.id - other.id);
    if (a === null || b === null) return a === null ? 1 : -1;
    return sign * (a - b);
  };
  return found.toSorted(compared).map(({ id }) => id);
}

async function pages(query: object, limit: number, ways: Ways): Promise<number[]> {
  const seen: number[] = [];
  let after: string | undefined;
  do {
    const asked = { grams: [], among: null, limit, after, format: 'json', ...query } as unknown as CardQuery;
    const page = await listCards(own.database.db, asked, ways);
    seen.push(...page.items.map(({ person_id }) => Number(person_id)));
    after = page.next ?? undefined;
  } while (after !== undefined);
  return seen;
}

describe('the list of customers', () => {
  it(`gives who fits, in order, whichever way they are looked for (${RUNS} runs)`, async () => {
    const sorts = Object.keys(VALUES).flatMap((name) => [name, `-${name}`]);
    const cases = fc.record({
      drawn: fc.array(card, { maxLength: CARDS }),
      asked: filters,
      sort: fc.constantFrom(...sorts),
      limit: fc.integer({ min: 1, max: 15 }),
      ways: fc.record({ stretch: fc.integer({ min: 1, max: 70 }), few: fc.integer({ min: 1, max: 70 }) }),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ drawn, asked, sort, limit, ways }) => {
        await fill(drawn);
        const wanted = inOrder(
          sort,
          cards.filter((made) => fits(made, asked)),
        );
        expect(await pages({ ...asked, sort }, limit, ways)).toEqual(wanted);
      }),
      { numRuns: RUNS },
    );
    console.log(`lists of customers: ${RUNS}`);
  });
});
