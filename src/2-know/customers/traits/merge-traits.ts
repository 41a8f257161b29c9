/**
 * What is known of somebody: of each trait the value that was said last. Pure. The same events in any order give the same traits, and the
 * traits of several profiles together are those of the person.
 */
import type { Json, JsonObject } from '#platform/log';

/** When it was said: the event's time, and its place in the log where two have the same. */
export type Said = { value: Json; at: number; position: number };
export type Traits = Readonly<Record<string, Said>>;

export const MOST_TRAITS = 500;
/** What one trait may hold, as JSON text. */
const LONGEST = 8 * 1024;

const isLater = (one: Said, other: Said): boolean =>
  one.at !== other.at ? one.at > other.at : one.position > other.position;

export function merged(one: Traits, other: Traits): Traits {
  const all: Record<string, Said> = { ...one };
  for (const [name, said] of Object.entries(other)) {
    const before = all[name];
    if (!before || isLater(said, before)) all[name] = said;
  }
  return bounded(all);
}

/** Those said last; the name decides between equals. */
function bounded(traits: Record<string, Said>): Traits {
  const names = Object.keys(traits);
  if (names.length <= MOST_TRAITS) return traits;
  const latest = names.sort((one, other) => {
    const [a, b] = [traits[one] as Said, traits[other] as Said];
    return b.at - a.at || b.position - a.position || (one < other ? -1 : 1);
  });
  return Object.fromEntries(latest.slice(0, MOST_TRAITS).map((name) => [name, traits[name] as Said]));
}

/** An empty text or null takes a trait away, as in Segment: it is kept as what was said last. */
export function traitsIn(given: JsonObject, at: number, position: number): Traits {
  const traits: Record<string, Said> = {};
  for (const [name, value] of Object.entries(given))
    if (name !== '' && name.length <= 200 && JSON.stringify(value).length <= LONGEST)
      traits[name] = { value, at, position };
  return traits;
}

/** As people read them. */
export const valuesOf = (traits: Traits): JsonObject =>
  Object.fromEntries(
    Object.entries(traits)
      .filter(([, { value }]) => value !== null && value !== '')
      .map(([name, { value }]) => [name, value]),
  );
