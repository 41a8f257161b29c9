import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { soldAs } from '#know/catalog';
import type { CountedOrder } from '#know/orders/module';
import { anOrder, countedOf } from '#know/orders/testing';
import { orderId } from '#platform/ids';
import type { FigureName } from './contract.ts';
import { counted, countingOf, type Window } from './counting.ts';
import { type Asked, explainDay } from './explain-day.ts';

const DAY_MS = 86_400_000;
const NOON = Date.parse('2026-11-10T04:00:00Z');
/** The tenth of November in Shanghai, and as other zones have it. */
const DAY: Window = { from: Date.parse('2026-11-09T16:00:00Z'), to: Date.parse('2026-11-10T16:00:00Z') };
const UTC_DAY: Window = { from: Date.parse('2026-11-10T00:00:00Z'), to: Date.parse('2026-11-11T00:00:00Z') };
type Given = Parameters<typeof anOrder>[1] & { price?: number };

let ids = 0;
function order(number: string, { price = 10_000, ...more }: Given = {}): CountedOrder {
  const [line] = anOrder(number).lines;
  ids += 1;
  return countedOf(
    orderId(ids),
    anOrder(number, {
      placedAt: new Date(NOON),
      lines: [{ ...(line as NonNullable<typeof line>), amount: price, quantity: 1 }],
      ...more,
    }),
  );
}

const refund = (days: number, amount: number) => ({
  platformId: `r${days}`,
  at: new Date(NOON + days * DAY_MS),
  amount,
  reason: '',
  lines: [{ line: '1', quantity: 1, amount }],
});
const card = (amount: number) => ({
  platformId: 'card',
  sold: soldAs({ platformId: 'card', kind: 'gift_card' }),
  quantity: 1,
  unitPrice: '0',
  amount,
  discount: 0,
});

const explain = (
  orders: readonly CountedOrder[],
  stated: Asked['stated'],
  { figure = 'total_sales', elsewhere = [] as string[] }: { figure?: FigureName; elsewhere?: string[] } = {},
) =>
  explainDay({
    stated,
    orders,
    counting: countingOf(figure),
    day: DAY,
    otherDays: [UTC_DAY],
    listedElsewhere: new Set(elsewhere),
  });
const told = (explained: ReturnType<typeof explainDay>): [string, number, string | undefined][] =>
  explained.findings.map(({ reason, amount, order }) => [reason, amount, order?.number]);
/** The platform lists these, and their sum. */
const list = (orders: Record<string, number>): Asked['stated'] => ({
  amount: Object.values(orders).reduce((sum, amount) => sum + amount, 0),
  orders: Object.entries(orders).map(([number, amount]) => ({ number, amount })),
});

const TAX = { kind: 'tax', amount: 1300, label: '' } as const;

