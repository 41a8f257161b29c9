/** Definitions and histories that are drawn: from a small world, so that they meet, with everything in it that goes wrong in a shop. */
import fc from 'fast-check';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Zones whose clocks change in different ways, and where around: forward, back, by half an hour, at midnight; a leap day. */
export const PLACES = [
  { zone: 'Asia/Shanghai', around: '2026-11-26T12:00:00Z' },
  { zone: 'America/New_York', around: '2026-03-08T12:00:00Z' },
  { zone: 'America/New_York', around: '2026-11-01T12:00:00Z' },
  { zone: 'Europe/London', around: '2027-03-28T12:00:00Z' },
  { zone: 'Australia/Lord_Howe', around: '2026-10-03T15:30:00Z' },
  { zone: 'America/Santiago', around: '2026-09-06T04:00:00Z' },
  { zone: 'Africa/Cairo', around: '2026-04-23T22:00:00Z' },
  { zone: 'UTC', around: '2028-02-29T12:00:00Z' },
  { zone: 'Pacific/Auckland', around: '2028-02-29T06:00:00Z' },
] as const;

const NAMES = [
  'Product Viewed',
  'Product Viewed',
  'Product Viewed',
  'Product Added',
  'Order Completed',
] as const;
/** One in so many. */
export const seldom = <T>(oneIn: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: oneIn - 1, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });

const name = fc.constantFrom(...NAMES);
const productId = fc.constantFrom<(string | number)[]>(
  'p1',
  'p1',
  'p1',
  'p2',
  'p2',
  'p3',
  '38',
  38,
  '007',
  20261126000123,
  '20261126000123',
);
const category = fc.constantFrom('Tea', 'Tea / Green tea', 'Tea/Black', 'Teapots', 'Milk > Baby', '奶粉', '');
const price = fc.constantFrom<(number | string | null)[]>(
  0,
  1,
  19.9,
  '19.90',
  '19.9',
  100,
  0.00005,
  -5,
  'free',
  null,
  1e11,
  2.5,
  3.3333,
  99.99995,
);
const brand = fc.constantFrom<(string | boolean)[]>('Lu Yu', 'lu yu', '龙井', 'true', true);
const properties = fc.record(
  {
    product_id: productId,
    category,
    price,
    brand,
    products: fc.array(fc.record({ sku: productId, price }, { requiredKeys: [] }), { maxLength: 3 }),
    deep: fc.record({ colour: fc.constantFrom('red', 'blue') }, { requiredKeys: [] }),
    labels: fc.array(fc.constantFrom<(string | null)[]>('new', 'sale', '', null), { maxLength: 2 }),
  },
  { requiredKeys: ['product_id', 'price'] },
);
const context = fc.record(
  { campaign: fc.record({ source: fc.constantFrom('mail', 'wechat') }) },
  { requiredKeys: [] },
);

/**
 * Around the place's instant, often apart by whole hours, or a moment more or less: so that windows end on one event when another comes.
 */
const nudge = fc.constantFrom(0, 0, 0, 1, -1, 20_000, 299_000);

const offset = fc.oneof(
  // The same few instants, apart by the very times that definitions ask for.
  { weight: 6, arbitrary: fc.constantFrom(0, -300_000, -HOUR, -HOUR - 300_000, -36 * HOUR, -DAY) },
  { weight: 3, arbitrary: fc.integer({ min: -40 * DAY, max: 3 * DAY }) },
  {
    weight: 6,
    arbitrary: fc.tuple(fc.integer({ min: -60, max: 24 }), nudge).map(([hours, more]) => hours * HOUR + more),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(fc.integer({ min: -10, max: 2 }), nudge).map(([days, more]) => days * DAY + more),
  },
  { weight: 1, arbitrary: fc.integer({ min: -800, max: 0 }).map((days) => days * DAY) },
);
/** From happening to arrival: at once, a little ahead of its time, late by days. */
const delay = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 2000 }) },
  { weight: 2, arbitrary: fc.integer({ min: -300_000, max: -1 }) },
  { weight: 1, arbitrary: fc.integer({ min: -2 * DAY, max: -300_001 }) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 40 * DAY }) },
);

export type Drawn = {
  offset: number;
  delay: number;
  doubled: number | null;
  other: boolean;
  [field: string]: unknown;
};

const profile = fc.integer({ min: 0, max: 3 }).map((n) => n === 0);
const arrival = <T extends object>(event: fc.Arbitrary<T>) =>
  fc
    .record({
      offset,
      delay,
      doubled: seldom(6, fc.integer({ min: 0, max: 3 * DAY })),
      other: profile,
    })
    .chain((when) => event.map((what) => ({ ...when, ...what })));

const tracked = fc.record({ type: fc.constant('track'), event: name, properties, context });
const paged = fc.record({
  type: fc.constantFrom('page', 'screen'),
  name: fc.constantFrom('Home', 'Help'),
  properties,
});
const identified = fc.record({
  type: fc.constant('identify'),
  traits: fc.record(
    {
      city: fc.constantFrom<(string | null)[]>('Paris', '杭州', '', null),
      age: fc.constantFrom<(number | string)[]>(17, 18, '18', 40),
      since: fc.constantFrom('2024-02-29', '2026-11-11', 'long ago'),
      sizes: fc.array(fc.constantFrom('S', 'M'), { maxLength: 2 }),
    },
    { requiredKeys: [] },
  ),
});
const house = (event: string, own: fc.Arbitrary<Record<string, unknown>>) =>
  own.map((told) => ({ type: 'track', event, house: true, properties: told }));
