/**
 * A person's state as bytes: a version, when her log has to be read anew, where she stands in each definition, and for each question that has
 * something to remember its number, its length, and its items as variable-length integers, instants as distances. Empty where nothing
 * is remembered. What an event does not touch is carried over as it is, unread.
 *
 * Where a question has too many items the answer stands there instead, with the instant up to which time alone does not change it. Whatever
 * touches such a question is answered from her log (the heavy lane).
 */
import type { Item } from './item.ts';
import type { Field } from './measures.ts';

const VERSION = 1;

export type Strip = Item[] | Heavy;
export type Heavy = { holds: boolean; until: number | null };
export const isHeavy = (strip: Strip): strip is Heavy => !Array.isArray(strip);

/** Whether she is in it, and when time alone may change that. */
export type Standing = { answer: boolean; due: number | null };

export type State = {
  /** Something was reported that has not happened yet: at this instant her log is read anew. */
  readAnewAt: number | null;
  /** By the number of the definition; who is not there stands where somebody stands of whom nothing is known. */
  standings: Map<number, Standing>;
  /** By the number of the question; bytes where it was not looked at. */
  strips: Map<number, Strip | Uint8Array>;
};

export const emptyState = (): State => ({ readAnewAt: null, standings: new Map(), strips: new Map() });

/** `fieldsOf`: null of a question that nobody asks any more; it is left out. */
export function pack({ readAnewAt, standings, strips }: State, fieldsOf: FieldsOf): Uint8Array {
  const kept = [...strips].filter(
    ([question, strip]) => fieldsOf(question) && (!Array.isArray(strip) || strip.length > 0),
  );
  if (kept.length === 0 && standings.size === 0 && readAnewAt === null) return new Uint8Array(0);
  const out = WHOLE.begin();
  out.whole(VERSION);
  out.maybe(readAnewAt);
  out.whole(standings.size);
  for (const [definition, { answer, due }] of standings) {
    out.whole(definition * 2 + Number(answer));
    out.maybe(due);
  }
  for (const [question, strip] of kept) {
    out.whole(question);
    if (strip instanceof Uint8Array) out.piece(strip, strip.length);
    else packStrip(PART.begin(), strip, fieldsOf(question) ?? []).into(out);
  }
  return out.bytes();
}

type FieldsOf = (question: number) => readonly Field[] | null;

function packStrip(out: Writer, strip: Strip, fields: readonly Field[]): Writer {
  if (isHeavy(strip)) {
    out.whole(0);
    out.whole(Number(strip.holds));
    out.maybe(strip.until);
    return out;
  }
  out.whole(strip.length);
  let at = 0;
  let position = 0;
  for (const item of strip) {
    out.signed(item.at - at);
    at = item.at;
    for (const field of fields) {
      if (field === 'position') {
        out.signed(item.position - position);
        position = item.position;
      } else out.signed(item[field]);
    }
  }
  return out;
}

/** Strips stay bytes until somebody looks (`stripIn`). */
export function unpack(bytes: Uint8Array): State {
  const state = emptyState();
  if (bytes.length === 0) return state;
  const from = new Reader(bytes);
  if (from.whole() !== VERSION) throw new Error('A state of another version.');
  state.readAnewAt = from.maybe();
  for (let count = from.whole(); count > 0; count--) {
    const head = from.whole();
    state.standings.set(Math.floor(head / 2), { answer: head % 2 === 1, due: from.maybe() });
  }
  while (!from.atEnd()) {
    const question = from.whole();
    state.strips.set(question, from.piece(from.whole()));
  }
  return state;
}

/** What is remembered of a question. */
export function stripIn({ strips }: State, question: number, fields: readonly Field[]): Strip {
  const strip = strips.get(question);
  if (!(strip instanceof Uint8Array)) return strip ?? [];
  const read = unpackStrip(new Reader(strip), fields);
  strips.set(question, read);
  return read;
}

function unpackStrip(from: Reader, fields: readonly Field[]): Strip {
  const count = from.whole();
  if (count === 0) return { holds: from.whole() === 1, until: from.maybe() };
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

/** Writes into memory of its own that it keeps: making it anew would cost more than all that is written. */
class Writer {
  #buffer = new Uint8Array(4096);
  #length = 0;

  begin(): this {
    this.#length = 0;
    return this;
  }

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

  /** With its length before it. */
  piece(bytes: Uint8Array, length: number): void {
    this.whole(length);
    this.#makeRoom(length);
    for (let index = 0; index < length; index++) this.#buffer[this.#length++] = bytes[index] as number;
  }

  into(other: Writer): void {
    other.piece(this.#buffer, this.#length);
  }

  bytes(): Uint8Array {
    return this.#buffer.slice(0, this.#length);
  }

  #byte(value: number): void {
    if (this.#length === this.#buffer.length) this.#makeRoom(1);
    this.#buffer[this.#length++] = value;
  }

  #makeRoom(bytes: number): void {
    if (this.#length + bytes <= this.#buffer.length) return;
    const larger = new Uint8Array(Math.max(this.#buffer.length * 2, this.#length + bytes));
    larger.set(this.#buffer);
    this.#buffer = larger;
  }
}

const WHOLE = new Writer();
const PART = new Writer();

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

  piece(length: number): Uint8Array {
    this.#place += length;
    if (this.#place > this.#bytes.length) throw new Error('A state that breaks off.');
    return this.#bytes.subarray(this.#place - length, this.#place);
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
