/**
 * What Shopify tells by itself. Its body only names what changed, for us: the thing is then asked for as it is now, so that late, doubled and
 * reordered calls all end in the same.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { channelCustomer } from '#know/orders';
import type { Delivery, Fetched, Reach, Webhook } from '../../connector.ts';
import { Unreachable } from '../../unreachable.ts';
import { shaped } from './client.ts';
import { COMPLIANCE_TOPICS, complianceByHand } from './compliance.ts';
import { oneCustomer } from './customers.ts';
import { oneOrder } from './orders.ts';
import { oneProduct } from './products.ts';
import { subscribe, unsubscribe } from './subscribe.ts';

const NUMBER = z.union([z.number().int(), z.string()]).transform(String);

export const webhook: Webhook = {
  isGenuine: ({ headers, body }, { client_secret = '', shop }) =>
    headers['x-shopify-shop-domain'] === shop &&
    isSigned(body, headers['x-shopify-hmac-sha256'] ?? '', client_secret),
  nameOf: ({ headers, body }) =>
    headers['x-shopify-webhook-id'] ?? createHmac('sha256', 'name').update(body).digest('hex'),
  subscribe,
  unsubscribe,
  byHand: complianceByHand,
  evenPaused: COMPLIANCE_TOPICS,
  topicOf: ({ headers }) => headers['x-shopify-topic'] ?? '',
  read: async (delivery, reach) => (await fetchedOf(delivery, reach)) ?? {},
};

/** HMAC-SHA256 of the raw bytes in base64. */
function isSigned(body: Buffer, given: string, secret: string): boolean {
  const own = createHmac('sha256', secret).update(body).digest();
  const theirs = Buffer.from(given, 'base64');
  return secret !== '' && theirs.length === own.length && timingSafeEqual(own, theirs);
}

async function fetchedOf(delivery: Delivery, reach: Reach): Promise<Fetched | null> {
  const topic = delivery.headers['x-shopify-topic'] ?? '';
  const said = jsonOf(delivery.body);
  const [thing] = topic.split('/');
  if (topic === 'orders/delete') return null;
  if (thing === 'orders') return await oneOrder(reach, idIn(said, 'id'));
  if (thing === 'refunds' || thing === 'fulfillments') return await oneOrder(reach, idIn(said, 'order_id'));
  if (thing === 'products' && topic !== 'products/delete') return await oneProduct(reach, idIn(said, 'id'));
  if (topic === 'customers/data_request' || topic === 'customers/redact')
    return asked(topic, delivery, reach);
  if (thing === 'customers' && topic !== 'customers/delete')
    return await oneCustomer(reach, idIn(said, 'id'));
  // 48 hours after the app was taken away.
  if (topic === 'shop/redact') return { gone: true };
  // Topics that nobody asked for.
  return null;
}

/**
 * What the law gives her, asked by way of the platform: to be erased (within 30 days; never before the orders of half a year are over), or to
 * have a copy. Nothing but her number is taken from what is said: whoever is found by an address alone may be somebody else.
 */
function asked(topic: string, { headers, body }: Delivery, { channel, now }: Reach): Fetched {
  const { customer } = shaped(z.object({ customer: z.object({ id: NUMBER }) }), jsonOf(body));
  const isErasure = topic === 'customers/redact';
  const at = new Date(headers['x-shopify-triggered-at'] ?? Number.NaN);
  return {
    told: [
      {
        identifiers: [channelCustomer(channel, customer.id)],
        traits: {},
        event: {
          name: isErasure ? 'Erasure Requested' : 'Data Requested',
          properties: { channel_id: channel.channel_id },
        },
        at: Number.isNaN(at.getTime()) ? now() : at,
        messageId: `channel:${channel.channel_id}:${topic}:${customer.id}:${webhook.nameOf({ headers, body, query: {} })}`,
        asks: { what: isErasure ? 'erasure' : 'copy', via: channel.name },
      },
    ],
  };
}

const idIn = (said: unknown, field: 'id' | 'order_id'): string =>
  shaped(z.object({ [field]: NUMBER }), said)[field] as string;

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch (cause) {
    throw new Unreachable('connector_answer_unreadable', 'not JSON', { cause });
  }
}
