/**
 * What somebody said she likes. Pure. The same sayings in any order give the same, and those of several profiles together are the person's.
 */
import type { Json, JsonObject } from '#platform/log';
import { CHANNELS, MOST_ENTRIES, PREFERENCES, type PreferenceName, type StatedItem } from './contract.ts';

export type Value = string | string[];
/** Null: taken away. */
export type Saying = {
  value: Value | null;
  from: StatedItem['from'];
  by: string | null;
  at: number;
  position: number;
};
export type Stated = Readonly<Partial<Record<PreferenceName, Saying>>>;

/** A trait comes with every page and says nothing new; her own word and a colleague's count alike. */
const isStronger = (one: Saying, other: Saying): boolean => {
  const [a, b] = [one, other].map(({ from }) => Number(from !== 'trait')) as [number, number];
  if (a !== b) return a > b;
  return one.at !== other.at ? one.at > other.at : one.position > other.position;
};

export function merged(one: Stated, other: Stated): Stated {
  const all: Partial<Record<PreferenceName, Saying>> = { ...one };
  for (const name of PREFERENCES) {
    const [before, said] = [all[name], other[name]];
    if (said && (!before || isStronger(said, before))) all[name] = said;
  }
  return all;
}

/** Names that senders use, the first that is there counts. */
const NAMES: Record<PreferenceName, readonly string[]> = {
  language: ['language', 'preferred_language', 'preferredLanguage', 'locale'],
  channel: ['preferred_channel', 'preferredChannel', 'contact_preference', 'channel'],
  contact_time: ['contact_time', 'preferred_contact_time', 'preferredContactTime'],
  categories: [
    'favorite_categories',
    'favourite_categories',
    'preferred_categories',
    'preferredCategories',
    'interests',
    'categories',
  ],
  brands: ['favorite_brands', 'favourite_brands', 'preferred_brands', 'preferredBrands', 'brands'],
  sizes: ['preferred_sizes', 'preferredSizes', 'sizes', 'size', 'shoe_size', 'clothing_size'],
  other: ['preference_note'],
};
/** In traits these words may mean anything. */
const ONLY_IN_PREFERENCES = new Set(['channel', 'categories', 'brands', 'size']);

type Moment = { at: number; position: number };

/** `given`: traits of an identify call, or what a preference centre sent. */
export function statedIn(given: JsonObject, from: 'trait' | 'customer', moment: Moment): Stated {
  const stated: Partial<Record<PreferenceName, Saying>> = {};
  for (const name of PREFERENCES) {
    const called = NAMES[name].find(
      (one) => given[one] !== undefined && (from === 'customer' || !ONLY_IN_PREFERENCES.has(one)),
    );
    if (called === undefined) continue;
    const value = readValue(name, given[called] as Json);
    if (value !== undefined) stated[name] = { value, from, by: null, ...moment };
  }
  return stated;
}

/** Undefined: it cannot be read, and says nothing. An empty one takes away, as in Segment. */
function readValue(name: PreferenceName, given: Json): Value | null | undefined {
  if (given === null || given === '' || (Array.isArray(given) && given.length === 0)) return null;
  if (name === 'categories' || name === 'brands' || name === 'sizes') return entriesOf(given);
  if (typeof given !== 'string') return undefined;
  if (name === 'language') return /^[a-z]{2,3}([-_][a-z0-9]{2,8}){0,3}$/i.test(given) ? given : undefined;
  if (name === 'channel')
    return CHANNELS.find((channel) => channel === given.toLowerCase().replace(/^e-mail$/, 'email'));
  return given.trim().slice(0, name === 'other' ? 500 : 80) || null;
}

/** A list, or texts with commas between; of sizes also `{ shoe: 38 }`. */
function entriesOf(given: Json): string[] | undefined {
  const entries = Array.isArray(given)
    ? given
    : typeof given === 'string'
      ? given.split(/[,，、;；]/)
      : typeof given === 'number'
        ? [given]
        : typeof given === 'object' && given !== null
          ? Object.entries(given).map(([what, size]) => `${what} ${size}`)
          : [];
  const texts = entries.flatMap((entry) =>
    typeof entry === 'string' || typeof entry === 'number' ? String(entry).trim().slice(0, 60) || [] : [],
  );
  return texts.length > 0 ? [...new Set(texts)].slice(0, MOST_ENTRIES) : undefined;
}
