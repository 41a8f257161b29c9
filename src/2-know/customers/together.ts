/**
 * Fetches by name, shared by everybody who asks at the same time: what is asked for within a moment goes together, and what is on its way is not
 * fetched twice. Two are under way at most; meanwhile the next gathers.
 */
const AT_ONCE = 2;
const GATHER_MS = 1;

type Batch<T> = { asked: Map<string, T>; done: Promise<void>; resolve(): void; reject(error: unknown): void };

/** Resolves once all that was asked for is there; rejects with the error of whichever fetch failed. */
export function together<T>(
  fetch: (asked: ReadonlyMap<string, T>) => Promise<void>,
): (asked: ReadonlyMap<string, T>) => Promise<unknown> {
  const onTheWay = new Map<string, Promise<void>>();
  let gathering: Batch<T> | null = null;
  let underWay = 0;

  const launch = async (): Promise<void> => {
    if (!gathering || underWay >= AT_ONCE) return;
    const batch = gathering;
    gathering = null;
    underWay++;
    await fetch(batch.asked).then(batch.resolve, batch.reject);
    underWay--;
    for (const name of batch.asked.keys()) onTheWay.delete(name);
    void launch();
  };

  const begin = (): Batch<T> => {
    const { promise: done, resolve, reject } = Promise.withResolvers<void>();
    setTimeout(() => void launch(), GATHER_MS);
    return { asked: new Map(), done, resolve, reject };
  };

  return (asked) => {
    const waits = new Set<Promise<void>>();
    for (const [name, value] of asked) {
      const coming = onTheWay.get(name);
      if (coming) waits.add(coming);
      else {
        gathering ??= begin();
        gathering.asked.set(name, value);
        onTheWay.set(name, gathering.done);
        waits.add(gathering.done);
      }
    }
    return Promise.all(waits);
  };
}
