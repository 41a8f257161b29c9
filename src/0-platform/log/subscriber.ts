/**
 * A subscriber follows the log from a cursor that moves in the same transaction as its effects: effectively once,
 * whatever is killed in between; in order per customer, because in order altogether.
 */

import type { Tx } from '../postgres/index.ts';
import type { LoggedEvent } from './event.ts';
import type { EventLog } from './event-log.ts';

/** Events are shared with other subscribers: nobody changes them. */
export type Delivery = { tx: Tx; events: LoggedEvent[]; log: EventLog };

export type Subscriber = {
  /** `know/sources: note first event`: stable, it names the cursor. */
  name: string;
  /** Event names or types it wants; `'*'` for all. */
  hears: readonly string[] | '*';
  /** Where a subscriber that never ran begins: everything there is, or from now on. */
  startsAt: 'beginning' | 'now';
  /** It decides what others build on: they wait, for a moment, while it is behind, and it gathers events for a shorter while. */
  goesFirst?: boolean;
  /** The name of a subscriber whose effects it needs: it hears no event before that one did. */
  after?: string;
  /**
   * Warms up what the next stretch will need, while the one before it is still being written: it changes nothing, and need not be done at all.
   */
  prepare?(events: readonly LoggedEvent[]): Promise<void>;
  /** At most so many events at once. */
  batch?: number;
  /** Effects inside `tx` only; whatever leaves the building goes through the outbox. */
  on(delivery: Delivery): Promise<void>;
};

export type SubscriberStatus = {
  name: string;
  position: number;
  /** Events it has not seen yet. */
  behind: number;
  /** Seconds between the oldest event not seen and now. */
  lagSeconds: number;
  /** The error it stands at, in the log's words; it is retried with growing pauses. */
  failure: { message: string; since: Date; attempts: number } | null;
};
