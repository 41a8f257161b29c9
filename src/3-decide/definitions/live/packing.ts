/**
 * A person's state as bytes: a version, when her log has to be read anew, and for each question that has something to remember its number,
 * how many items, and their fields as variable-length integers, instants as distances. Empty where nothing is remembered.
 *
 * More than so many items are not kept: the answer stands there instead, with the instant up to which time alone does not change it. Whatever
 * touches such a question is answered from her log (the heavy lane).
 */
import type { Item } from './item.ts';
import type { Field } from './measures.ts';

const VERSION = 1;

export type Strip = Item[] | Heavy;
export type Heavy = { holds: boolean; until: number | null };
export const isHeavy = (strip: Strip): strip is Heavy => !Array.isArray(strip);

export type State = {
  /** Something was reported that has not happened yet: at this instant her log is read anew. */
  readAnewAt: number | null;
  /** By the number of the question. */
  strips: Map<number, Strip>;
};

export const emptyState = (): State => ({ readAnewAt: null, strips: new Map() });

type FieldsOf = (question: number) => readonly Field[] | null;

export function pack({ readAnewAt, strips }: State, fieldsOf: FieldsOf): Uint8Array {
  const kept = [...strips].filter(([, strip]) => isHeavy(strip) || strip.length > 0);
  if (kept.length === 0 && readAnewAt === null) return new Uint8Array(0);
  const out = new Writer();
  out.whole(VERSION);
  out.maybe(readAnewAt);
  for (const [question, strip] of kept.sort(([one], [other]) => one - other)) {
    out.whole(question);
    if (isHeavy(strip)) {
      out.whole(0);
      out.whole(Number(strip.holds));
      out.maybe(strip.until);
    } else packItems(out, strip, fieldsOf(question) ?? []);
  }
  return out.bytes();
}

function packItems(out: Writer, items: readonly Item[], fields: readonly Field[]): void {
  out.whole(items.length);
  let at = 0;
  let position = 0;
  for (const item of items) {
    out.signed(item.at - at);
    at = item.at;
    for (const field of fields) {
      if (field === 'position') {
        out.signed(item.position - position);
        position = item.position;
      } else out.signed(item[field]);
    }
  }
}

/** `fieldsOf`: of every question that ever had a number; those that are asked no more are dropped when the state is written. */
export function unpack(bytes: Uint8Array, fieldsOf: FieldsOf): State {
  const state = emptyState();
  if (bytes.length === 0) return state;
  const from = new Reader(bytes);
  if (from.whole() !== VERSION) throw new Error('A state of another version.');
  state.readAnewAt = from.maybe();
  while (!from.atEnd()) {
    const question = from.whole();
    const items = from.whole();
    if (items === 0) state.strips.set(question, { holds: from.whole() === 1, until: from.maybe() });
    else {
      const fields = fieldsOf(question);
      if (!fields) throw new Error(`A state with a question that nobody asks: ${question}`);
      state.strips.set(question, unpackItems(from, items, fields));
    }
  }
  return state;
}

function unpackItems(from: Reader, count: number, fields: readonly Field[]): Item[] {
  const items: Item[] = [];
  let at = 0;
  let position = 0;
  for (let index = 0; index < count; index++) {
    at += from.signed();
    const item: Item = { at, position: 0, n: 0, worth: 0, key: 0, mark: 0 };
    for (const field of fields) {
      const value = from.signed();
      if (field === 'position') position = item.position = position + value;
      else item[field] = value;
    }
    items.push(item);
  }
  return items;
}

class Writer {
  #buffer = new Uint8Array(256);
  #length = 0;

  /** 7 bits a byte, the lowest first; also beyond 32 bits. */
  whole(value: number): void {
    let rest = value;
    while (rest >= 128) {
      this.#byte((rest % 128) | 128);
      rest = Math.floor(rest / 128);
    }
    this.#byte(rest);
  }

  /** Six bits and the sign, then the rest: doubling would leave the safe integers. */
  signed(value: number): void {
    const size = Math.abs(value);
    const head = (size % 64) + (value < 0 ? 64 : 0);
    const rest = Math.floor(size / 64);
    this.#byte(rest > 0 ? head | 128 : head);
    if (rest > 0) this.whole(rest);
  }

  maybe(value: number | null): void {
    this.whole(value === null ? 0 : 1);
    if (value !== null) this.signed(value);
  }

  #byte(value: number): void {
    if (this.#length === this.#buffer.length) {
      const larger = new Uint8Array(this.#buffer.length * 2);
      larger.set(this.#buffer);
      this.#buffer = larger;
    }
    this.#buffer[this.#length++] = value;
  }

  bytes(): Uint8Array {
    return this.#buffer.slice(0, this.#length);
  }
}

class Reader {
  readonly #bytes: Uint8Array;
  #place = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  atEnd(): boolean {
    return this.#place >= this.#bytes.length;
  }

  whole(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.#byte();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }

  signed(): number {
    const head = this.#byte();
    const size = (head & 63) + (head & 128 ? this.whole() * 64 : 0);
    return head & 64 ? -size : size;
  }

  maybe(): number | null {
    return this.whole() === 0 ? null : this.signed();
  }

  #byte(): number {
    const byte = this.#bytes[this.#place++];
    if (byte === undefined) throw new Error('A state that breaks off.');
    return byte;
  }
}
