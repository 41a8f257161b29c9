/** What is still to happen on a day, the earliest first: a heap. What is due at the same moment happens in the order of its adding. */
import type { Pending } from './shop.ts';

export type What = number | Pending;
type Entry = { at: number; turn: number; what: What };

export class Agenda {
  readonly #heap: Entry[] = [];
  #turn = 0;

  /** Infinity where nothing is left. */
  next(): number {
    return this.#heap[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  add(at: number, what: What): void {
    const heap = this.#heap;
    const entry = { at, turn: typeof what === 'number' ? what : this.#turn++ - 0x100000000, what };
    let place = heap.push(entry) - 1;
    while (place > 0) {
      const above = (place - 1) >> 1;
      if (!isBefore(entry, heap[above] as Entry)) break;
      heap[place] = heap[above] as Entry;
      place = above;
    }
    heap[place] = entry;
  }

  /** Takes everything, in order. */
  *rest(): Generator<{ at: number; what: What }> {
    while (this.#heap.length > 0) {
      const at = this.next();
      yield { at, what: this.take() };
    }
  }

  take(): What {
    const heap = this.#heap;
    const first = heap[0] as Entry;
    const last = heap.pop() as Entry;
    if (heap.length > 0) this.#sink(last);
    return first.what;
  }

  #sink(entry: Entry): void {
    const heap = this.#heap;
    let place = 0;
    for (;;) {
      let below = place * 2 + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && isBefore(heap[below + 1] as Entry, heap[below] as Entry)) below++;
      if (!isBefore(heap[below] as Entry, entry)) break;
      heap[place] = heap[below] as Entry;
      place = below;
    }
    heap[place] = entry;
  }
}

/** People after what is no person, by their numbers: so the order does not hang on who was put in first. */
const isBefore = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.turn < b.turn);
