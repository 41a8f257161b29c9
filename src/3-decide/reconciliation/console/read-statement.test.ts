import { describe, expect, it } from 'vitest';
import { readStatement } from './read-statement.ts';

const read = (text: string) => readStatement(text, 2);

describe('a statement that somebody pasted', () => {
  it('is a line a day, with a heading or without, whatever divides it', () => {
    const days = [
      { day: '2026-11-01', amount: 123_450, orders: null },
      { day: '2026-11-02', amount: -1200, orders: null },
    ];
    expect(read('2026-11-01,1234.5\n2026-11-02,-12\n').days).toEqual(days);
    expect(read('日期\t销售额\r\n2026/11/1\t¥1,234.50\r\n2026年11月2日\t(12.00)').days).toEqual(days);
    expect(read('Total sales;Date\n1234,5;x\n'.replace('x', '20261101')).days).toEqual([days[0]]);
  });

  it('is a line an order, and its days are what the orders come to', () => {
    expect(
      read('date,order,amount\n2026-11-01 08:00,"A,1",10\n2026-11-01,B2,2.5\n2026-11-02,C3,1').days,
    ).toEqual([
      {
        day: '2026-11-01',
        amount: 1250,
        orders: [
          { number: 'A,1', amount: 1000 },
          { number: 'B2', amount: 250 },
        ],
      },
      { day: '2026-11-02', amount: 100, orders: [{ number: 'C3', amount: 100 }] },
    ]);
  });

  it.each(['soon,12', '2026-02-30,12', '2026-11-01,twelve', '2026-11-01,1.234', '2026-11-01'])(
    'tells which line is none: %s',
    (line) => {
      expect(read(`2026-11-01,1\n${line}`).wrong).toEqual([2]);
    },
  );

  it('has as many decimals as its currency', () => {
    expect(readStatement('2026-11-01,1200', 0).days[0]?.amount).toBe(1200);
    expect(readStatement('2026-11-01,1200.5', 0).wrong).toEqual([1]);
    expect(readStatement('2026-11-01,1.234', 3).days[0]?.amount).toBe(1234);
  });
});
