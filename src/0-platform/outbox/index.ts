/**
 * Everything that leaves the building: written in the transaction that decided it, under a unique key, and sent after
 * the commit by a worker. `queued → claimed → sent | failed | unknown`; a crash between claim and answer leaves `unknown`, which
 * is listed and repeated only for kinds that say they may be (`atLeastOnce`).
 *
 * It guarantees: no kind waits for another, and no destination for one that hangs; what is not delivered is tried again with growing pauses
 * for 72 hours and then listed as failed; what a message says is sealed and goes with its customer; nothing is sent while egress is switched
 * off (a restored or copied instance) or, for kinds that carry links to us, before `PUBLIC_URL` was reached from outside once.
 */
import type { CustomerId } from '../ids/index.ts';
import type { Tx } from '../postgres/index.ts';

export { createOutbox } from './create-outbox.ts';
export { type OutboxRun, runOutbox } from './run-outbox.ts';
export { doubtRestored } from './store.ts';
export { Undelivered } from './undelivered.ts';
export { type WebhookPayload, webhookHandler } from './webhook.ts';

export type OutboxHandler = {
  kind: string;
  atLeastOnce: boolean;
  /** Holds a link to this installation. */
  needsPublicUrl: boolean;
  /** How many may be under way to one destination at once; 1 unless said. */
  lanes?: number;
  /** After which a send without answer is in doubt; 30 s unless said. */
  timeoutMs?: number;
  /**
   * Returns when it was accepted. Throws `Undelivered` where it surely was not; any other error leaves it in doubt. `key` is the same at
   * every attempt, for receivers to tell repetitions by.
   */
  send(message: {
    id: string;
    key: string;
    payload: unknown;
    attempt: number;
    signal: AbortSignal;
  }): Promise<void>;
};

export type Outbox = {
  /**
   * Returns false where the key is there already. `customer`: whose data the payload holds; it is erased with her. `destination`: the host
   * it goes to, where messages of one kind go to several.
   */
  put(
    tx: Tx,
    message: { kind: string; key: string; payload: unknown; customer?: CustomerId; destination?: string },
  ): Promise<boolean>;
};
