/**
 * Disconnecting: what we subscribed at the platform is taken back, or it would call an address where nobody listens. Asked in the transaction
 * that disconnects, sent after it by the outbox, with settings of its own: the connection has ended already, whatever comes of this. Its key
 * goes with the answer, or when nobody tries any more.
 */
import { channelById } from '#know/channels';
import type { AuditEntry } from '#platform/audit';
import { channelId } from '#platform/ids';
import { type OutboxHandler, Undelivered } from '#platform/outbox';
import type { Tx } from '#platform/postgres';
import type { Reach } from '../connector.ts';
import { type ConnectorParts, nameOf } from '../parts.ts';
import { createReach } from '../reach.ts';
import * as requests from '../requests/store.ts';
import { keyOfConnection, openFor, type Settings, sealFor } from '../settings-of.ts';
import { type ConnectionRow, connectionById } from '../store.ts';
import { Unreachable } from '../unreachable.ts';
import { webhookUrl } from './keep-subscribed.ts';

const ACT = 'unsubscribe';
const KIND = 'connector_webhooks';
/** Longer than the outbox tries. */
const GIVE_UP_AFTER_MS = 4 * 86_400_000;

/**
 * False: there is nothing of ours at the platform, as far as we know, and so nothing to keep a key for. Only what leads to the address we have:
 * a copy under another one leaves those of its original alone.
 */
export async function askTakeBack(
  parts: ConnectorParts,
  tx: Tx,
  { actor, row, settings }: { actor: AuditEntry['actor']; row: ConnectionRow; settings: Settings | null },
): Promise<boolean> {
  const { connection_id: id } = row;
  const connector = parts.connectors.find(({ name }) => name === row.connector);
  const us = await parts.publicAddress();
  const isThere = row.webhooks === 'subscribed' || row.webhooks === 'refused';
  if (!connector?.webhook?.unsubscribe || !settings || !isThere || us === null) return false;
  const request = await requests.insertRequest(tx, {
    connection_id: id,
    act: ACT,
    about: webhookUrl(us, id),
    actor: nameOf(actor),
    asked_at: parts.clock.now(),
    sealed: await sealFor(parts, id, settings, tx),
  });
  await parts.outbox.put(tx, {
    kind: KIND,
    key: `request:${request}`,
    payload: { request },
    destination: `connection:${id}`,
  });
  return true;
}

export const takeBackSender = (parts: ConnectorParts): OutboxHandler => ({
  kind: KIND,
  // What is gone is not there the second time either.
  atLeastOnce: true,
  needsPublicUrl: false,
  timeoutMs: 60_000,
  send: ({ payload }) => takeBack(parts, (payload as { request: number }).request),
});

async function takeBack(parts: ConnectorParts, id: number): Promise<void> {
  const request = await requests.requestById(parts.db, id);
  if (request?.state !== 'asked') return;
  const job = await prepare(parts, request);
  if (!job) return await settle(parts, request, { state: 'refused', reason: 'unsubscribe_given_up' });
  try {
    await job.unsubscribe(job.reach, request.about);
    await settle(parts, request, { state: 'confirmed', reason: null });
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    const { message, detail, retryAfterMs } = error;
    if (error.code === 'connector_refused')
      return await settle(parts, request, { state: 'refused', reason: detail.slice(0, 500) });
    await requests.noteReason(parts.db, id, detail.slice(0, 500));
    throw new Undelivered(message, { again: true, retryAfterMs });
  }
}

type Job = { reach: Reach; unsubscribe(reach: Reach, address: string): Promise<void> };

/** Null: its key is gone, or nobody knows the platform any more. */
async function prepare(parts: ConnectorParts, request: requests.RequestRow): Promise<Job | null> {
  const row = await connectionById(parts.db, request.connection_id);
  const channel = row && (await channelById(parts.db, channelId(row.channel_id)));
  const settings = (await openFor(parts, request.connection_id, request.sealed)) as Settings | null;
  const unsubscribe = parts.connectors.find(({ name }) => name === row?.connector)?.webhook?.unsubscribe;
  if (!channel || !settings || !unsubscribe) return null;
  return { reach: createReach(parts, { settings, channel, held: new Map() }), unsubscribe };
}

type Outcome = { state: 'confirmed' | 'refused'; reason: string | null };

async function settle(parts: ConnectorParts, request: requests.RequestRow, to: Outcome): Promise<void> {
  const at = parts.clock.now();
  await parts.db.transaction().execute(async (tx) => {
    await requests.settleRequest(tx, request.request_id, { ...to, reference: null, at });
    await parts.vault.destroy(tx, [keyOfConnection(request.connection_id)]);
  });
}

/** A key is kept for no longer than somebody tries. */
export async function giveUpTakingBack(parts: ConnectorParts): Promise<void> {
  const before = new Date(parts.clock.now().getTime() - GIVE_UP_AFTER_MS);
  for (const request of await requests.openSince(parts.db, ACT, before))
    await settle(parts, request, { state: 'refused', reason: request.reason ?? 'unsubscribe_given_up' });
}
