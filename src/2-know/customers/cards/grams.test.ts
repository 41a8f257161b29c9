import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gramsAsked, gramsOf, isFoundIn } from './grams.ts';

const runs = process.env.REGULARS_NIGHT ? 100_000 : 3000;
const pepper = randomBytes(32);
const isFound = (query: string, texts: readonly string[]): boolean => {
  const held = new Set(gramsOf(texts, pepper));
  return gramsAsked(query, pepper).every((gram) => held.has(gram)) && isFoundIn(query, texts);
};

describe('a search', () => {
  const texts = [
    '王小明',
    'Zoë O’Neill',
    'wei.chen@tea.example',
    '上海市徐汇区漕溪北路18号',
    '8613812345678',
    '13812345678',
    '5678',
  ];
  it.each([
    '王',
    '小',
    '小明',
    '王小明',
    '汇区',
    '漕溪北路18号',
    '明 漕溪',
    'zoe',
    'neil',
    'O’Neill',
    'wei',
    'WEI.CH',
    'wei.chen@tea.example',
    'chen',
    'tea',
    '5678',
    '138123',
    '86138',
  ])('finds %s', (query) => expect(isFound(query, texts)).toBe(true));
  it.each(['李', '明小', '王明', 'eil', 'hen', '2345678', '1381234567x', '区徐', '小王'])(
    'does not find %s',
    (query) => expect(isFound(query, texts)).toBe(false),
  );

  it('finds every part of Chinese text, and every beginning of a word', () => {
    const han = fc.string({
      unit: fc.integer({ min: 0x4e00, max: 0x9fa5 }).map((code) => String.fromCodePoint(code)),
      minLength: 1,
      maxLength: 12,
    });
    const word = fc.string({ unit: fc.constantFrom(...'abcxyz0189é'), minLength: 1, maxLength: 14 });
    fc.assert(
      fc.property(
        fc.array(fc.oneof(han, word), { minLength: 1, maxLength: 5 }),
        fc.nat(),
        fc.nat(),
        (held, a, b) => {
          const text = held[a % held.length] as string;
          const characters = [...text];
          const isHan = /\p{Script=Han}/u.test(text);
          const from = isHan ? a % characters.length : 0;
          const query = characters.slice(from, from + 1 + (b % (characters.length - from))).join('');
          expect(isFound(query, held)).toBe(true);
        },
      ),
      { numRuns: runs },
    );
    console.log(`parts found: ${runs}`);
  });
});
