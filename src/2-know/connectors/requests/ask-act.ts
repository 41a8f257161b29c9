/**
 * Acts that are the platform's to do. Asked in the transaction of whoever decided it, sent after its commit by the outbox, and confirmed by
 * nothing but the platform's own answer.
 */
import { createHash } from 'node:crypto';
import { channelById } from '#know/channels';
import type { Owned } from '#know/channels/contract';
import type { AuditEntry } from '#platform/audit';
import { Problem } from '#platform/errors';
import { type OutboxHandler, Undelivered } from '#platform/outbox';
import type { Tx } from '#platform/postgres';
import type { ActAnswer, ActName, Reach } from '../connector.ts';
import type { ActRequest } from '../contract.ts';
import { type ConnectorParts, connectorNamed, nameOf, reachOf } from '../parts.ts';
import { openFor, sealFor } from '../settings-of.ts';
import { connectionById, lockConnection } from '../store.ts';
import { Unreachable } from '../unreachable.ts';
import * as store from './store.ts';

/** Whose word counts on each. */
const OWNED_BY: Record<ActName, Owned> = {
  refund: 'refunds',
  cancel: 'orders',
  change_address: 'orders',
  fulfil: 'fulfilment',
  create_codes: 'discounts',
  tag: 'orders',
  set_consent: 'consent',
};

/** Throws `not_found`, `connector_stopped`, `connector_act_missing`, `connector_act_ours`. */
export async function askAct(
  parts: ConnectorParts,
  actor: AuditEntry['actor'],
  id: number,
  request: ActRequest,
): Promise<number> {
  return await parts.db.transaction().execute(async (tx) => {
    const row = await lockConnection(tx, id);
    if (!row) throw new Problem('not_found');
    if (row.state !== 'connected') throw new Problem('connector_stopped');
    const { acts } = connectorNamed(parts, row.connector);
    if (!acts[request.act]) throw new Problem('connector_act_missing');
    const channel = await channelById(tx, row.channel_id);
    if (channel?.owners[OWNED_BY[request.act]] !== 'platform') throw new Problem('connector_act_ours');
    return await putRequest(parts, tx, { actor, connection: id, request });
  });
}

/** Noted and put into the outbox, in the transaction of whoever has decided that it may be asked. */
export async function putRequest(
  parts: ConnectorParts,
  tx: Tx,
  { actor, connection: id, request }: { actor: AuditEntry['actor']; connection: number; request: ActRequest },
): Promise<number> {
  const about = aboutOf(request);
  const { act } = request;
  const at = parts.clock.now();
  // Of two words of hers the last counts: the first is not sent after it.
  if (REPEATABLE.has(act)) await store.supersede(tx, { connection: id, act, about, at });
  const requestId = await store.insertRequest(tx, {
    connection_id: id,
    act,
    about,
    actor: nameOf(actor),
    asked_at: at,
    sealed: await sealFor(parts, id, request, tx),
  });
  await parts.outbox.put(tx, {
    kind: REPEATABLE.has(act) ? KINDS.repeatable : KINDS.once,
    key: `request:${requestId}`,
    payload: { request: requestId },
    destination: `connection:${id}`,
  });
  await parts.audit.record(tx, {
    actor,
    act: 'connection.ask',
    object: `connection:${id}`,
    detail: { request: requestId, act },
  });
  return requestId;
}

/** A reference of the platform's own: an order, a customer and how she is reached, a discount. */
function aboutOf(request: ActRequest): string {
  if ('order' in request) return request.order;
  return 'customer' in request ? `${request.customer} ${request.channel}` : request.discount;
}

/** A refund that may have been made is not asked for twice; her word on being written to may be said again. */
const KINDS = { once: 'connector', repeatable: 'connector_repeatable' } as const;
const REPEATABLE: ReadonlySet<ActName> = new Set(['set_consent']);

export const requestSender = (parts: ConnectorParts, how: keyof typeof KINDS = 'once'): OutboxHandler => ({
  kind: KINDS[how],
  atLeastOnce: how === 'repeatable',
  needsPublicUrl: false,
  timeoutMs: 60_000,
  send: ({ payload }) => sendRequest(parts, (payload as { request: number }).request),
});

async function sendRequest(parts: ConnectorParts, id: number): Promise<void> {
  const job = await prepare(parts, id).catch((error: unknown) => {
    if (error instanceof Undelivered) throw error;
    // Our own trouble, before anything was asked: nothing is in doubt.
    throw new Undelivered(`not begun: ${(error as Error).name}`, { again: true });
  });
  if (!job) return;
  const { request, asked, act, reach } = job;
  try {
    const answer = await act(reach, asked, keyOf(request));
    await store.settleRequest(parts.db, id, settled(answer, parts.clock.now()));
  } catch (error) {
    if (error instanceof Unreachable && error.arrived === 'no')
      throw new Undelivered(error.message, { again: true, retryAfterMs: error.retryAfterMs });
    if (!REPEATABLE.has(asked.act)) await store.doubtRequest(parts.db, id);
    throw error;
  }
}

type Doing = (reach: Reach, request: ActRequest, key: string) => Promise<ActAnswer>;
const notOffered: Doing = async () => ({ state: 'refused', reason: 'not offered' });
type Job = { request: store.RequestRow; asked: ActRequest; act: Doing; reach: Reach };

/** Null: it was settled, or taken back. */
async function prepare(parts: ConnectorParts, id: number): Promise<Job | null> {
  const request = await store.requestById(parts.db, id);
  if (request?.state !== 'asked') return null;
  const connection = await connectionById(parts.db, request.connection_id);
  if (connection?.state === 'paused') throw new Undelivered('connection paused', { again: true });
  const asked = (await openFor(parts, request.connection_id, request.sealed)) as ActRequest | null;
  if (connection?.state !== 'connected' || !asked) {
    const reason = 'disconnected';
    // What may have been done stays in doubt.
    if (request.reason !== 'in_doubt')
      await store.settleRequest(parts.db, id, refused(reason, parts.clock.now()));
    throw new Undelivered(reason, { again: false });
  }
  const { acts } = connectorNamed(parts, connection.connector);
  const act = (acts[asked.act] as Doing | undefined) ?? notOffered;
  return { request, asked, act, reach: await reachOf(parts, connection) };
}

/** A UUID (version 8 of RFC 9562) that the request has for good, and no other installation's has. */
function keyOf({ request_id, connection_id, asked_at }: store.RequestRow): string {
  const hex = createHash('sha256')
    .update(`${connection_id} ${request_id} ${asked_at.toISOString()}`)
    .digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const refused = (reason: string, at: Date) => ({ state: 'refused' as const, reference: null, reason, at });

export function settled(answer: ActAnswer, at: Date): Parameters<typeof store.settleRequest>[2] {
  if (answer.state === 'refused') return refused(answer.reason.slice(0, 500), at);
  return { state: answer.state, reference: answer.reference, reason: null, at };
}
