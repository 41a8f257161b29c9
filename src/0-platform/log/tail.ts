/**
 * Stretches of the log that several subscribers follow are read once for all of them: a page stands for everything between two positions,
 * and because position order is commit order and what was appended never changes, it stays true.
 */
import type { Position } from '../ids/index.ts';
import type { Db, Tx } from '../postgres/index.ts';
import type { LoggedEvent } from './event.ts';
import { type ReadPage, readPage } from './read.ts';

const ROWS = 1000;
/** Of JSON text and sealed bytes, all pages together. */
const MOST_BYTES = 16 * 2 ** 20;
const MOST_PAGES = 256;
const LONGEST_UNUSED_MS = 30_000;

/** A transaction that hears nothing for so long moves its cursor all the same. */
const MOST_PASSED = 5000;

/** `upTo`: where the cursor may move to. `more`: the log goes on. */
export type Stretch = { events: LoggedEvent[]; upTo: Position; more: boolean };

type Page = ReadPage & { after: Position; usedAt: number };

export class Tail {
  /** Last used last. */
  #pages: Page[] = [];
  readonly #reading = new Map<Position, Promise<Page | null>>();
  readonly #rows: number;
  readonly #mostBytes: number;

  /** Of one database. */
  constructor({ rows = ROWS, mostBytes = MOST_BYTES }: { rows?: number; mostBytes?: number } = {}) {
    this.#rows = rows;
    this.#mostBytes = mostBytes;
  }

  /** At most `limit` events that are heard, after a cursor and up to `until`; null where there are none. */
  async stretch(
    on: Db | Tx,
    after: Position,
    limit: number,
    isHeard: (event: LoggedEvent) => boolean = () => true,
    until: Position | null = null,
  ): Promise<Stretch | null> {
    if (until !== null && after >= until) return null;
    const events: LoggedEvent[] = [];
    let upTo = after;
    for (let passed = 0; events.length < limit && passed < MOST_PASSED; ) {
      const known = this.#known(upTo);
      const page = known ?? (await this.#read(on, upTo));
      if (!page) return passed === 0 ? null : { events, upTo, more: false };
      let index = page.events.findIndex((event) => event.position > upTo);
      for (; index < page.events.length && events.length < limit; index++, passed++) {
        const event = page.events[index] as LoggedEvent;
        if (until !== null && event.position > until) return { events, upTo, more: false };
        upTo = event.position;
        if (isHeard(event)) events.push(event);
      }
      // The log ends here; what comes meanwhile is for the next time.
      if (!known && page.events.length < this.#rows && upTo === page.upTo)
        return { events, upTo, more: false };
    }
    return { events, upTo, more: true };
  }

  /** Reads what comes after a cursor before anybody asks for it. */
  async ahead(on: Db, after: Position): Promise<readonly LoggedEvent[]> {
    return (this.#known(after) ?? (await this.#read(on, after)))?.events ?? [];
  }

  #known(after: Position): Page | null {
    const now = performance.now();
    // Personal values do not stay in memory longer than they are of use.
    while (this.#pages[0] && now - this.#pages[0].usedAt > LONGEST_UNUSED_MS) this.#pages.shift();
    const index = this.#pages.findIndex((page) => page.after <= after && after < page.upTo);
    if (index < 0) return null;
    const [page] = this.#pages.splice(index, 1) as [Page];
    page.usedAt = now;
    this.#pages.push(page);
    return page;
  }

  async #read(on: Db | Tx, after: Position): Promise<Page | null> {
    // Another's transaction may fail while it reads; that is nothing of ours.
    const theirs = this.#reading.get(after);
    if (theirs) return await theirs.catch(() => this.#read(on, after));
    const reading = readPage(on, after, this.#rows).then(
      (page) => page && this.#keep({ ...page, after, usedAt: performance.now() }),
    );
    this.#reading.set(after, reading);
    try {
      return await reading;
    } finally {
      if (this.#reading.get(after) === reading) this.#reading.delete(after);
    }
  }

  #keep(page: Page): Page {
    this.#pages.push(page);
    let bytes = this.#pages.reduce((sum, { bytes }) => sum + bytes, 0);
    while (this.#pages.length > 1 && (bytes > this.#mostBytes || this.#pages.length > MOST_PAGES))
      bytes -= (this.#pages.shift() as Page).bytes;
    return page;
  }
}
