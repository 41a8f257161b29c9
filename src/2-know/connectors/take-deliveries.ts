/**
 * What platforms tell by themselves: checked, kept and answered at once; taken in a moment later, in the engine, in the order of arrival. The
 * same again is answered alike and taken in once. What cannot be taken in is left to the feed, which comes to it anyway.
 */
import { Problem } from '#platform/errors';
import type { Delivery, Webhook } from './connector.ts';
import { moveConnection } from './move-connection.ts';
import { type ConnectorParts, connectorNamed, reachOf } from './parts.ts';
import { failureOf, waitFor } from './run-feeds.ts';
import { openFor, type Settings, sealFor } from './settings-of.ts';
import * as store from './store.ts';
import { storeFetched } from './store-fetched.ts';

const AT_ONCE = 20;
const LEASE_MS = 2 * 60_000;
const MOST_ATTEMPTS = 8;
const KEPT_MS = 30 * 86_400_000;

/** What the platform wants to hear. Throws `not_found`, `webhook_unsigned`. */
export async function receive(
  parts: ConnectorParts,
  id: number,
  delivery: Delivery,
): Promise<{ type: string; body: string } | null> {
  const row = await store.connectionById(parts.db, id);
  const connector = row && parts.connectors.find(({ name }) => name === row.connector);
  if (!row || row.state === 'disconnected' || !connector?.webhook) throw new Problem('not_found');
  const settings = (await openFor(parts, id, row.settings)) as Settings | null;
  if (!settings || !connector.webhook.isGenuine(delivery, settings)) throw new Problem('webhook_unsigned');
  if (!connector.webhook.isIdle?.(delivery)) await keep(parts, id, connector.webhook, delivery);
  return connector.webhook.answer?.(delivery, settings) ?? null;
}

async function keep(parts: ConnectorParts, id: number, webhook: Webhook, delivery: Delivery): Promise<void> {
  const { body, ...rest } = delivery;
  await store.insertDelivery(parts.db, {
    connection_id: id,
    name: webhook.nameOf(delivery).slice(0, 200),
    topic: (webhook.topicOf?.(delivery) ?? '').slice(0, 100),
    sealed: await sealFor(parts, id, { ...rest, body: body.toString('base64') }),
    at: parts.clock.now(),
  });
}

/** How many were looked at. */
export async function takeDeliveries(parts: ConnectorParts): Promise<number> {
  const now = parts.clock.now();
  const until = new Date(now.getTime() + LEASE_MS);
  const always = parts.connectors.flatMap(({ webhook }) => webhook?.evenPaused ?? []);
  const rows = await store.claimDeliveries(parts.db, { now, until, most: AT_ONCE, always });
  for (const row of rows) await take(parts, row);
  return rows.length;
}

async function take(parts: ConnectorParts, row: store.DeliveryRow): Promise<void> {
  try {
    await takeIn(parts, row);
    const at = parts.clock.now();
    await store.settleDelivery(parts.db, row.delivery_id, { state: 'taken', failure: null, dueAt: at, at });
  } catch (error) {
    const failure = failureOf(error);
    const at = parts.clock.now();
    const state = row.attempts >= MOST_ATTEMPTS ? 'failed' : 'waiting';
    const dueAt = new Date(at.getTime() + waitFor(row.attempts, failure.retryAfterMs));
    await store.settleDelivery(parts.db, row.delivery_id, { state, failure, dueAt, at });
  }
}

async function takeIn(parts: ConnectorParts, row: store.DeliveryRow): Promise<void> {
  const connection = await store.connectionById(parts.db, row.connection_id);
  const said = (await openFor(parts, row.connection_id, row.sealed)) as Sealed | null;
  if (!connection || !said) return;
  const { webhook } = connectorNamed(parts, connection.connector);
  if (!webhook) return;
  const reach = await reachOf(parts, connection);
  const fetched = await webhook.read({ ...said, body: Buffer.from(said.body, 'base64') }, reach);
  if (fetched.gone) {
    const at = parts.clock.now();
    await store.settleDelivery(parts.db, row.delivery_id, { state: 'taken', failure: null, dueAt: at, at });
    const actor = { kind: 'system', name: `${connection.connector} ${row.topic}` } as const;
    await moveConnection(parts, actor, row.connection_id, 'disconnect', { gone: true });
    return;
  }
  const feeds = await store.feedsOf(parts.db, [row.connection_id]);
  const caughtUp = feeds.some(({ feed, caught_up_at }) => feed === 'orders' && caught_up_at !== null);
  const into = { connection: row.connection_id, channel: reach.channel, caughtUp, isPushed: true };
  await storeFetched(parts, into, fetched);
}

type Sealed = Omit<Delivery, 'body'> & { body: string };

export const forgetDeliveries = (parts: ConnectorParts): Promise<void> =>
  store.forgetBefore(parts.db, new Date(parts.clock.now().getTime() - KEPT_MS));
