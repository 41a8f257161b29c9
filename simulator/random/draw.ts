/**
 * Chance that depends on nothing but its name: the n-th number of (seed, who, what for) is a hash of these and of n. So the size of a batch,
 * the machine, and a run that was cut off and goes on change no number.
 *
 * The mixing is a two-round 32-bit finaliser after Wellons ("hash-prospector", lowbias32), keyed between the rounds.
 */

const STEP = 0x9e3779b9;

/** 32 bits from 32 bits, one to one. */
export function mix(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return x ^ (x >>> 15);
}

/** What `mix` was given. */
export function unmix(mixed: number): number {
  let x = mixed ^ (mixed >>> 15) ^ (mixed >>> 30);
  x = Math.imul(x, INVERSE_SECOND);
  x = x ^ (x >>> 15) ^ (x >>> 30);
  x = Math.imul(x, INVERSE_FIRST);
  return x ^ (x >>> 16);
}

/** Of an odd factor, modulo 2³², by Newton's iteration: each step doubles the bits that are right. */
function inverse(factor: number): number {
  let guess = factor;
  for (let step = 0; step < 5; step++) guess = Math.imul(guess, 2 - Math.imul(factor, guess));
  return guess;
}
const INVERSE_FIRST = inverse(0x21f0aaad);
const INVERSE_SECOND = inverse(0x735a2d97);

/** A purpose's number. */
export function purpose(name: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return mix(hash);
}

/** Draws of one person for one purpose; `aim` points the same object at the next, because there are millions. */
export class Draw {
  #first = 0;
  #second = 0;
  #count = 0;

  /** `turn`: which time it is, such as the number of a visit. */
  aim(seed: number, who: number, what: number, turn = 0): this {
    this.#first = mix(seed ^ mix(who + Math.imul(turn, STEP)));
    this.#second = mix(what ^ mix(who ^ mix(turn + seed)));
    this.#count = 0;
    return this;
  }

  /** 32 bits. */
  bits(): number {
    let x = (this.#first + Math.imul(this.#count++, STEP)) | 0;
    x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
    x = (x ^ (x >>> 15)) + this.#second;
    x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
    return (x ^ (x >>> 16)) >>> 0;
  }

  /** In [0, 1). */
  unit(): number {
    return this.bits() / 4294967296;
  }

  /** In [0, 1), with the 53 bits of a double: for what is compared over long times. */
  fine(): number {
    return (this.bits() * 2097152 + (this.bits() >>> 11)) / 9007199254740992;
  }

  below(limit: number): number {
    return Math.floor(this.unit() * limit);
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.unit();
  }

  /** Mean 1. */
  exponential(): number {
    return -Math.log(1 - this.fine());
  }

  /** Box and Muller. */
  normal(): number {
    return Math.sqrt(2 * this.exponential()) * Math.cos(2 * Math.PI * this.unit());
  }

  /** Median 1. */
  lognormal(sigma: number): number {
    return Math.exp(sigma * this.normal());
  }

  /** Mean 1; Marsaglia and Tsang 2000, below shape 1 by their boost. */
  gamma(shape: number): number {
    if (shape < 1) return (this.gamma(shape + 1) * (shape + 1) * (1 - this.fine()) ** (1 / shape)) / shape;
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(1 - this.fine()) < 0.5 * x * x + d - d * v + d * Math.log(v))
        return (d * v) / shape;
    }
  }

  /** From 1 on, with this mean. */
  geometric(mean: number): number {
    return mean <= 1 ? 1 : 1 + Math.floor(Math.log(1 - this.unit()) / Math.log(1 - 1 / mean));
  }

  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  /** Index by weight. */
  weighted(weights: readonly number[]): number {
    let left = this.unit() * weights.reduce((sum, weight) => sum + weight, 0);
    for (let at = 0; at < weights.length - 1; at++) {
      left -= weights[at] as number;
      if (left < 0) return at;
    }
    return weights.length - 1;
  }
}
