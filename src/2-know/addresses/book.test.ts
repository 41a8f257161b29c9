import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Book, mainOf, merged, present } from './book.ts';
import { saidInEvent } from './said-in-event.ts';

const RUNS = process.env.REGULARS_NIGHT ? 50_000 : 1000;

const street = fc.constantFrom('1 Tea Lane', '2 Tea Lane', '3 Tea Lane');
const id = fc.option(fc.constantFrom('x', 'y'), { nil: undefined });
const saying = fc.oneof(
  street.map((given) => ({
    type: 'identify',
    event: '',
    personal: { traits: { address: { street: given } } },
  })),
  fc
    .record({
      event: fc.constantFrom('Address Added', 'Address Updated', 'Address Removed'),
      address: fc.option(
        street.map((given) => ({ street: given })),
        { nil: undefined },
      ),
      address_id: id,
      default: fc.option(fc.boolean(), { nil: undefined }),
      label: fc.option(fc.constantFrom('home', 'office'), { nil: undefined }),
    })
    .map(({ event, ...properties }) => ({ type: 'track', event, personal: { properties } })),
);
const told = (
  sayings: readonly { type: string; event: string; personal: object }[],
  at: (n: number) => number,
) =>
  sayings.map(({ type, event, personal }, n) =>
    saidInEvent({ type, event, properties: {} }, personal as never, { at: at(n), position: n }),
  );
const shown = (book: Book) =>
  present(book).map(([, { place, label }]) => `${place.street}${label ? ` (${label.value})` : ''}`);
const added = (given: string, more: object = {}) => ({
  type: 'track',
  event: 'Address Added',
  personal: { properties: { address: { street: given }, ...more } },
});

describe('what is said of addresses', () => {
  it('is the same in whatever order it was said and put together', () => {
    fc.assert(
      fc.property(
        fc.array(saying, { maxLength: 10 }),
        fc.array(fc.nat(3), { minLength: 10, maxLength: 10 }),
        fc.infiniteStream(fc.nat()),
        (sayings, times, chance) => {
          const books = told(sayings, (n) => times[n] as number);
          const forward = books.reduce(merged, {});
          const mixed = books
            .map((book) => ({ book, key: chance.next().value as number }))
            .sort((one, other) => one.key - other.key)
            .map(({ book }) => book);
          const half = Math.floor(mixed.length / 2);
          const [left, right] = [mixed.slice(0, half), mixed.slice(half)];
          expect(merged(left.reduce(merged, {}), right.reduce(merged, {}))).toEqual(forward);
        },
      ),
      { numRuns: RUNS },
    );
    console.log(`addresses in any order: ${RUNS}`);
  });

  it('adds, renames, replaces by id and takes away', () => {
    const books = told(
      [
        added('1 Tea Lane', { address_id: 7, label: 'home' }),
        { ...added('2 Tea Lane', { address_id: 7 }), event: 'Address Updated' },
        added('3 Tea Lane'),
        added('3  TEA-LANE', { label: 'office' }),
      ],
      (n) => n,
    );
    expect(shown(books.reduce(merged, {}))).toEqual(['2 Tea Lane', '3  TEA-LANE (office)']);
    const gone = told(
      [{ type: 'track', event: 'Address Removed', personal: { properties: { address_id: '7' } } }],
      () => 9,
    );
    expect(shown([...books, ...gone].reduce(merged, {}))).toEqual(['3  TEA-LANE (office)']);
  });

  it('believes an event about the main address more than a trait that comes with every page', () => {
    const identify = { type: 'identify', event: '', personal: { traits: { address: '9 Old Road' } } };
    const books = told([identify, added('1 Tea Lane', { default: true }), identify], (n) => n);
    const book = books.reduce(merged, {});
    expect(book[mainOf(present(book)) ?? '']?.place?.street).toBe('1 Tea Lane');
    const alone = (told([identify], (n) => n)[0] ?? {}) as Book;
    expect(alone[mainOf(present(alone)) ?? '']?.place?.street).toBe('9 Old Road');
  });
});
