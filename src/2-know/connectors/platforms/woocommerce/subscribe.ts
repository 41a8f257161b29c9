/** Webhooks that we subscribe ourselves. WooCommerce switches off those that failed five times in a row; they are switched on again. */
import { z } from 'zod';
import type { Reach } from '../../connector.ts';
import { Unreachable } from '../../unreachable.ts';
import { ask, list, type Said, shaped } from './client.ts';

const TOPICS = ['order.created', 'order.updated', 'order.restored', 'product.created', 'product.updated'];
const MOST_PAGES = 10;

const shape = z.object({
  id: z.number().int(),
  status: z.string(),
  topic: z.string(),
  delivery_url: z.string(),
});

/** Throws `connector_refused` where there is no secret to sign with. */
export async function subscribe(reach: Reach, address: string): Promise<void> {
  const { webhook_secret: secret } = reach.settings;
  if (!secret) throw new Unreachable('connector_refused', 'webhook_secret', { arrived: 'no' });
  const present = await all(reach);
  for (const topic of TOPICS) {
    const own = present.find((one) => one.topic === topic && one.delivery_url === address);
    const wanted = { name: `Regulars ${topic}`, topic, delivery_url: address, secret, status: 'active' };
    if (!own) ensure(await ask(reach, 'POST', 'webhooks', wanted));
    else if (own.status !== 'active')
      ensure(await ask(reach, 'PUT', `webhooks/${own.id}`, { status: 'active', secret }));
  }
}

/** `force`: WordPress would put others into its bin, and has none for webhooks. */
export async function unsubscribe(reach: Reach, address: string): Promise<void> {
  for (const { id, delivery_url } of await all(reach)) {
    if (delivery_url !== address) continue;
    const said = await ask(reach, 'DELETE', `webhooks/${id}?force=true`);
    if (said.status !== 404) ensure(said);
  }
}

async function all(reach: Reach): Promise<z.output<typeof shape>[]> {
  const present: z.output<typeof shape>[] = [];
  for (let page = 1; page <= MOST_PAGES; page++) {
    const { items, pages } = await list(reach, `webhooks?per_page=100&page=${page}`);
    present.push(...items.map((item) => shaped(shape, item)));
    if (page >= pages) break;
  }
  return present;
}

function ensure({ status }: Said): void {
  if (status >= 400) throw new Unreachable('connector_refused', `HTTP ${status}`, { arrived: 'no' });
}
