/**
 * How many calls are under way at once: more while they are taken, half as many when one was refused because too much came (additive increase,
 * multiplicative decrease: Chiu and Jain 1989). Whoever is refused waits a second, so that asking for too much is slower than asking for enough.
 */
class Window {
  #size = 2;
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  room(under: number): boolean {
    return under < Math.floor(this.#size);
  }

  taken(refusals: number): void {
    this.#size =
      refusals > 0
        ? Math.max(1, this.#size / 2)
        : Math.min(this.#most, this.#size + 1 / Math.floor(this.#size));
  }
}

/** Sends all of them, never more than `most` at once. `send` gives how often it was told to come again; its first failure ends it all. */
export async function sendAll(
  bodies: Iterable<Buffer>,
  { most, send }: { most: number; send(body: Buffer): Promise<number> },
): Promise<void> {
  const under = new Set<Promise<void>>();
  const window = new Window(most);
  let failure: unknown;
  for (const body of bodies) {
    while (!window.room(under.size)) await Promise.race(under);
    if (failure) break;
    const call = send(body)
      .then((refusals) => window.taken(refusals))
      .catch((error: unknown) => {
        failure ??= error;
      })
      .finally(() => under.delete(call));
    under.add(call);
  }
  await Promise.all(under);
  if (failure) throw failure;
}
