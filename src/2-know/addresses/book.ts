/**
 * What was said of somebody's addresses. Pure. The same sayings in any order give the same book, and the books of several profiles together are
 * that of the person.
 */
import type { Place } from './contract.ts';

/** Staff are believed before an event about the address, and that before a trait which is said anew with every page. */
export const RANK = { identify: 0, event: 1, staff: 2 } as const;
type By = keyof typeof RANK;

/** When it was said: the event's time, and its place in the log where two have the same. */
export type Moment = { at: number; position: number };
type Said<T> = Moment & { value: T; rank: number };

export type Entry = {
  /** Null: only that the shop's address of this id is gone. */
  place: Place | null;
  /** As the shop calls it; an address that takes the id of another replaces it. */
  id: Said<string> | null;
  first: number;
  there: Said<boolean>;
  label: Said<string> | null;
  main: Said<boolean> | null;
  by: By[];
};
export type Book = Readonly<Record<string, Entry>>;

const MOST = 100;

export function merged(one: Book, other: Book): Book {
  const all: Record<string, Entry> = { ...one };
  for (const [key, entry] of Object.entries(other)) {
    const before = all[key];
    all[key] = before ? together(before, entry) : entry;
  }
  return bounded(all);
}

function together(one: Entry, other: Entry): Entry {
  const later = isLater(other.there, one.there) ? other : one;
  return {
    place: later.place,
    id: stronger(one.id, other.id),
    first: Math.min(one.first, other.first),
    there: later.there,
    label: stronger(one.label, other.label),
    main: stronger(one.main, other.main),
    by: (Object.keys(RANK) as By[]).filter((by) => one.by.includes(by) || other.by.includes(by)),
  };
}

const isLater = (one: Moment, other: Moment): boolean =>
  one.at !== other.at ? one.at > other.at : one.position > other.position;

function stronger<T>(one: Said<T> | null, other: Said<T> | null): Said<T> | null {
  if (!one || !other) return one ?? other;
  if (one.rank !== other.rank) return one.rank > other.rank ? one : other;
  return isLater(other, one) ? other : one;
}

/** Those said last; the name decides between equals. */
function bounded(all: Record<string, Entry>): Book {
  const keys = Object.keys(all);
  if (keys.length <= MOST) return all;
  const latest = keys.sort((one, other) => {
    const [a, b] = [(all[one] as Entry).there, (all[other] as Entry).there];
    return b.at - a.at || b.position - a.position || (one < other ? -1 : 1);
  });
  return Object.fromEntries(latest.slice(0, MOST).map((key) => [key, all[key] as Entry]));
}

/** Addresses that are there: neither taken away nor replaced by another of the same id. */
export function present(book: Book): [string, Entry & { place: Place }][] {
  const latest = new Map<string, Moment>();
  for (const { id, there } of Object.values(book)) {
    const before = id ? latest.get(id.value) : undefined;
    if (id && (!before || isLater(there, before))) latest.set(id.value, there);
  }
  return Object.entries(book).flatMap(([key, entry]) => {
    const { place, id, there } = entry;
    const isLast = id === null || !isLater(latest.get(id.value) as Moment, there);
    return place && there.value && isLast ? [[key, { ...entry, place }]] : [];
  });
}

/** Which of them is the one to take where nothing is said. */
export function mainOf(entries: readonly [string, Entry][]): string | null {
  let chosen: { key: string; said: Said<boolean> } | null = null;
  for (const [key, { main }] of entries)
    if (main?.value && (!chosen || stronger(chosen.said, main) === main)) chosen = { key, said: main };
  return chosen?.key ?? null;
}
