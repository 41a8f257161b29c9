/**
 * It surely did not arrive. With `again` it is the destination's trouble (away, busy) and will be tried again; without, it is the message's
 * own (no such mailbox, address refused) and would fail for ever. The text is shown to staff: it names codes, never people.
 */
export class Undelivered extends Error {
  override readonly name = 'Undelivered';
  readonly again: boolean;
  /** What the destination asked for. */
  readonly retryAfterMs: number;

  constructor(message: string, options: { again: boolean; retryAfterMs?: number | null }) {
    super(message);
    this.again = options.again;
    this.retryAfterMs = options.retryAfterMs ?? 0;
  }
}
