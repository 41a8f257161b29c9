/**
 * Who goes first when more has come in than can be worked off at once: those that decide what others build on, then the other subscribers,
 * then what only shows what they did. Nobody waits longer than he has patience for, so that none of them stops altogether.
 */
export type Rank = 'first' | 'follows';

export class Backlog {
  readonly #behind: Record<Rank, Set<string>> = { first: new Set(), follows: new Set() };
  readonly #waiting = new Set<() => void>();

  /** Said by whoever follows the log, after each stretch. */
  note(subscriber: string, rank: Rank, isBehind: boolean): void {
    if (isBehind) this.#behind[rank].add(subscriber);
    else if (this.#behind[rank].delete(subscriber)) for (const look of [...this.#waiting]) look();
  }

  /** Resolves when nobody of these ranks is behind, after `ms`, or at the signal. */
  async calm(ranks: readonly Rank[], ms: number, signal: AbortSignal): Promise<void> {
    const isCalm = (): boolean => ranks.every((rank) => this.#behind[rank].size === 0);
    if (isCalm() || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const look = (): void => {
        if (isCalm()) done();
      };
      const timer = setTimeout(done, ms);
      this.#waiting.add(look);
      signal.addEventListener('abort', done);
    });
  }
}
