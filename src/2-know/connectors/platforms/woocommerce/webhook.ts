/** What WooCommerce tells by itself; the thing is then asked for as it is now. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Delivery, Webhook } from '../../connector.ts';
import { shaped } from './client.ts';
import { oneOrder, oneProduct } from './feeds.ts';
import { subscribe, unsubscribe } from './subscribe.ts';

/** When a webhook is saved, it says its number, unsigned; without 200 it stays switched off. There is nothing in it to take in. */
const isPing = ({ headers, body }: Delivery): boolean =>
  headers['x-wc-webhook-topic'] === undefined && /^webhook_id=\d{1,12}$/.test(body.toString());

export const webhook: Webhook = {
  isGenuine: (delivery, { webhook_secret = '' }) =>
    isPing(delivery) ||
    isSigned(delivery.body, delivery.headers['x-wc-webhook-signature'] ?? '', webhook_secret),
  isIdle: isPing,
  subscribe,
  unsubscribe,
  nameOf: ({ headers, body }) =>
    headers['x-wc-webhook-delivery-id'] ?? createHmac('sha256', 'name').update(body).digest('hex'),
  topicOf: ({ headers }) => headers['x-wc-webhook-topic'] ?? '',
  read: async ({ headers, body }, reach) => {
    const topic = headers['x-wc-webhook-topic'] ?? '';
    if (!/^(order|product)\.(created|updated|restored)$/.test(topic)) return {};
    const { id } = shaped(z.object({ id: z.number().int() }), JSON.parse(body.toString()));
    return topic.startsWith('order.') ? await oneOrder(reach, id) : await oneProduct(reach, id);
  },
};

/** HMAC-SHA256 of the raw bytes in base64. */
function isSigned(body: Buffer, given: string, secret: string): boolean {
  const own = createHmac('sha256', secret).update(body).digest();
  const theirs = Buffer.from(given, 'base64');
  return secret !== '' && theirs.length === own.length && timingSafeEqual(own, theirs);
}
