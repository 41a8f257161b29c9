import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { together } from './together.ts';

const pause = (ms: number) => new Promise((next) => setTimeout(next, ms));
const asking = (...names: string[]) => new Map(names.map((name) => [name, name]));

describe('fetching together', () => {
  it('fetches once what several ask for at the same time', async () => {
    const fetched: string[][] = [];
    const get = together<string>(async (asked) => {
      fetched.push([...asked.keys()]);
      await pause(5);
    });
    await Promise.all([get(asking('a', 'b')), get(asking('b', 'c')), get(asking('a'))]);
    expect(fetched).toEqual([['a', 'b', 'c']]);
    await get(asking('a'));
    expect(fetched).toHaveLength(2);
  });

  it('does not ask again for what is on its way', async () => {
    const fetched: string[][] = [];
    const get = together<string>(async (asked) => {
      fetched.push([...asked.keys()]);
      await pause(30);
    });
    const first = get(asking('a'));
    await pause(10);
    await Promise.all([first, get(asking('a', 'b'))]);
    expect(fetched).toEqual([['a'], ['b']]);
  });

  it('gives everybody what they asked for, or its error, with two under way at most', async () => {
    const runs = process.env.REGULARS_NIGHT ? 1000 : 50;
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(4), fc.uniqueArray(name)), { maxLength: 12 }),
        fc.nat(4),
        async (calls, bad) => {
          const there = new Set<string>();
          let underWay = 0;
          let fetches = 0;
          const get = together<string>(async (asked) => {
            expect(++underWay).toBeLessThanOrEqual(2);
            await pause(1);
            underWay--;
            if (++fetches % 5 === bad) throw new Error('drawn');
            for (const one of asked.keys()) there.add(one);
          });
          const answers = calls.map(async ([after, names]) => {
            await pause(after);
            await get(asking(...names)).then(
              () => expect(names.every((one) => there.has(one))).toBe(true),
              (error: Error) => expect(error.message).toBe('drawn'),
            );
          });
          await Promise.all(answers);
        },
      ),
      { numRuns: runs },
    );
    console.log(`fetched together: ${runs}`);
  });
});
