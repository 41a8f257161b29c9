/**
 * How many calls are under way at once: more while they are taken, half as many when one was refused because too much came (additive increase,
 * multiplicative decrease: Chiu and Jain 1989). Whoever is refused waits a second, so that asking for too much is slower than asking for enough.
 */
const MOST = 8;

export class Window {
  #size = 2;

  room(under: number): boolean {
    return under < Math.floor(this.#size);
  }

  taken(refusals: number): void {
    this.#size =
      refusals > 0 ? Math.max(1, this.#size / 2) : Math.min(MOST, this.#size + 1 / Math.floor(this.#size));
  }
}
