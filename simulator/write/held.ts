/** Events on their way: the late ones, until they arrive. */

export type Late = { line: string; at: number; skew: number };

export class Held {
  #waiting: Late[];

  constructor(waiting: readonly Late[] = []) {
    this.#waiting = [...waiting];
  }

  keep(line: string, at: number, skew: number): void {
    this.#waiting.push({ line, at, skew });
  }

  /** Those that have arrived, the earliest first. */
  due(until: number): Late[] {
    const here = this.#waiting.filter(({ at }) => at < until);
    if (here.length === 0) return here;
    this.#waiting = this.#waiting.filter(({ at }) => at >= until);
    return here.sort((a, b) => a.at - b.at);
  }

  left(): readonly Late[] {
    return this.#waiting;
  }
}
