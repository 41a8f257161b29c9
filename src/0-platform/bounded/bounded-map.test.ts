import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BoundedMap } from './bounded-map.ts';

const act = fc.record({ key: fc.nat(30), value: fc.option(fc.integer(), { nil: undefined }) });

it('holds what was put in last, never anything else than was put in last under a key, and no more than it may', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 200 }), fc.integer({ min: 2, max: 20 }), (acts, most) => {
      const [map, all, last] = [
        new BoundedMap<number, number>(most),
        new Map<number, number>(),
        [] as number[],
      ];
      for (const { key, value } of acts) {
        if (value === undefined) {
          const held = map.get(key);
          if (held !== undefined) expect(held).toBe(all.get(key));
          continue;
        }
        map.set(key, value);
        all.set(key, value);
        last.splice(0, last.length, ...last.filter((one) => one !== key), key);
      }
      for (const key of last.slice(-Math.floor(most / 2))) expect(map.get(key)).toBe(all.get(key));
      const half = Math.max(1, Math.floor(most / 2));
      expect([...all.keys()].filter((key) => map.has(key)).length).toBeLessThanOrEqual(2 * half);
    }),
    { numRuns: process.env.REGULARS_NIGHT ? 20_000 : 500 },
  );
});

it('forgets everything at once', () => {
  const map = new BoundedMap<string, number>(2);
  map.set('a', 1);
  map.set('b', 2);
  map.clear();
  expect([map.has('a'), map.has('b')]).toEqual([false, false]);
});
