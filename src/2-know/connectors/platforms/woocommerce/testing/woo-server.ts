/** A WordPress on this machine that speaks as much of WooCommerce's REST API v3 as the connector asks for. */
import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Delivery } from '../../../connector.ts';

export const WOO = 'woo.example';
export const SETTINGS = {
  url: `https://${WOO}`,
  consumer_key: 'ck_0123456789',
  consumer_secret: 'cs_0123456789',
  webhook_secret: 'a-secret-of-our-own',
};

/** Cents. */
export type WooOrder = {
  id: number;
  createdAt: Date;
  modifiedAt: Date;
  price: number;
  quantity: number;
  shipping: number;
  tax: number;
  refunds: { id: number; at: Date; amount: number }[];
};
export const totalOf = ({ price, quantity, shipping, tax }: WooOrder): number =>
  price * quantity + shipping + tax;

const amount = (cents: number): string => (cents / 100).toFixed(2);
const gmt = (at: Date): string => at.toISOString().slice(0, 19);

const shown = (order: WooOrder) => ({
  id: order.id,
  number: String(order.id),
  status: 'processing',
  currency: 'USD',
  date_created_gmt: gmt(order.createdAt),
  date_modified_gmt: gmt(order.modifiedAt),
  date_paid_gmt: gmt(order.createdAt),
  date_completed_gmt: null,
  total: amount(totalOf(order)),
  total_tax: amount(order.tax),
  shipping_total: amount(order.shipping),
  customer_id: 0,
  payment_method_title: 'Card',
  transaction_id: '',
  customer_note: '',
  billing: { first_name: 'Ann', email: 'ann@example.com', country: 'US' },
  shipping: {},
  line_items: [
    {
      id: order.id * 10,
      name: 'Tea',
      product_id: 5,
      variation_id: 0,
      quantity: order.quantity,
      subtotal: amount(order.price * order.quantity),
      total: amount(order.price * order.quantity),
      sku: 'TEA',
    },
  ],
  fee_lines: [],
  coupon_lines: [],
  refunds: order.refunds.map(({ id, amount: cents }) => ({ id, total: `-${amount(cents)}` })),
});

export async function startWoo() {
  const woo = {
    orders: new Map<number, WooOrder>(),
    /** Answers of 429 that are still to come; after them, as many of 503. */
    busy: 0,
    webhooks: [] as Hook[],
    /** Keys that were taken back in the shop. */
    keysGone: false,
    written: [] as { method: string; path: string; body: Record<string, unknown> }[],
    /** Called after each page of orders. */
    onPage: () => {},
  };
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    const url = new URL(request.url ?? '/', 'http://woo');
    const say = (status: number, said: object, headers = {}): void => {
      response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(said));
    };
    const credentials = Buffer.from(`${SETTINGS.consumer_key}:${SETTINGS.consumer_secret}`).toString(
      'base64',
    );
    if (woo.keysGone || request.headers.authorization !== `Basic ${credentials}`)
      return say(401, { message: 'Invalid' });
    if (woo.busy > 0) return say(woo.busy-- % 2 ? 429 : 503, {}, { 'retry-after': '1' });
    const path = url.pathname.replace('/wp-json/wc/v3/', '');
    if (path.startsWith('webhooks')) return say(...webhooksAsked(woo.webhooks, request.method, url, body));
    const [, id, part] = /^orders\/(\d+)(\/refunds)?$/.exec(path) ?? [];
    if (request.method !== 'GET') {
      woo.written.push({ method: request.method ?? '', path, body: JSON.parse(body) });
      return say(201, { id: 9 });
    }
    if (path === 'orders') {
      const { items, pages } = pageOf(woo.orders.values(), url.searchParams);
      say(200, items, { 'x-wp-totalpages': String(pages) });
      return woo.onPage();
    }
    const order = woo.orders.get(Number(id));
    if (order && part)
      return say(
        200,
        order.refunds.map((refund) => ({
          id: refund.id,
          date_created_gmt: gmt(refund.at),
          amount: amount(refund.amount),
          reason: '',
          line_items: [],
        })),
      );
    if (order) return say(200, shown(order));
    return id ? say(404, { message: 'Invalid ID.' }) : say(200, [], { 'x-wp-totalpages': '0' });
  });
  server.listen(0, '127.0.0.6');
  await once(server, 'listening');
  return Object.assign(woo, {
    address: `http://127.0.0.6:${(server.address() as { port: number }).port}`,
    webhook(topic: string, said: object): Delivery {
      const body = Buffer.from(JSON.stringify(said));
      const signature = createHmac('sha256', SETTINGS.webhook_secret).update(body).digest('base64');
      return {
        headers: {
          'x-wc-webhook-topic': topic,
          'x-wc-webhook-delivery-id': randomUUID(),
          'x-wc-webhook-signature': signature,
        },
        query: {},
        body,
      };
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  });
}

type Hook = { id: number; status: string; topic: string; delivery_url: string; secret?: string };

function webhooksAsked(
  webhooks: Hook[],
  method: string | undefined,
  { pathname, searchParams }: URL,
  body: string,
): [status: number, said: object] {
  const at = webhooks.findIndex(({ id }) => pathname.endsWith(`/webhooks/${id}`));
  const present = webhooks[at];
  if (method === 'DELETE') {
    if (searchParams.get('force') !== 'true') return [501, { message: 'No trash.' }];
    return present ? [200, webhooks.splice(at, 1)] : [404, { message: 'Invalid ID.' }];
  }
  if (method === 'GET') return [200, webhooks.map(({ secret: _, ...shown }) => shown)];
  const given = JSON.parse(body);
  if (present) return [200, Object.assign(present, given)];
  const made = { id: Math.max(0, ...webhooks.map(({ id }) => id)) + 1, ...given };
  webhooks.push(made);
  return [200, made];
}

function pageOf(orders: Iterable<WooOrder>, query: URLSearchParams) {
  const after = query.get('modified_after') ?? '';
  const most = Number(query.get('per_page'));
  const all = [...orders]
    .map(shown)
    .filter((order) => order.date_modified_gmt > after)
    .sort((one, other) => (one.date_modified_gmt < other.date_modified_gmt ? -1 : 1));
  const from = (Number(query.get('page') ?? 1) - 1) * most;
  return { items: all.slice(from, from + most), pages: Math.ceil(all.length / most) };
}
