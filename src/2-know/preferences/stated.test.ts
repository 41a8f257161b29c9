import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { merged, type Saying, statedIn } from './stated.ts';

const RUNS = process.env.REGULARS_NIGHT ? 50_000 : 1000;
const moment = { at: 1, position: 1 };
const values = (given: object, from: 'trait' | 'customer' = 'trait') =>
  Object.fromEntries(
    Object.entries(statedIn(given as never, from, moment)).map(([name, said]) => [name, said.value]),
  );

const saying = fc.record({
  name: fc.constantFrom('language', 'channel', 'sizes'),
  from: fc.constantFrom('customer' as const, 'staff' as const, 'trait' as const),
  value: fc.constantFrom('a', 'b', null),
  at: fc.nat(2),
});

describe('what is said of preferences', () => {
  it('is the same in whatever order it was said and put together', () => {
    fc.assert(
      fc.property(fc.array(saying, { maxLength: 9 }), fc.infiniteStream(fc.nat()), (sayings, chance) => {
        const each = sayings.map(({ name, ...said }, position) => ({
          [name]: { ...said, by: null, position } as Saying,
        }));
        const forward = each.reduce(merged, {});
        const mixed = each
          .map((one) => ({ one, key: chance.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        const half = Math.floor(mixed.length / 2);
        const [left, right] = [mixed.slice(0, half), mixed.slice(half)];
        expect(merged(left.reduce(merged, {}), right.reduce(merged, {}))).toEqual(forward);
      }),
      { numRuns: RUNS },
    );
    console.log(`preferences in any order: ${RUNS}`);
  });

  it('is read from the words that senders use', () => {
    expect(
      values({
        locale: 'zh-CN',
        preferredChannel: 'E-Mail',
        interests: 'Green tea，Teapots',
        favorite_brands: ['Lion Hill', 'Lion Hill', 7],
        sizes: { shoe: 38 },
      }),
    ).toEqual({
      language: 'zh-CN',
      channel: 'email',
      categories: ['Green tea', 'Teapots'],
      brands: ['Lion Hill', '7'],
      sizes: ['shoe 38'],
    });
  });

  it('is not read into traits that mean something else, nor from what cannot be read', () => {
    expect(
      values({
        channel: 'phone',
        categories: ['vip'],
        size: 'large',
        language: 'the usual',
        interests: [{}],
      }),
    ).toEqual({});
    expect(values({ channel: 'phone', categories: ['Tea'] }, 'customer')).toEqual({
      channel: 'phone',
      categories: ['Tea'],
    });
  });

  it('is taken away by an empty one', () => {
    expect(values({ language: '', interests: [] })).toEqual({ language: null, categories: null });
  });
});
