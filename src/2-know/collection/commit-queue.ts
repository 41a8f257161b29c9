/**
 * Group commit. Whatever arrives while a commit is under way waits for the next one, which takes all of it: a hundred callers share
 * one fsync, and nobody is answered before his rows are durable. Three groups are under way at most: one that Postgres commits,
 * one that waits for its turn there, and one that is being prepared.
 *
 * The queue says no before it makes people wait: `enter` refuses once the expected wait exceeds `longestWaitMs`. It counts from the door on:
 * in a flood, hundreds of requests are being read before the first of them gets here. An error of a group goes to every caller in it;
 * nothing is retried here, because the caller knows whether he still wants it.
 */
export type CommitQueueOptions<T, R> = {
  /** Commits a group; results stand at the index of their items. */
  commit(items: T[]): Promise<R[]>;
  /** Most items in a group. */
  most: number;
  longestWaitMs: number;
  /** Monotonic milliseconds. */
  now(): number;
};

type Waiting<T, R> = { items: T[]; since: number; resolve(results: R[]): void; reject(error: unknown): void };

const UNDER_WAY = 3;
/** Five thousand a second. */
const FIRST_GUESS = 5;
/** Of what was known when the next group is counted. */
const KEPT = 0.9;

export class CommitQueue<T, R> {
  readonly #options: CommitQueueOptions<T, R>;
  #waiting: Waiting<T, R>[] = [];
  #waitingItems = 0;
  #itemsUnderWay = 0;
  #underWay = 0;
  /** Items that were let in and are not answered yet, as far as they were announced. */
  #announced = 0;
  /** Items a millisecond, smoothed over recent commits; a cautious guess until known. */
  #rate = FIRST_GUESS;
  #recent = { items: 0, ms: 0 };
  #lastEnd = 0;
  #here = 0;
  #busySince = 0;

  constructor(options: CommitQueueOptions<T, R>) {
    this.#options = options;
  }

  /** Resolves once the items are durable. */
  add(items: T[]): Promise<R[]> {
    if (items.length === 0) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ items, since: this.#options.now(), resolve, reject });
      this.#waitingItems += items.length;
      this.#start();
    });
  }

  /** Announces items that are on their way; the answer takes them off again. Null: come back later. */
  enter(items: number): (() => void) | null {
    if (this.expectedWaitMs() >= this.#options.longestWaitMs) return null;
    this.#announced += items;
    let left = false;
    return () => {
      if (!left) this.#announced -= items;
      left = true;
    };
  }

  /** Somebody has items in hand that are not in the queue yet; the answer takes him off again. While anybody is here, time counts as busy. */
  arrive(): () => void {
    if (this.#here++ === 0) this.#busySince = this.#options.now();
    let left = false;
    return () => {
      if (!left) this.#here--;
      left = true;
    };
  }

  /** How long something that arrives now will wait: by the rate of late, and no less than the oldest already has. */
  expectedWaitMs(): number {
    const oldest = this.#waiting[0] ? this.#options.now() - this.#waiting[0].since : 0;
    const ahead = Math.max(this.#announced, this.#waitingItems + this.#itemsUnderWay);
    return Math.max(oldest, ahead / this.#rate);
  }

  figures(): { waiting: number; underWay: number; perSecond: number; expectedWaitMs: number } {
    return {
      waiting: this.#waitingItems,
      underWay: this.#itemsUnderWay,
      perSecond: Math.round(this.#rate * 1000),
      expectedWaitMs: Math.round(this.expectedWaitMs()),
    };
  }

  #start(): void {
    while (this.#underWay < UNDER_WAY && this.#waiting.length > 0) {
      // A further group starts only when it is worth a commit of its own.
      if (
        this.#underWay > 0 &&
        this.#waitingItems < Math.min(this.#options.most, Math.max(8, this.#itemsUnderWay))
      )
        return;
      void this.#commit(this.#takeGroup());
    }
  }

  #takeGroup(): Waiting<T, R>[] {
    let items = 0;
    let count = 0;
    for (const caller of this.#waiting) {
      if (count > 0 && items + caller.items.length > this.#options.most) break;
      items += caller.items.length;
      count++;
    }
    this.#waitingItems -= items;
    return this.#waiting.splice(0, count);
  }

  async #commit(group: Waiting<T, R>[]): Promise<void> {
    const items = group.flatMap((caller) => caller.items);
    const begin = this.#options.now();
    this.#underWay++;
    this.#itemsUnderWay += items.length;
    try {
      const results = await this.#options.commit(items);
      this.#learnRate(items.length, begin);
      let at = 0;
      for (const caller of group) {
        caller.resolve(results.slice(at, at + caller.items.length));
        at += caller.items.length;
      }
    } catch (error) {
      for (const caller of group) caller.reject(error);
    } finally {
      this.#underWay--;
      this.#itemsUnderWay -= items.length;
      this.#start();
    }
  }

  /** Only busy time counts: from the end of the group before, or from when somebody came if that was later. */
  #learnRate(items: number, begin: number): void {
    const end = this.#options.now();
    const since = this.#here > 0 ? Math.min(begin, this.#busySince) : begin;
    const busy = Math.max(0.05, end - Math.max(since, this.#lastEnd));
    this.#lastEnd = end;
    // A handful of rows measures the fsync, not the rate.
    if (items < 50) return;
    // Sums, not a mean of rates: of two groups that end together, the second seems to have taken no time.
    this.#recent = { items: this.#recent.items * KEPT + items, ms: this.#recent.ms * KEPT + busy };
    this.#rate = this.#recent.items / this.#recent.ms;
  }
}
