/**
 * Calls that were let in take turns: in each turn of the event loop so many bytes of them are looked at, and what arrived meanwhile (the
 * console's requests, answers of the database, refusals at the door) comes between. Otherwise a flood of batches would be
 * worked off in one go, and everybody else would wait for the end of it.
 */
export class Turns {
  readonly #bytesInTurn: number;
  readonly #nextTurn: (work: () => void) => void;
  #waiting: { bytes: number; begin: () => void }[] = [];

  constructor(bytesInTurn: number, nextTurn: (work: () => void) => void = setImmediate) {
    this.#bytesInTurn = bytesInTurn;
    this.#nextTurn = nextTurn;
  }

  /** Resolves when it is the turn of a call with so many bytes: first come, first served. */
  take(bytes: number): Promise<void> {
    return new Promise((begin) => {
      this.#waiting.push({ bytes, begin });
      if (this.#waiting.length === 1) this.#nextTurn(this.#serve);
    });
  }

  readonly #serve = (): void => {
    let bytes = 0;
    let served = 0;
    for (const call of this.#waiting) {
      if (served > 0 && bytes + call.bytes > this.#bytesInTurn) break;
      bytes += call.bytes;
      served++;
      call.begin();
    }
    this.#waiting.splice(0, served);
    if (this.#waiting.length > 0) this.#nextTurn(this.#serve);
  };
}
