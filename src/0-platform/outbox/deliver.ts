/**
 * One attempt at one claimed message: open, send, record. What fails here after the send leaves the claim to run out: in doubt, or again for
 * kinds that may be repeated.
 */
import type { OutboxHandler } from './index.ts';
import { afterFailure, blamesDestination, openUntil } from './outcome.ts';
import type { OutboxRun } from './run-outbox.ts';
import { openPayload } from './sealing.ts';
import { type Claimed, noteFailure, noteSuccess, settleFailure, settleSent } from './store.ts';
import { Undelivered } from './undelivered.ts';

export type Failpoint = (point: string) => void | Promise<void>;

const TIMEOUT_MS = 30_000;

export async function deliver(message: Claimed, handler: OutboxHandler, run: OutboxRun): Promise<void> {
  const { clock, failpoint } = run;
  const { db } = run.database;
  const place = { kind: handler.kind, destination: message.destination };
  const failure = await attempt(message, handler, run);
  await failpoint?.('before record');
  if (failure === null) {
    await settleSent(db, message, clock.now());
    await failpoint?.('after record');
    if (message.sick) await noteSuccess(db, place);
  } else {
    const now = clock.now();
    const chance = (run.random ?? Math.random)();
    const { attempts, first_tried_at: firstTriedAt } = message;
    const { atLeastOnce } = handler;
    const outcome = afterFailure(failure.error, { atLeastOnce, attempts, firstTriedAt, now, chance });
    await settleFailure(db, message, outcome, now);
    await failpoint?.('after record');
    run.logger.warn({ kind: handler.kind, state: outcome.state, failure: outcome.failure }, 'not sent');
    if (blamesDestination(failure.error))
      await noteFailure(db, place, (failures) => openUntil(failures, failure.error, now, chance));
  }
  await failpoint?.('done');
}

/** Null where it was accepted. */
async function attempt(
  message: Claimed,
  handler: OutboxHandler,
  { vault, failpoint }: OutboxRun,
): Promise<{ error: unknown } | null> {
  const opened = await openPayload(vault, message.customer_id, message.sealed);
  if (!opened) return { error: new Undelivered('erased', { again: false }) };
  await failpoint?.('before send');
  const signal = AbortSignal.timeout(handler.timeoutMs ?? TIMEOUT_MS);
  const late = new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(new Error('no answer in time')), { once: true }),
  );
  try {
    await Promise.race([
      handler.send({
        id: String(message.message_id),
        key: message.key,
        payload: opened.payload,
        attempt: message.attempts,
        signal,
      }),
      late,
    ]);
  } catch (error) {
    return { error };
  } finally {
    late.catch(() => {});
  }
  await failpoint?.('after send');
  return null;
}
