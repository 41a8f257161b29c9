import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bandOf, type Counted, habitsIn } from './habits.ts';

const RUNS = process.env.REGULARS_NIGHT ? 50_000 : 500;

const bought = (more: Partial<Counted> = {}): Counted => ({
  placed_at: new Date('2026-11-01T13:30:00Z'),
  currency: 'CNY',
  methods: ['wechat'],
  items: [{ product: 1, price: 68 }],
  channel: 'Tmall',
  zone: 'Asia/Shanghai',
  shelves: [{ category: 'Green tea', brand: 'Lion Hill' }],
  ...more,
});
const said = (orders: Counted[]) =>
  Object.fromEntries(habitsIn(orders).items.map(({ kind, value, count, of }) => [kind, [value, count, of]]));

describe('habits', () => {
  it('stand on counted orders, in the clock of their channel', () => {
    const other = bought({ methods: ['card'], channel: 'Own', zone: 'UTC', shelves: [], items: [] });
    expect(said([bought(), bought(), other])).toEqual({
      category: ['Green tea', 2, 3],
      brand: ['Lion Hill', 2, 3],
      price: ['50-100 CNY', 2, 2],
      hours: ['20-24', 2, 3],
      payment: ['wechat', 2, 3],
      channel: ['Tmall', 2, 3],
    });
  });

  it('are not read out of two orders, nor out of what happened once', () => {
    expect(habitsIn([bought(), bought()])).toMatchObject({ orders: 2, items: [] });
    const each = ['a', 'b', 'c'].map((name) =>
      bought({ methods: [name], channel: name, shelves: [], items: [] }),
    );
    expect(said(each)).toEqual({ hours: ['20-24', 3, 3] });
  });

  it('count an order once, however many of its items are alike', () => {
    const twice = bought({ shelves: Array.from({ length: 9 }, () => ({ category: 'Tea', brand: null })) });
    expect(said([twice, twice, bought()]).category).toEqual(['Tea', 2, 3]);
  });

  it('put every price between the two steps that are said', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.000001, max: 1e9, noNaN: true }), (price) => {
        const [from, to] = bandOf(price).split('-').map(Number) as [number, number];
        expect(from <= price * (1 + 1e-9) && price < to * (1 + 1e-9)).toBe(true);
      }),
      { numRuns: RUNS },
    );
    console.log(`prices in bands: ${RUNS}`);
  });
});
