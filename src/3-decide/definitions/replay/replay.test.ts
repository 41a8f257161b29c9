import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ORDER_COLUMNS } from '#events/order-columns';
import { startTestLake, type TestLake } from '#platform/lake/testing';
import { createLanguage } from '../language.ts';
import { replay } from './replay.ts';

let at: TestLake;
beforeAll(async () => {
  at = await startTestLake({ derived: ORDER_COLUMNS });
});
afterAll(() => at?.close());

const answers = (...lines: (object | string)[]) =>
  replay(
    at.lake,
    createLanguage(),
    lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))),
  );
const all = (...said: boolean[]) => ({ live: said, query: said, naive: said });

const viewed = (day: string, more: object = {}) => ({
  type: 'track',
  event: 'Product Viewed',
  timestamp: `2026-11-${day}T00:00:00Z`,
  received_at: `2026-11-${day}T00:00:01Z`,
  ...more,
});
const order = (event: string, day: string, entries: object[]) => ({
  ...viewed(day),
  event,
  house: true,
  properties: { channel_id: 1, order: 1, currency: 'CNY', entries },
});
const placedAt = Date.parse('2026-11-10T00:00:00Z');
const kept = (amount: number, quantity: number) => ({
  kind: 'kept',
  at: placedAt,
  amount,
  quantity,
  product_id: null,
});

describe('a file of cases', () => {
  it('is answered line by line, three times alike', async () => {
    const definition = 'did "Product Viewed" in last 7 days';
    const merged = [
      viewed('02', { customer: 'b' }),
      { type: 'merge', customer: 'b', received_at: '2026-11-03T00:00:00Z' },
      { type: 'undo', customer: 'b', received_at: '2026-11-04T00:00:00Z' },
    ];
    const days = (...of: string[]) => of.map((day) => `2026-11-${day}T12:00:00Z`);
    expect(
      await answers(
        {
          definition,
          events: [viewed('01')],
          at: ['2026-11-01T00:00:00Z', '2026-11-07T23:59:59.999Z', '2026-11-08T00:00:00Z'],
        },
        { definition, events: merged, at: days('02', '03', '04') },
        {
          definition,
          events: [viewed('01'), { type: 'erase', received_at: '2026-11-02T00:00:00Z' }],
          at: days('01', '02'),
        },
        {
          definition: 'count "Product Viewed" >= 2',
          events: [
            viewed('01', { messageId: 'm' }),
            viewed('02', { messageId: 'm' }),
            viewed('05', { received_at: '2026-11-09T00:00:00Z' }),
          ],
          at: days('03', '08', '09'),
        },
        {
          definition: 'orders kept_amount CNY in this month >= 10000',
          events: [
            order('Order Placed', '10', [kept(12_000, 1)]),
            order('Order Changed', '12', [kept(-3_000, 0)]),
            order('Order Changed', '14', [kept(2_000, 0)]),
            order('Order Cancelled', '16', [kept(-11_000, -1)]),
          ],
          at: days('09', '11', '13', '15', '17'),
        },
      ),
    ).toEqual([
      all(false, true, false),
      all(false, true, false),
      all(true, false),
      all(false, false, true),
      all(false, true, false, true, false),
    ]);
  });

  it('says of a line that is none why', async () => {
    const said = await answers(
      '{',
      { definition: 'did', events: [], at: [] },
      { definition: 'tag "a"', events: [{}], at: [] },
    );
    expect(said.map((one) => ('error' in one ? one.error : ''))).toEqual([
      expect.stringContaining('not JSON'),
      expect.stringContaining('Line 1, column 4'),
      expect.stringContaining('events.0.received_at'),
    ]);
  });
});
