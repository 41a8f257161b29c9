/**
 * Sees to it that platforms report to us: subscribes when somebody connects, and looks again a few times a day, because platforms forget those
 * who failed to answer. Only under an address that leads here; without webhooks the feed reads everything, a little later.
 */
import type { Webhook } from '../connector.ts';
import { type ConnectorParts, connectorNamed, reachOf } from '../parts.ts';
import { failureOf, waitFor } from '../run-feeds.ts';
import { type ConnectionRow, connectionById } from '../store.ts';
import { Unreachable } from '../unreachable.ts';
import * as store from './store.ts';

const AT_ONCE = 4;
const LOOK_AGAIN_MS = 6 * 3_600_000;
/** Until our address is known to lead here. */
const WAIT_MS = 5 * 60_000;
const LEASE_MS = 10 * 60_000;

/** How many were looked at. */
export async function keepSubscribed(parts: ConnectorParts): Promise<number> {
  // A restored or copied instance must not draw its shop's webhooks to itself.
  if (!(await parts.egress.isReleased())) return 0;
  const names = parts.connectors.filter(({ webhook }) => webhook?.subscribe).map(({ name }) => name);
  const at = parts.clock.now();
  const until = new Date(at.getTime() + LEASE_MS);
  const due = await store.claimDue(parts.db, { names, at, until, most: AT_ONCE });
  for (const id of due) {
    const row = await connectionById(parts.db, id);
    if (row) await lookAt(parts, row);
  }
  return due.length;
}

async function lookAt(parts: ConnectorParts, row: ConnectionRow): Promise<void> {
  const { subscribe } = connectorNamed(parts, row.connector).webhook as Webhook;
  const us = await parts.publicAddress();
  const note = (found: store.Found, waitMs: number): Promise<unknown> => {
    const at = parts.clock.now();
    return store.noteFound(parts.db, row.connection_id, {
      ...found,
      at,
      dueAt: new Date(at.getTime() + waitMs),
    });
  };
  if (us === null || !subscribe) return void (await note({ state: 'waiting', detail: null }, WAIT_MS));
  try {
    await subscribe(await reachOf(parts, row), webhookUrl(us, row.connection_id));
    await note({ state: 'subscribed', detail: null }, LOOK_AGAIN_MS);
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    const { code, detail, retryAfterMs } = failureOf(error);
    const isForGood = code === 'connector_refused' || code === 'connector_answer_unreadable';
    await note({ state: 'refused', detail }, isForGood ? LOOK_AGAIN_MS : waitFor(6, retryAfterMs));
  }
}

export const webhookUrl = (us: string, id: number): string => new URL(`/webhooks/${id}`, us).href;