const tagged = fc.oneof(
  house('Tag Added', fc.constant({ tag: 'gift buyer' })),
  house('Tag Removed', fc.constant({ tag: 'gift buyer' })),
);
const noted = house(
  'Attribute Noted',
  fc.record({ attribute: fc.constant('size'), value: fc.constantFrom('S', 'M', null, 5) }),
);
const consented = house(
  'Consent Changed',
  fc.record({
    purpose: fc.constant('marketing'),
    channel: fc.constantFrom('email', 'any', 'sms'),
    state: fc.constantFrom('granted', 'denied', 'withdrawn'),
  }),
);

/** An order and what became of it: each event holds by how much the figures change (`know/orders`). */
const order = fc
  .record({
    placed: offset,
    delay,
    total: fc.integer({ min: 0, max: 30_000 }),
    product: fc.integer({ min: 1, max: 3 }),
    quantity: fc.integer({ min: 1, max: 3 }),
    currency: fc.constantFrom('CNY', 'CNY', 'USD'),
    channel: fc.integer({ min: 1, max: 2 }),
    country: fc.constantFrom(undefined, 'CN', 'FR'),
    other: profile,
    fate: fc.constantFrom('stays', 'stays', 'cancelled', 'refunded', 'changed'),
    later: fc.integer({ min: 1, max: 20 * DAY }),
  })
  .map((one): Drawn[] => orderEvents(one));

type OrderDrawn = {
  placed: number;
  delay: number;
  total: number;
  product: number;
  quantity: number;
  currency: string;
  channel: number;
  country: string | undefined;
  other: boolean;
  fate: string;
  later: number;
};

function orderEvents({
  placed,
  delay: late,
  total,
  product,
  quantity,
  fate,
  later,
  other,
  ...place
}: OrderDrawn): Drawn[] {
  // Entries carry instants: `at` stands for an offset here and is settled with the place's instant.
  const entry = (kind: string, at: number, amount: number, n: number, of: number | null = null) => ({
    kind,
    at,
    amount,
    quantity: n,
    product_id: of,
  });
  const event = (event: string, at: number, entries: object[]): Drawn => ({
    offset: at,
    delay: Math.max(0, late),
    doubled: null,
    other,
    type: 'track',
    event,
    house: true,
    properties: {
      channel_id: place.channel,
      currency: place.currency,
      order: 1,
      ...(place.country && { country: place.country }),
      entries,
    },
  });
  const began = event('Order Placed', placed, [
    entry('placed', placed, total, 1),
    entry('kept', placed, total, 1),
    entry('gross', placed, total, quantity, product),
    entry('discount', placed, -10, 0, product),
  ]);
  const then = placed + later;
  if (fate === 'cancelled')
    return [
      began,
      event('Order Cancelled', then, [
        entry('kept', placed, -total, -1),
        entry('cancelled', then, 10 - total, -quantity, product),
      ]),
    ];
  if (fate === 'refunded')
    return [
      began,
      event('Order Refunded', then, [
        entry('refund', then, -total, 0),
        entry('returned', then, -total, -quantity, product),
      ]),
    ];
  if (fate === 'changed')
    return [
      began,
      event('Order Changed', then, [
        entry('placed', placed, 500, 0),
        entry('kept', placed, 500, 0),
        entry('gross', placed, 500, 1, product),
      ]),
    ];
  return [began];
}

const change = fc.record({
  type: fc.constantFrom('merge', 'merge', 'undo'),
  offset,
  delay: fc.constant(0),
  doubled: fc.constant(null),
  other: fc.constant(true),
});
const erased = fc.record({
  type: fc.constant('erase'),
  offset: fc.integer({ min: 0, max: 3 * DAY }),
  delay: fc.constant(0),
  doubled: fc.constant(null),
  other: fc.constant(false),
});

export const pastDrawn: fc.Arbitrary<Drawn[]> = fc
  .record({
    usual: fc.array(arrival(tracked), { maxLength: 14 }),
    many: seldom(12, fc.tuple(arrival(tracked), fc.integer({ min: 60, max: 90 }))),
    pages: fc.array(arrival(paged), { maxLength: 2 }),
    facts: fc.array(arrival(fc.oneof(identified, tagged, noted, consented)), { maxLength: 8 }),
    orders: fc.array(order, { maxLength: 4 }),
    changes: seldom(3, fc.array(change, { minLength: 1, maxLength: 3 })),
    erased: seldom(20, erased),
  })
  .map(({ usual, many, pages, facts, orders, changes, erased: gone }) => [
    ...usual,
    ...(many
      ? Array.from({ length: many[1] }, (_, n) => ({ ...many[0], offset: many[0].offset + n * 7 * 60_000 }))
      : []),
    ...pages,
    ...facts,
    ...orders.flat(),
    ...(changes ?? []),
    ...(gone ? [gone] : []),
  ]) as fc.Arbitrary<Drawn[]>;
