import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Field } from './measures.ts';
import { pack, type State, type Strip, stripIn, unpack } from './packing.ts';

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
  standings: fc
    .uniqueArray(fc.tuple(fc.nat(300), fc.record({ answer: fc.boolean(), due: fc.option(near) })), {
      selector: ([definition]) => definition,
      maxLength: 4,
    })
    .map((pairs) => new Map(pairs)),
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

const fieldsOf = (number: number): readonly Field[] | null => FIELDS[number] ?? null;
const stripsOf = (of: State): [number, Strip][] =>
  [...of.strips.keys()].map((number) => [number, stripIn(of, number, fieldsOf(number) ?? [])]);

describe('a state', () => {
  it('written and read again is the same, also where it was not looked at in between', () => {
    fc.assert(
      fc.property(state, (given) => {
        const again = unpack(pack(unpack(pack(given, fieldsOf)), fieldsOf));
        expect(again.readAnewAt).toBe(given.readAnewAt);
        expect([...again.standings]).toEqual([...given.standings]);
        expect(stripsOf(again)).toEqual(stripsOf(given));
      }),
      { numRuns: process.env.REGULARS_NIGHT ? 50_000 : 1000 },
    );
  });

  it('forgets questions that nobody asks any more', () => {
    const given: State = {
      readAnewAt: null,
      standings: new Map(),
      strips: new Map<number, Strip>([
        [0, { holds: true, until: null }],
        [99, { holds: true, until: null }],
      ]),
    };
    const written = pack(given, (number) => (number === 99 ? [] : fieldsOf(number)));
    expect([...unpack(pack(unpack(written), fieldsOf)).strips.keys()]).toEqual([0]);
  });

  it('of whom nothing is remembered takes no byte', () => {
    const empty: State = { readAnewAt: null, standings: new Map(), strips: new Map([[0, []]]) };
    expect(pack(empty, fieldsOf).length).toBe(0);
  });
});
