import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dealt } from './dealt.ts';

const RUNS = process.env.REGULARS_NIGHT ? 20_000 : 200;
const heights = (...of: number[]) => of.map((height) => ({ height }));
const sums = (columns: { height: number }[][]) =>
  columns.map((column) => column.reduce((sum, { height }) => sum + height, 0));

describe('sections over columns', () => {
  it('put what is tall by itself, and the first column is the fuller one', () => {
    expect(dealt(heights(4, 2, 1, 2, 2, 3, 2, 8)).map((column) => column.length)).toEqual([4, 3, 1]);
  });

  it('leave no column empty', () => {
    expect(dealt(heights(3))).toEqual([heights(3)]);
    expect(dealt(heights(3, 8))).toEqual([heights(3), heights(8)]);
    expect(dealt([])).toEqual([]);
  });

  it('keep all sections and their order, and no other cut would be lower', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 9 }), (given) => {
        const sections = heights(...given);
        const columns = dealt(sections);
        expect(columns.flat()).toEqual(sections);
        expect(columns.length).toBeLessThanOrEqual(3);
        const lowest = Math.max(...sums(columns));
        for (let a = 0; a <= given.length; a++)
          for (let b = a; b <= given.length; b++) {
            const cut = sums([sections.slice(0, a), sections.slice(a, b), sections.slice(b)]);
            if (Math.max(...cut) < lowest) throw new Error(`${cut} is lower than ${lowest}`);
          }
      }),
      { numRuns: RUNS },
    );
    console.log(`columns: ${RUNS} runs`);
  });
});
