import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passesCheck, withoutCardNumbers, withoutCardNumbersIn } from './index.ts';

const RUNS = process.env.REGULARS_NIGHT ? 200_000 : 3000;

/** With the check digit that makes it pass. */
const completed = (digits: string): string =>
  [...'0123456789'].map((last) => `${digits}${last}`).find(passesCheck) as string;
const ended = (digits: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: digits, maxLength: digits })
    .map((list) => `4${list.join('')}`);
const card = fc.integer({ min: 11, max: 17 }).chain(ended).map(completed);
const between = fc.constantFrom('', '', '', ' ', '-', '–', ' - ', '\u00A0', '  ', '\u3000', '－');
/** Divided anywhere. */
const written = fc.tuple(card, fc.array(between, { minLength: 20, maxLength: 20 })).map(([digits, gaps]) => ({
  digits,
  text: [...digits].map((digit, n) => (n === 0 ? digit : `${gaps[n]}${digit}`)).join(''),
}));
const before = fc.constantFrom('', 'card ', '卡号：', '12/27 ', '27-', '\n', '#', 'x');
const after = fc.constantFrom('', ' exp 12/27', '，有效期12/27', '\n', '#', ' 123', '-12', 'x');
const digitsOf = (text: string): string => text.normalize('NFKC').replace(/\D/g, '');

describe('card numbers', () => {
  it.each([
    ['4111 1111 1111 1111', '•••• 1111'],
    ['Card 4111-1111-1111-1111, exp 12/27', 'Card •••• 1111, exp 12/27'],
    ['卡号3782 822463 10005有效期', '卡号•••• 0005有效期'],
    ['６２１２３４５６７８９０１２３２', '•••• 1232'],
    ['5500000000000004 4111111111111111', '•••• 0004 •••• 1111'],
  ])('%s is stored as %s', (typed, stored) => {
    expect(withoutCardNumbers(typed).value).toBe(stored);
  });

  it.each([
    'Order 4111111111111112',
    '2026-11-26 05:08:13',
    '+86 138 1234 5678',
    'SF1234567890123, 13812345678 or 021-12345678',
    '0000 0000 0000 0000',
  ])('%s stays', (text) => {
    expect(withoutCardNumbers(text)).toEqual({ value: text, removed: 0 });
  });

  it('are never left whole, however they are divided and whatever stands around them', () => {
    fc.assert(
      fc.property(written, before, after, ({ digits, text }, left, right) => {
        const { value, removed } = withoutCardNumbers(`${left}${text}${right}`);
        expect(removed).toBeGreaterThan(0);
        expect(digitsOf(value)).not.toContain(digits);
      }),
      { numRuns: RUNS },
    );
    console.log(`card numbers in texts: ${RUNS}`);
  });

  it('that fail the check stay as they are', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[1-9][0-9]{12,18}$/), before, (digits, left) => {
        const text = `${left}:${digits}`;
        expect(withoutCardNumbers(text).value === text).toBe(!passesCheck(digits));
      }),
      { numRuns: RUNS },
    );
  });

  it('are taken out of every text inside a value, and counted', () => {
    const told = withoutCardNumbersIn({ note: ['a 4111111111111111', 'b'], deep: { n: 4111111111111111 } });
    expect(told).toEqual({
      value: { note: ['a •••• 1111', 'b'], deep: { n: 4111111111111111 } },
      removed: 1,
    });
  });
});
