import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalsOf, minorAmount } from './index.ts';

describe('money', () => {
  it.each([
    ['CNY', 2],
    ['JPY', 0],
    ['KWD', 3],
  ])('of %s has %i decimals', (currency, decimals) => expect(decimalsOf(currency)).toBe(decimals));

  it.each([
    ['6.95', 12, 'GBP', 8340],
    ['0.125', 1, 'GBP', 13],
    ['0.125', -1, 'GBP', -13],
    ['-53594.36', 1, 'GBP', -5_359_436],
    ['0.0049', 1, 'GBP', 0],
    ['99.5', 3, 'JPY', 299],
  ])('%s × %i in %s is %i', (price, quantity, currency, amount) =>
    expect(minorAmount(price, quantity, currency)).toBe(amount),
  );

  it('is exact where the price is no finer than the currency', () => {
    fc.assert(
      fc.property(fc.nat(99_999_999), fc.integer({ min: -9999, max: 9999 }), (cents, quantity) => {
        const price = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
        expect(minorAmount(price, quantity, 'CNY') + 0).toBe(cents * quantity + 0);
      }),
    );
  });

  it.each(['', '1,5', '1e3', 'NaN', '0.1234567'])('is not made of %j', (price) =>
    expect(() => minorAmount(price, 1, 'CNY')).toThrow(RangeError),
  );
});
