/**
 * Time, injected. Nothing in the product calls `Date.now()` for a decision: it asks the clock it was given,
 * so that tests can stand at any instant and a machine whose clock jumps is a case one can write down.
 */
export type Clock = {
  /** The present instant. */
  now(): Date;
};

export const systemClock: Clock = { now: () => new Date() };

/** A clock for tests: stands still until told otherwise. */
export function fixedClock(
  start: Date | string,
): Clock & { set(at: Date | string): void; advance(ms: number): void } {
  let at = new Date(start);
  return {
    now: () => new Date(at),
    set: (to) => {
      at = new Date(to);
    },
    advance: (ms) => {
      at = new Date(at.getTime() + ms);
    },
  };
}