describe('a difference with the platform’s list', () => {
  it.each<
    [string, CountedOrder[], Record<string, number>, [string, number, string | undefined][], string[]?]
  >([
    ['nothing where both agree', [order('a')], { a: 10_000 }, []],
    ['an order that never came here', [], { b: 700 }, [['missing_here', 700, 'b']]],
    ['an order that the platform does not list', [order('c')], {}, [['missing_there', -10_000, 'c']]],
    ['another amount', [order('d')], { d: 9_999 }, [['amount_differs', -1, 'd']]],
    ['an order to try the shop', [order('e', { test: true })], { e: 10_000 }, [['test_order', 10_000, 'e']]],
    [
      'a refund that the platform takes off on the day of the order',
      [order('f', { refunds: [refund(3, 4000)] })],
      { f: 6000 },
      [['late_refund', -4000, 'f']],
    ],
    [
      'a refund of an older order that the platform took off there',
      [order('g', { placedAt: new Date(NOON - 9 * DAY_MS), refunds: [refund(0, 4000)] })],
      {},
      [['late_refund', 4000, 'g']],
    ],
    [
      'tax that the platform leaves out though prices hold it',
      [order('h', { adjustments: [TAX], taxIncluded: true })],
      { h: 8700 },
      [['tax_rule', -1300, 'h']],
    ],
    [
      'tax that the platform leaves out where it is added',
      [order('i', { adjustments: [TAX], taxIncluded: false })],
      { i: 10_000 },
      [['tax_rule', -1300, 'i']],
    ],
    [
      'a gift card counted as a sale',
      [order('j', { lines: [...anOrder('x').lines, card(5000)] })],
      { j: 9990 + 5000 },
      [['gift_card', 5000, 'j']],
    ],
    [
      'an order called off later, taken off its day',
      [order('k', { cancelledAt: new Date(NOON + 2 * DAY_MS) })],
      { k: 0 },
      [['cancelled_later', -10_000, 'k']],
    ],
    [
      'two rules at once',
      [order('l', { adjustments: [TAX], taxIncluded: false, refunds: [refund(1, 2000)] })],
      { l: 8000 },
      [
        ['tax_rule', -1300, 'l'],
        ['late_refund', -2000, 'l'],
      ],
    ],
    [
      'an order that is of the day before here',
      [order('m', { placedAt: new Date(DAY.from - 60_000) })],
      { m: 10_000 },
      [['other_day', 10_000, 'm']],
    ],
    [
      'an order that the platform lists on another day',
      [order('n')],
      {},
      [['other_day', -10_000, 'n']],
      ['n'],
    ],
  ])('is opened to %s', (_, orders, listed, expected, elsewhere = []) => {
    expect(told(explain(orders, list(listed), { elsewhere }))).toEqual(expected);
  });

  it('says what the platform’s own list leaves open', () => {
    expect(told(explain([order('o')], { ...list({ o: 10_000 }), amount: 10_500 }))).toEqual([
      ['not_itemised', 500, undefined],
    ]);
  });

  it('knows an order by either of its numbers, in however many parts', () => {
    const both = order('p', { number: '#1001' });
    const stated = {
      amount: 10_000,
      orders: [
        { number: '#1001', amount: 12_000 },
        { number: 'p', amount: -2000 },
      ],
    };
    expect(told(explain([both], stated))).toEqual([]);
  });

  it('takes the order of the day where several have one number', () => {
    const ours = order('r1', { number: '#7' });
    const before = order('r2', { number: '#7', placedAt: new Date(NOON - 5 * DAY_MS) });
    for (const orders of [
      [ours, before],
      [before, ours],
    ])
      expect(told(explain(orders, list({ '#7': 10_000 })))).toEqual([]);
  });

  it('of gross sales tells discounts and refunds that the platform took off', () => {
    const [line] = anOrder('q').lines;
    const discounted = order('q', {
      lines: [{ ...(line as NonNullable<typeof line>), amount: 10_000, discount: 900 }],
    });
    expect(told(explain([discounted], list({ q: 9100 }), { figure: 'gross_sales' }))).toEqual([
      ['discount', -900, 'q'],
    ]);
  });
});

describe('a difference where only the sum is known', () => {
  const sum = (amount: number): Asked['stated'] => ({ amount, orders: null });

  it.each<[string, CountedOrder[], number, [string, number, string | undefined][]]>([
    [
      'orders to try the shop that come to it',
      [order('a'), order('b', { test: true, price: 100 }), order('c', { test: true, price: 11 })],
      10_111,
      [
        ['test_order', 100, 'b'],
        ['test_order', 11, 'c'],
      ],
    ],
    [
      'tax of all orders',
      [order('d', { adjustments: [TAX], taxIncluded: false }), order('e')],
      20_000,
      [['tax_rule', -1300, 'd']],
    ],
    [
      'the day of another zone',
      [order('f'), order('g', { placedAt: new Date(UTC_DAY.from - 1), price: 77 })],
      10_000,
      [['other_day', -77, 'g']],
    ],
    [
      'one order that would be it',
      [order('h'), order('i', { price: 123 })],
      10_000,
      [['missing_there', -123, 'i']],
    ],
    ['nothing known', [order('j')], 10_001, [['unexplained', 1, undefined]]],
  ])('may be %s', (_, orders, amount, expected) => {
    const explained = explain(orders, sum(amount));
    expect(told(explained)).toEqual(expected);
    expect(explained.findings.every(({ certain }) => !certain)).toBe(true);
  });
});

