/** Definitions that are drawn, from the same small world as the histories. */
import fc from 'fast-check';
import type { Definition, Filter, Node, NumberTest, Test, Window } from '../ast.ts';
import { seldom } from './draw.ts';

const small = fc.constantFrom(0, 1, 1, 1, 2, 2, 3, 5);
const limit = fc.constantFrom(-5, 0, 0.0001, 1, 2.5, 19.9, 20, 38, 100, 200.5);
const numberOps = fc.constantFrom('is', 'is_not', 'at_least', 'at_most', 'more_than', 'less_than');

const comparing = (value: fc.Arbitrary<number>): fc.Arbitrary<NumberTest> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ op: numberOps, value }) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(value, value)
        .map(([one, other]) => ({ op: 'between', value: [Math.min(one, other), Math.max(one, other)] })),
    },
  ) as fc.Arbitrary<NumberTest>;

const value = fc.constantFrom<(string | number | boolean)[]>(
  'p1',
  'p2',
  '38',
  38,
  '007',
  7,
  19.9,
  'Lu Yu',
  'red',
  'sale',
  'Tea',
  'mail',
  true,
  'Paris',
  18,
  'M',
  20261126000123,
  '20261126000123',
);
export const anyTest: fc.Arbitrary<Test> = fc.oneof(
  fc.record({ op: fc.constantFrom('is', 'is_not'), value }),
  fc.record({
    op: fc.constantFrom('one_of', 'none_of'),
    value: fc.array(value, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    op: fc.constantFrom('contains', 'not_contains', 'starts_with', 'ends_with', 'within'),
    value: fc.constantFrom('Tea', 'Milk', 'a', 'Yu', '奶', '井', '20'),
  }),
  fc.record({
    op: fc.constantFrom('on_or_after', 'on_or_before'),
    value: fc.constantFrom('2024-02-29', '2026-01-01'),
  }),
  fc.record({ op: fc.constantFrom('is_set', 'is_unset') }),
  comparing(limit) as fc.Arbitrary<Test>,
) as fc.Arbitrary<Test>;

const oneProperty = fc.constantFrom(
  'product_id',
  'price',
  'category',
  'brand',
  'deep.colour',
  'context.campaign.source',
);
const property = fc.oneof(oneProperty, fc.constantFrom('products[].sku', 'products[].price', 'labels[]'));
const rule = fc
  .tuple(property, anyTest)
  .map(([path, asked]) => ({ property: path, ...asked })) as fc.Arbitrary<Filter>;
const filter: fc.Arbitrary<Filter> = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 2, depthIdentifier: 'filter' },
    { weight: 4, arbitrary: rule },
    {
      weight: 3,
      arbitrary: fc.constantFrom<Filter[]>(
        { property: 'price', op: 'is_set' },
        { property: 'brand', op: 'is_not', value: 'Lu Yu' },
      ),
    },
    { weight: 1, arbitrary: fc.record({ all: fc.array(tie('filter'), { minLength: 1, maxLength: 3 }) }) },
    { weight: 1, arbitrary: fc.record({ any: fc.array(tie('filter'), { minLength: 1, maxLength: 3 }) }) },
    { weight: 1, arbitrary: fc.record({ not: tie('filter') }) },
  ),
})).filter;

const duration = fc.constantFrom(
  { n: 5, unit: 'minute' as const },
  { n: 1, unit: 'hour' as const },
  { n: 36, unit: 'hour' as const },
  { n: 1, unit: 'day' as const },
  { n: 7, unit: 'day' as const },
  { n: 30, unit: 'day' as const },
  { n: 2, unit: 'week' as const },
  { n: 1, unit: 'year' as const },
);
const calendar = fc
  .tuple(fc.constantFrom('day', 'day', 'week', 'month', 'quarter', 'year'), fc.nat(4), fc.nat(3))
  .map(([unit, one, other]) => ({
    calendar: { unit, from: Math.max(one, other), to: Math.min(one, other) },
  }));
const isoDay = fc.constantFrom(
  '2026-03-08',
  '2026-09-06',
  '2026-10-04',
  '2026-11-01',
  '2026-11-26',
  '2027-03-28',
  '2028-02-29',
);

/** Without one: ever. */
export const anyWindow: fc.Arbitrary<Window | undefined> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(undefined) },
  { weight: 5, arbitrary: fc.record({ last: duration }) },
  { weight: 4, arbitrary: calendar },
  { weight: 1, arbitrary: fc.record({ from: isoDay }).map((days) => ({ days })) },
  { weight: 1, arbitrary: fc.record({ to: isoDay }).map((days) => ({ days })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('2026-03-08', '2026-11-20', '2028-02-28').map((day) => ({
      between: {
        from: `${day}T00:00:00Z`,
        to: `${day.slice(0, 8)}30T12:00:00.500+08:00`.replace('02-30', '02-29'),
      },
    })),
  },
) as fc.Arbitrary<Window | undefined>;

