/**
 * What one address may ask of the front: a token bucket for looking and one for buying. A front is open to everybody, so nobody may take it
 * from the others, and nobody may guess or hoard by checkouts.
 */
import { Problem } from '#platform/errors';

const BUDGETS = {
  look: { perSecond: 30, burst: 300 },
  buy: { perSecond: 0.5, burst: 20 },
} as const;
const MOST_ADDRESSES = 20_000;

export type FrontBudget = { take(what: keyof typeof BUDGETS, ip: string): void };

/** `now`: monotonic milliseconds. `take` throws `too_many_requests`. */
export function createFrontBudget(now: () => number): FrontBudget {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    take(what, ip) {
      const { perSecond, burst } = BUDGETS[what];
      const name = `${what} ${ip}`;
      const at = now();
      const bucket = buckets.get(name) ?? { tokens: burst, at };
      const tokens = Math.min(burst, bucket.tokens + ((at - bucket.at) / 1000) * perSecond);
      // Put back last, so that the first in the map is the one longest unseen.
      buckets.delete(name);
      if (buckets.size >= MOST_ADDRESSES) buckets.delete(buckets.keys().next().value as string);
      buckets.set(name, { tokens: Math.max(0, tokens - 1), at });
      if (tokens >= 1) return;
      const seconds = Math.ceil((1 - tokens) / perSecond);
      throw new Problem('too_many_requests', {
        params: { seconds },
        headers: { 'retry-after': String(seconds) },
      });
    },
  };
}
