import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Field } from './measures.ts';
import { pack, type State, unpack } from './packing.ts';

const FIELDS: readonly (readonly Field[])[] = [
  ['n'],
  ['position', 'mark'],
  ['position', 'n', 'key', 'mark'],
  ['worth'],
  [],
];
const whole = fc.oneof(
  fc.integer({ min: -200, max: 200 }),
  fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }),
);

/** Distances of instants and positions stay safe integers too. */
const near = fc.integer({ min: -8.64e15 / 2, max: 8.64e15 / 2 });

const stripOf = (fields: readonly Field[]) =>
  fc.array(
    fc.record({ at: near, position: near, n: whole, worth: whole, key: whole, mark: whole }).map((item) => ({
      at: item.at,
      position: fields.includes('position') ? item.position : 0,
      n: fields.includes('n') ? item.n : 0,
      worth: fields.includes('worth') ? item.worth : 0,
      key: fields.includes('key') ? item.key : 0,
      mark: fields.includes('mark') ? item.mark : 0,
    })),
    { minLength: 1, maxLength: 5 },
  );

const state = fc.record({
  readAnewAt: fc.option(near),
  strips: fc
    .uniqueArray(fc.nat(FIELDS.length - 1))
    .chain((numbers) =>
      fc
        .tuple(
          ...numbers.map((number) =>
            fc.oneof(
              stripOf(FIELDS[number] as readonly Field[]),
              fc.record({ holds: fc.boolean(), until: fc.option(near) }),
            ),
          ),
        )
        .map((strips) => new Map(strips.map((strip, index) => [numbers[index] as number, strip]))),
    ),
}) as fc.Arbitrary<State>;

const inOrder = ({ strips }: State) => [...strips].sort(([one], [other]) => one - other);

describe('a state', () => {
  it('written and read again is the same', () => {
    fc.assert(
      fc.property(state, (given) => {
        const again = unpack(
          pack(given, (number) => FIELDS[number] ?? null),
          (number) => FIELDS[number] ?? null,
        );
        expect(again.readAnewAt).toBe(given.readAnewAt);
        expect(inOrder(again)).toEqual(inOrder(given));
      }),
      { numRuns: process.env.REGULARS_NIGHT ? 50_000 : 1000 },
    );
  });

  it('of whom nothing is remembered takes no byte', () => {
    expect(pack({ readAnewAt: null, strips: new Map([[0, []]]) }, () => ['n']).length).toBe(0);
  });
});