const event = fc
  .tuple(
    fc.constantFrom(
      'Product Viewed',
      'Product Viewed',
      'Product Added',
      'Order Completed',
      'Home',
      'Order Placed',
      null,
    ),
    seldom(8, fc.constantFrom('track', 'page')),
    seldom(3, filter),
  )
  .map(([name, type, where]) => ({
    ...(name && { event: name }),
    ...(type && { type }),
    ...(where && { where }),
  }));
const within = anyWindow.map((window) => (window ? { in: window } : {}));

const did = fc
  .tuple(event, within, fc.constantFrom('count', 'count', 'days'), comparing(small))
  .map(([one, window, measure, is]) => ({ kind: 'event', ...one, ...window, measure, is }));
const measured = fc
  .tuple(
    event,
    within,
    fc.constantFrom('sum', 'average', 'min', 'max', 'distinct'),
    oneProperty,
    limit,
    small,
  )
  .chain(([one, window, measure, path, much, few]) =>
    comparing(fc.constant(measure === 'distinct' ? few : much)).map((is) => ({
      kind: 'event',
      ...one,
      ...window,
      measure,
      property: measure === 'distinct' ? path : 'price',
      is,
    })),
  );
const productIs = fc.record({ op: fc.constantFrom('is', 'is_not'), value: fc.constantFrom('p1', 'p2') });
const valued = fc
  .tuple(
    event,
    within,
    fc.constantFrom('first', 'last', 'most_frequent'),
    oneProperty,
    anyTest,
    productIs,
    fc.boolean(),
  )
  .map(([one, window, measure, anyPath, anyIs, productTest, ofProduct]) => ({
    kind: 'event',
    ...one,
    ...window,
    measure,
    property: ofProduct ? 'product_id' : anyPath,
    is: ofProduct ? productTest : anyIs,
  }));
const gap = fc.constantFrom(
  { n: 5, unit: 'minute' as const },
  { n: 1, unit: 'hour' as const },
  { n: 1, unit: 'day' as const },
  { n: 36, unit: 'hour' as const },
  { n: 2, unit: 'week' as const },
);
const sequence = fc
  .tuple(fc.array(event, { minLength: 2, maxLength: 4 }), gap, within)
  .map(([steps, time, window]) => ({ kind: 'sequence', steps, within: time, ...window }));

const place = fc.record(
  { channels: fc.constantFrom([1], [1, 2]), countries: fc.constantFrom(['CN'], ['FR', 'CN']) },
  { requiredKeys: [] },
);
const amount = comparing(fc.constantFrom(0, 1, 10_000, 20_000, 40_000));
const orders = fc.oneof(
  fc
    .tuple(place, within, fc.constantFrom('placed', 'kept'), comparing(small))
    .map(([where, window, measure, is]) => ({ kind: 'orders', ...where, ...window, measure, is })),
  fc
    .tuple(
      place,
      within,
      fc.constantFrom('placed_amount', 'kept_amount', 'average_amount', 'net_amount', 'refunded_amount'),
      fc.constantFrom('CNY', 'USD'),
      amount,
    )
    .map(([where, window, measure, currency, is]) => ({
      kind: 'orders',
      ...where,
      ...window,
      measure,
      currency,
      is,
    })),
);
const products = fc.record({ products: fc.constantFrom([1], [2, 3]) }, { requiredKeys: [] });
const goods = fc.oneof(
  fc
    .tuple(products, within, comparing(small))
    .map(([which, window, is]) => ({ kind: 'goods', ...which, ...window, measure: 'pieces', is })),
  fc.tuple(products, within, amount).map(([which, window, is]) => ({
    kind: 'goods',
    ...which,
    ...window,
    measure: 'amount',
    currency: 'CNY',
    is,
  })),
);
const facts = fc.oneof(
  fc
    .tuple(fc.constantFrom('city', 'age', 'since', 'sizes'), anyTest)
    .map(([trait, is]) => ({ kind: 'trait', trait, is })),
  anyTest.map((is) => ({ kind: 'attribute', attribute: 'size', is })),
  fc.constantFrom('gift buyer', 'unknown').map((tag) => ({ kind: 'tag', tag })),
  fc
    .tuple(fc.constantFrom('email', 'sms'), fc.constantFrom('granted', 'refused', 'unsaid'))
    .map(([channel, is]) => ({ kind: 'consent', purpose: 'marketing', channel, is })),
);

const condition = fc.oneof(
  { weight: 5, arbitrary: did },
  { weight: 3, arbitrary: measured },
  { weight: 3, arbitrary: valued },
  { weight: 3, arbitrary: sequence },
  { weight: 3, arbitrary: orders },
  { weight: 2, arbitrary: goods },
  { weight: 3, arbitrary: facts },
) as fc.Arbitrary<Node>;

const node = fc.letrec<{ node: Node }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'node' },
    { weight: 8, arbitrary: condition },
    { weight: 1, arbitrary: fc.record({ all: fc.array(tie('node'), { minLength: 1, maxLength: 3 }) }) },
    { weight: 1, arbitrary: fc.record({ any: fc.array(tie('node'), { minLength: 1, maxLength: 3 }) }) },
    { weight: 1, arbitrary: fc.record({ not: tie('node') }) },
  ),
})).node;

export const definitionDrawn: fc.Arbitrary<Definition> = node.map((who) => ({ version: 1, who }));
