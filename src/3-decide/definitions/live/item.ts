/** What is remembered of one thing that counts for a question. Fields that a measure does not need stay 0. */
export type Item = {
  /** When it happened; where a measure keeps whole calendar units only, the number of the unit. */
  at: number;
  /** Settles what happened at the same instant. */
  position: number;
  /** How many, signed; and what they are worth. */
  n: number;
  worth: number;
  /** What tells it from others: 53 bits of a hash. */
  key: number;
  /** Whether its value passes the test; or a code, or a bit for each step that it may be. */
  mark: number;
};

export const item = (fields: Partial<Item> & { at: number }): Item => ({
  position: 0,
  n: 1,
  worth: 0,
  key: 0,
  mark: 0,
  ...fields,
});

export const isBefore = (one: Item, other: Item): boolean =>
  one.at < other.at || (one.at === other.at && one.position < other.position);

/** Puts it where it belongs, after what happened at the same place in time. */
export function insert(items: Item[], fresh: Item): void {
  let place = items.length;
  while (place > 0 && isBefore(fresh, items[place - 1] as Item)) place--;
  items.splice(place, 0, fresh);
}

/**
 * 53 bits of a text: two 32-bit multiply-xorshift streams (the finalizer of MurmurHash3) over its code units. Of a thousand different
 * values of one person, two are taken for one with a probability of 1 in 10^10.
 */
export function hash53(text: string): number {
  let one = 0xdeadbeef;
  let other = 0x41c6ce57;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    one = Math.imul(one ^ unit, 2654435761);
    other = Math.imul(other ^ unit, 1597334677);
  }
  one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(other ^ (other >>> 13), 3266489909);
  other = Math.imul(other ^ (other >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
  return 4294967296 * (2097151 & other) + (one >>> 0);
}
