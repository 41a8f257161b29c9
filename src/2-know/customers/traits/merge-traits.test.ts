import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_TRAITS, merged, traitsIn, valuesOf } from './merge-traits.ts';

const runs = process.env.REGULARS_NIGHT ? 50_000 : 2000;
const name = fc.constantFrom('name', 'city', 'size', 'lang');
const said = fc.record({
  traits: fc.dictionary(name, fc.oneof(fc.string(), fc.constant(null))),
  at: fc.nat(3),
});

describe('traits', () => {
  it('are the same in whatever order they were said and put together', () => {
    fc.assert(
      fc.property(fc.array(said, { maxLength: 8 }), fc.infiniteStream(fc.nat()), (events, chance) => {
        const each = events.map(({ traits, at }, position) => traitsIn(traits, at, position));
        const forward = each.reduce(merged, {});
        const shuffled = each
          .map((traits) => ({ traits, key: chance.next().value as number }))
          .sort((one, other) => one.key - other.key)
          .map(({ traits }) => traits);
        const half = Math.floor(shuffled.length / 2);
        const [left, right] = [shuffled.slice(0, half), shuffled.slice(half)];
        expect(merged(left.reduce(merged, {}), right.reduce(merged, {}))).toEqual(forward);
      }),
      { numRuns: runs },
    );
    console.log(`traits in any order: ${runs}`);
  });

  it('are what was said last; an empty one is gone', () => {
    const first = traitsIn({ name: 'Ann', city: 'Bath' }, 1, 1);
    const second = traitsIn({ name: 'Anna', city: '' }, 2, 2);
    expect(valuesOf(merged(second, first))).toEqual({ name: 'Anna' });
  });

  it('are bounded, the oldest go', () => {
    const old = traitsIn({ first: 1 }, 1, 1);
    const many = traitsIn(
      Object.fromEntries(Array.from({ length: MOST_TRAITS }, (_, n) => [`t${n}`, n])),
      2,
      2,
    );
    const both = merged(old, many);
    expect([Object.keys(both).length, 'first' in both]).toEqual([MOST_TRAITS, false]);
  });
});
