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
import { oneCustomer } from './customers.ts';
import { oneOrder } from './orders.ts';
import { oneProduct } from './products.ts';

const NUMBER = z.union([z.number().int(), z.string()]).transform(String);

export const webhook: Webhook = {
  isGenuine: ({ headers, body }, { client_secret = '', shop }) =>
    headers['x-shopify-shop-domain'] === shop &&
    isSigned(body, headers['x-shopify-hmac-sha256'] ?? '', client_secret),
  nameOf: ({ headers, body }) =>
    headers['x-shopify-webhook-id'] ?? createHmac('sha256', 'name').update(body).digest('hex'),
  topicOf: ({ headers }) => headers['x-shopify-topic'] ?? '',
  read: async (delivery, reach) => (await fetchedOf(delivery, reach)) ?? {},
};

/** HMAC-SHA256 of the raw bytes in base64. */
function isSigned(body: Buffer, given: string, secret: string): boolean {
  const own = createHmac('sha256', secret).update(body).digest();
  const theirs = Buffer.from(given, 'base64');
  return secret !== '' && theirs.length === own.length && timingSafeEqual(own, theirs);
}

async function fetchedOf({ headers, body }: Delivery, reach: Reach): Promise<Fetched | null> {
  const topic = headers['x-shopify-topic'] ?? '';
  const said = jsonOf(body);
  const [thing] = topic.split('/');
  if (topic === 'orders/delete') return null;
  if (thing === 'orders') return await oneOrder(reach, idIn(said, 'id'));
  if (thing === 'refunds' || thing === 'fulfillments') return await oneOrder(reach, idIn(said, 'order_id'));
  if (thing === 'products' && topic !== 'products/delete') return await oneProduct(reach, idIn(said, 'id'));
  if (topic === 'customers/data_request' || topic === 'customers/redact') return asked(topic, said, reach);
  if (thing === 'customers' && topic !== 'customers/delete')
    return await oneCustomer(reach, idIn(said, 'id'));
  // Topics that nobody asked for, and `shop/redact`, which comes 48 hours after the app was taken away.
  return null;
}

/** What the law gives her, asked by way of the platform: noted on her page, for people to do. */
function asked(topic: string, said: unknown, { channel, now }: Reach): Fetched {
  const { customer } = shaped(z.object({ customer: z.object({ id: NUMBER }) }), said);
  const name = topic === 'customers/redact' ? 'Erasure Requested' : 'Data Requested';
  return {
    told: [
      {
        identifiers: [channelCustomer(channel, customer.id)],
        traits: {},
        event: { name, properties: { channel_id: channel.channel_id } },
        at: now(),
        messageId: `channel:${channel.channel_id}:${topic}:${customer.id}`,
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
