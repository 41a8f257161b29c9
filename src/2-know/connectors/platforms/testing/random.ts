/** Chances of a local shop, the same for the same seed. */
export type Dice = {
  whole(least: number, most: number): number;
  chance(percent: number): boolean;
  one<T>(of: readonly T[]): T;
};

/** mulberry32. */
export function dice(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const whole = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  return {
    whole,
    chance: (percent) => whole(1, 100) <= percent,
    one: (of) => of[whole(0, of.length - 1)] as (typeof of)[number],
  };
}
