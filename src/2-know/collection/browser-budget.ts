/**
 * What one browser may send: a token bucket for each (key, address). A write key that is printed in a page is everybody's, so a flood
 * under it must not cost the others anything. Server keys are not bounded here.
 */
const PER_SECOND = 1000;
const BURST = 5000;
const MOST_ADDRESSES = 50_000;

export class BrowserBudget {
  readonly #buckets = new Map<string, { tokens: number; at: number }>();
  readonly #now: () => number;

  /** `now`: monotonic milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Takes `events` tokens; false where the bucket is empty. */
  take(keyId: number, ip: string, events: number): boolean {
    const name = `${keyId} ${ip}`;
    const now = this.#now();
    const bucket = this.#buckets.get(name) ?? { tokens: BURST, at: now };
    bucket.tokens = Math.min(BURST, bucket.tokens + ((now - bucket.at) / 1000) * PER_SECOND);
    bucket.at = now;
    // Put back last, so that the first in the map is the one longest unseen.
    this.#buckets.delete(name);
    if (this.#buckets.size >= MOST_ADDRESSES)
      this.#buckets.delete(this.#buckets.keys().next().value as string);
    this.#buckets.set(name, bucket);
    if (bucket.tokens <= 0) return false;
    bucket.tokens -= events;
    return true;
  }
}
