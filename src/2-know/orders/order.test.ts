import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { soldAs } from '#know/catalog';
import { difference, type Entry, entriesOf, type Order, paymentStateOf, stateOf, totalOf } from './order.ts';

const runs = process.env.REGULARS_NIGHT ? 50_000 : 2000;
const at = new Date('2026-11-01T10:00:00Z');
const anOrder = (more: Partial<Order> = {}): Order => ({
  platformId: 'o1',
  number: '1001',
  kind: 'sale',
  placedAt: at,
  currency: 'CNY',
  test: false,
  taxIncluded: true,
  lines: [
    {
      platformId: 'l1',
      sold: soldAs({ platformId: 'p1' }),
      quantity: 2,
      unitPrice: '49.95',
      amount: 9990,
      discount: 990,
    },
    {
      platformId: 'l2',
      sold: soldAs({ platformId: 'post', kind: 'postage' }),
      quantity: 1,
      unitPrice: '8',
      amount: 800,
      discount: 0,
    },
  ],
  adjustments: [{ kind: 'tax', amount: 1100, label: 'VAT' }],
  payments: [],
  refunds: [],
  cancelledAt: null,
  cancelReason: null,
  fulfilment: 'unfulfilled',
  completedAt: null,
  campaign: null,
  country: null,
  ...more,
});
const paid = { platformId: 'p', method: 'alipay', amount: 9800, at, state: 'paid' } as const;
const sumOf = (entries: readonly Entry[], kind: Entry['kind']): number =>
  entries.filter((entry) => entry.kind === kind).reduce((total, { amount }) => total + amount, 0);

describe('an order', () => {
  it('adds up: tax that prices hold is not added again', () => {
    expect(totalOf(anOrder())).toBe(9800);
    expect(totalOf(anOrder({ taxIncluded: false }))).toBe(10_900);
  });

  it.each([
    [anOrder(), 'pending', 'pending'],
    [anOrder({ payments: [paid] }), 'paid', 'paid'],
    [anOrder({ payments: [{ ...paid, amount: 100 }] }), 'pending', 'partially_paid'],
    [anOrder({ payments: [paid], fulfilment: 'partially_fulfilled' }), 'partially_fulfilled', 'paid'],
    [anOrder({ payments: [paid], fulfilment: 'fulfilled', completedAt: at }), 'completed', 'paid'],
    [
      anOrder({ payments: [paid], refunds: [{ platformId: 'r', at, amount: 100, lines: [], reason: '' }] }),
      'paid',
      'partially_refunded',
    ],
    [anOrder({ cancelledAt: at }), 'cancelled', 'pending'],
  ])('has one state for people, and payment apart %#', (order, state, payment) => {
    expect([stateOf(order), paymentStateOf(order)]).toEqual([state, payment]);
  });
});

describe('what it counts for', () => {
  it('keeps postage out of goods, and orders to try the shop out of everything', () => {
    const entries = entriesOf(anOrder());
    expect([sumOf(entries, 'gross'), sumOf(entries, 'discount')]).toEqual([10_790, -990]);
    expect(entriesOf(anOrder({ test: true }))).toEqual([]);
  });

  it('takes goods back once, by refund or by cancellation', () => {
    const refund = {
      platformId: 'r',
      at,
      amount: 4500,
      lines: [{ line: 'l1', quantity: 1, amount: 4500 }],
      reason: '',
    };
    const entries = entriesOf(anOrder({ refunds: [refund], cancelledAt: at }));
    expect(sumOf(entries, 'returned') + sumOf(entries, 'cancelled')).toBe(-9800);
    expect(sumOf(entries, 'gross') + sumOf(entries, 'discount')).toBe(9800);
  });

  /** What a platform that reports as Shopify does calls total sales. */
  const TOTAL = ['gross', 'discount', 'returned', 'cancelled', 'shipping', 'fee', 'tax', 'rounding'] as const;
  const salesOf = (order: Order): number =>
    TOTAL.reduce((all, kind) => all + sumOf(entriesOf(order), kind), 0);
  const cents = fc.nat(5000);

  it('comes to its total less all that went back, where the platform says what that was for', () => {
    const drawn = fc.record({
      taxIncluded: fc.boolean(),
      shipping: cents,
      tax: cents,
      goods: cents,
      other: cents,
    });
    fc.assert(
      fc.property(drawn, ({ taxIncluded, shipping, tax, goods, other }) => {
        const added = taxIncluded ? 0 : tax;
        const refund = {
          platformId: 'r',
          at: new Date(at.getTime() + 86_400_000),
          amount: goods + shipping + added + other,
          lines: [{ line: 'l1', quantity: 1, amount: goods }],
          beside: { shipping, tax, other },
          reason: '',
        };
        const order = anOrder({
          taxIncluded,
          adjustments: [
            { kind: 'tax', amount: 1100, label: '' },
            { kind: 'shipping', amount: 700, label: '' },
          ],
          refunds: [refund],
        });
        expect(salesOf(order)).toBe(totalOf(order) - refund.amount);
        const later = entriesOf(order).filter((entry) => entry.at > at && entry.kind === 'shipping');
        expect(later.map(({ amount }) => amount)).toEqual(shipping > 0 ? [-shipping] : []);
      }),
      { numRuns: runs },
    );
  });

  it('comes to nothing where it was called off, whatever was asked for it, and given back before', () => {
    const kinds = fc.constantFrom('discount', 'shipping', 'tax', 'fee', 'rounding');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(kinds, cents), { maxLength: 5 }),
        fc.boolean(),
        fc.nat(700),
        (charges, taxIncluded, shipping) => {
          const order = anOrder({
            taxIncluded,
            cancelledAt: new Date(at.getTime() + 1000),
            adjustments: charges.map(([kind, amount]) => ({
              kind,
              amount: kind === 'discount' ? -amount : amount,
              label: '',
            })),
            refunds: [
              {
                platformId: 'r',
                at,
                amount: 4500 + shipping,
                lines: [{ line: 'l1', quantity: 1, amount: 4500 }],
                beside: { shipping, tax: 0, other: shipping },
                reason: '',
              },
            ],
          });
          expect(salesOf(order)).toBe(0);
        },
      ),
      { numRuns: runs },
    );
  });

  it('is what changes add up to, whatever versions came in between', () => {
    const version = fc.record({
      discount: fc.nat(900),
      test: fc.boolean(),
      cancelled: fc.boolean(),
      refunded: fc.nat(3000),
    });
    fc.assert(
      fc.property(fc.array(version, { minLength: 1, maxLength: 6 }), (versions) => {
        const orders = versions.map(({ discount, test, cancelled, refunded }) =>
          anOrder({
            test,
            cancelledAt: cancelled ? new Date(at.getTime() + 1000) : null,
            adjustments: [{ kind: 'discount', amount: -discount, label: '' }],
            refunds: refunded ? [{ platformId: 'r', at, amount: refunded, lines: [], reason: '' }] : [],
          }),
        );
        const written = orders.flatMap((order, index) =>
          difference(index === 0 ? [] : entriesOf(orders[index - 1] as Order), entriesOf(order)),
        );
        expect(difference(written, entriesOf(orders.at(-1) as Order))).toEqual([]);
      }),
      { numRuns: runs },
    );
    console.log(`versions of an order: ${runs}`);
  });
});