describe('whatever was disturbed', () => {
  const RUNS = process.env.REGULARS_NIGHT ? 50_000 : 1500;
  const days = fc.integer({ min: -2, max: 2 });
  const money = fc.integer({ min: 1, max: 1_000_000 });
  const shop = fc.array(
    fc.record({
      price: money,
      day: days,
      minute: fc.integer({ min: -900, max: 900 }),
      test: fc.boolean(),
      taxIncluded: fc.boolean(),
      tax: fc.integer({ min: 0, max: 5000 }),
      refunds: fc.array(fc.tuple(days, fc.integer({ min: 1, max: 900 })), { maxLength: 2 }),
      cancelled: fc.option(days),
      disturbed: fc.constantFrom('no', 'left out', 'amount', 'tests too', 'without tax', 'elsewhere'),
      by: fc.integer({ min: -500, max: 500 }),
    }),
    { maxLength: 12 },
  );
  type One = ReturnType<typeof shop.generate>['value'][number];

  const made = (one: One, index: number): CountedOrder =>
    order(`n${index}`, {
      price: one.price,
      placedAt: new Date(NOON + one.day * DAY_MS + one.minute * 60_000),
      test: one.test,
      taxIncluded: one.taxIncluded,
      adjustments: [{ ...TAX, amount: one.tax }],
      refunds: one.refunds.map(([day, amount], n) => ({ ...refund(day, amount), platformId: `r${n}` })),
      cancelledAt: one.cancelled === null ? null : new Date(NOON + one.cancelled * DAY_MS),
    });

  /** What the platform lists of it; null: nothing. */
  function theirs({ disturbed, by, tax }: One, known: CountedOrder, figure: FigureName): number | null {
    const ours = counted(known, countingOf(figure), DAY);
    if (disturbed === 'left out' || disturbed === 'elsewhere') return null;
    if (disturbed === 'amount') return ours + by;
    if (disturbed === 'without tax') return ours - tax;
    if (disturbed === 'tests too') return counted({ ...known, test: false }, countingOf(figure), DAY);
    return ours === 0 ? null : ours;
  }

  it('the reasons add up to the difference, to the last unit', () => {
    let [worlds, findings, explained] = [0, 0, 0];
    fc.assert(
      fc.property(
        shop,
        fc.constantFrom<FigureName>('total_sales', 'gross_sales', 'net_sales', 'refunds'),
        fc.array(money, { maxLength: 2 }),
        fc.boolean(),
        (given, figure, foreign, itemised) => {
          const orders = given.map(made);
          const listed = orders.flatMap((known, index) => {
            const amount = theirs(given[index] as One, known, figure);
            return amount === null ? [] : [{ number: known.number, amount }];
          });
          const all = [...listed, ...foreign.map((amount, index) => ({ number: `foreign${index}`, amount }))];
          const amount = all.reduce((sum, one) => sum + one.amount, 0);
          const elsewhere = given.flatMap(({ disturbed }, index) =>
            disturbed === 'elsewhere' ? [`n${index}`] : [],
          );
          const answer = explain(orders, { amount, orders: itemised ? all : null }, { figure, elsewhere });
          const ours = orders.reduce((sum, one) => sum + counted(one, countingOf(figure), DAY), 0);
          expect(answer.difference).toBe(amount - ours);
          expect(answer.findings.reduce((sum, one) => sum + one.amount, 0)).toBe(answer.difference);
          if (itemised) expect(answer.findings.every(({ order: named }) => named !== null)).toBe(true);
          worlds += 1;
          findings += answer.findings.length;
          explained += answer.findings.filter(
            ({ reason }) => reason !== 'unexplained' && reason !== 'amount_differs',
          ).length;
        },
      ),
      { numRuns: RUNS },
    );
    console.log(`worlds: ${worlds}, findings: ${findings}, of them explained: ${explained}`);
    expect(explained).toBeGreaterThan(worlds);
  });
});
