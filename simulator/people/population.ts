/**
 * What changes about people, one number each in arrays beside each other, so that a million take 100 MB, a state is saved by writing bytes,
 * and memory grows with people only, never with days. What does not change is drawn again from (seed, person) when it is needed.
 */

export const FLAG = {
  guest: 1,
  marketplace: 2,
  double: 4,
  couple: 8,
  scanned: 16,
  consents: 32,
  office: 64,
  english: 128,
  mobile: 256,
  dead: 512,
  unsubscribed: 1024,
  skewed: 2048,
  known: 4096,
  knownTwice: 8192,
} as const;

const FIELDS = {
  nextBuy: Float64Array,
  nextBrowse: Float64Array,
  deathAt: Float64Array,
  lastAt: Float64Array,
  meanGap: Float32Array,
  annoyance: Float32Array,
  annoyedAt: Int32Array,
  visits: Int32Array,
  orders: Int32Array,
  next: Int32Array,
  bucket: Int32Array,
  flags: Uint16Array,
  rhythm: Uint8Array,
  death: Uint8Array,
  deathCause: Uint8Array,
} as const;
type Field = keyof typeof FIELDS;
type Columns = { -readonly [F in Field]: InstanceType<(typeof FIELDS)[F]> };

export type Population = Columns & {
  count: number;
  /** What each bought last, `memory` products a person; 65535: nothing yet. */
  bought: Uint16Array;
  memory: number;
};

const LEAST = 1024;
const NOTHING = 0xffff;

export function populationOf(memory: number): Population {
  return { ...columns(LEAST), count: 0, memory, bought: new Uint16Array(LEAST * memory).fill(NOTHING) };
}

const columns = (capacity: number): Columns =>
  Object.fromEntries(Object.entries(FIELDS).map(([name, kind]) => [name, new kind(capacity)])) as Columns;

/** Room for so many more; their numbers are zero, and they stand in no day. */
export function admit(people: Population, more: number): number {
  const first = people.count;
  const wanted = first + more;
  if (wanted > people.flags.length) enlarge(people, Math.max(wanted, Math.ceil(people.flags.length * 1.5)));
  people.bucket.fill(-1, first, wanted);
  people.count = wanted;
  return first;
}

function enlarge(people: Population, capacity: number): void {
  const larger = columns(capacity);
  for (const name of Object.keys(FIELDS) as Field[]) larger[name].set(people[name] as never);
  const bought = new Uint16Array(capacity * people.memory).fill(NOTHING);
  bought.set(people.bought);
  Object.assign(people, larger, { bought });
}

export function remember(people: Population, person: number, product: number): void {
  const { bought, memory } = people;
  const at = person * memory;
  for (let n = at; n < at + memory; n++) if (bought[n] === product) return;
  bought.copyWithin(at + 1, at, at + memory - 1);
  bought[at] = product;
}

/** How many products somebody remembers. */
export function remembered({ bought, memory }: Population, person: number): number {
  let count = 0;
  while (count < memory && bought[person * memory + count] !== NOTHING) count++;
  return count;
}

export function saved(people: Population): Buffer[] {
  const of = (array: ArrayBufferView, length: number): Buffer =>
    Buffer.from(array.buffer, array.byteOffset, length);
  return [
    ...(Object.keys(FIELDS) as Field[]).map((name) =>
      of(people[name], people.count * people[name].BYTES_PER_ELEMENT),
    ),
    of(people.bought, people.count * people.memory * 2),
  ];
}

export function restored(bytes: Buffer, count: number, memory: number): Population {
  const people = populationOf(memory);
  admit(people, count);
  let at = 0;
  for (const array of [...(Object.keys(FIELDS) as Field[]).map((name) => people[name]), people.bought]) {
    const length = count * (array === people.bought ? memory * 2 : array.BYTES_PER_ELEMENT);
    new Uint8Array(array.buffer, array.byteOffset, length).set(bytes.subarray(at, at + length));
    at += length;
  }
  return people;
}
