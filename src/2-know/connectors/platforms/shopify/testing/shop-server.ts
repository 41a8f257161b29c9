/** A shop on this machine that speaks as much of Shopify's GraphQL Admin API as the connector asks for, and misbehaves as it is told. */
import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Delivery } from '../../../connector.ts';

export const SHOP = 'tea.myshopify.com';
export const SECRET = 'shpss_0123456789abcdef';

/** Cents. */
export type ShopOrder = {
  id: number;
  createdAt: Date;
  updatedAt: Date;
  email: string | null;
  lines: { price: number; quantity: number; discount: number }[];
  shipping: number;
  tax: number;
  test: boolean;
  cancelledAt: Date | null;
  refunds: {
    id: number;
    at: Date;
    amount: number;
    lines: { index: number; quantity: number; amount: number }[];
    /** Of it: shipping, tax, and what was given beyond all that. */
    shipping?: number;
    tax?: number;
    goodwill?: number;
  }[];
};

export type Faults = {
  /** Answers of 429 that are still to come, with their Retry-After. */
  busy: number;
  /** Queries that cost more than there is, still to come. */
  throttled: number;
  /** The file of a bulk operation ends in the middle, so many times. */
  halfFiles: number;
  /** Tokens that are taken back at their next use. */
  tokensTakenBack: number;
};

export const totalOf = ({ lines, shipping, tax }: ShopOrder): number =>
  lines.reduce((all, { price, quantity, discount }) => all + price * quantity - discount, 0) + shipping + tax;

const money = (cents: number) => ({
  shopMoney: {
    amount: (cents / 100).toFixed(2),
    currencyCode: 'USD',
  },
});
const gid = (kind: string, id: number | string): string => `gid://shopify/${kind}/${id}`;

const lineNode = (order: ShopOrder) => (line: ShopOrder['lines'][number], index: number) => ({
  id: gid('LineItem', order.id * 100 + index),
  title: `Tea ${index}`,
  sku: `TEA-${index}`,
  quantity: line.quantity,
  isGiftCard: false,
  originalUnitPriceSet: money(line.price),
  discountAllocations: line.discount > 0 ? [{ allocatedAmountSet: money(line.discount) }] : [],
  variant: { id: gid('ProductVariant', 500 + index) },
  product: { id: gid('Product', 50 + index) },
});

function orderNode(order: ShopOrder): Record<string, unknown> {
  return {
    id: gid('Order', order.id),
    name: `#${order.id}`,
    createdAt: order.createdAt.toISOString(),
    processedAt: order.createdAt.toISOString(),
    updatedAt: order.updatedAt.toISOString(),
    cancelledAt: order.cancelledAt?.toISOString() ?? null,
    cancelReason: null,
    closedAt: null,
    test: order.test,
    taxesIncluded: false,
    currencyCode: 'USD',
    displayFulfillmentStatus: 'UNFULFILLED',
    discountCodes: [],
    email: order.email,
    phone: null,
    note: null,
    totalPriceSet: money(totalOf(order)),
    totalTaxSet: money(order.tax),
    totalTipReceivedSet: null,
    originalTotalDutiesSet: null,
    customer: order.email ? { id: gid('Customer', order.id % 7) } : null,
    shippingAddress: { name: 'Ann', city: 'Boston', countryCodeV2: 'US' },
    billingAddress: null,
    shippingLine: { discountedPriceSet: money(order.shipping) },
    transactions: [
      {
        id: gid('OrderTransaction', order.id),
        kind: 'SALE',
        status: 'SUCCESS',
        gateway: 'shopify_payments',
        processedAt: order.createdAt.toISOString(),
        amountSet: money(totalOf(order)),
        parentTransaction: null,
      },
    ],
    refunds: order.refunds.map((refund) => ({
      id: gid('Refund', refund.id),
      createdAt: refund.at.toISOString(),
      note: 'broken',
      totalRefundedSet: money(refund.amount),
    })),
    fulfillments: [],
  };
}

const PAGE_END = { hasNextPage: false, endCursor: null };
const connected = (order: ShopOrder) => ({
  ...orderNode(order),
  lineItems: { nodes: order.lines.map(lineNode(order)), pageInfo: PAGE_END },
});

export class ShopServer {
  readonly orders = new Map<number, ShopOrder>();
  readonly customers: object[] = [];
  readonly products: object[] = [];
  faults: Faults = { busy: 0, throttled: 0, halfFiles: 0, tokensTakenBack: 0 };
  /** Orders as they were: what is asked of the shop while its index lags behind. */
  lagging: ReadonlyMap<number, ShopOrder> | null = null;
  /** Names of queries, in their order. */
  readonly asked: string[] = [];
  readonly mutations: { name: string; variables: Record<string, unknown> }[] = [];
  readonly webhooks: { id: string; topic: string; uri: string }[] = [];
  /** It says yes to a new address, and keeps the one it had. */
  keepsAddress = false;
  /** What the next mutation is refused for. */
  refuse: string | null = null;
  address = '';
  #made = 0;
  readonly #tokens = new Set<string>();
  readonly #bulks = new Map<string, string[]>();
  readonly #looked = new Set<string>();
  readonly #server = createServer((request, response) => {
    void this.answer(request, response).catch(() => response.destroy());
  });

  async start(): Promise<this> {
    this.#server.listen(0, '127.0.0.5');
    await once(this.#server, 'listening');
    this.address = `http://127.0.0.5:${(this.#server.address() as { port: number }).port}`;
    return this;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  webhook(topic: string, said: object): Delivery {
    const body = Buffer.from(JSON.stringify(said));
    return {
      headers: {
        'x-shopify-topic': topic,
        'x-shopify-shop-domain': SHOP,
        'x-shopify-webhook-id': randomUUID(),
        'x-shopify-hmac-sha256': createHmac('sha256', SECRET).update(body).digest('base64'),
      },
      query: {},
      body,
    };
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = Buffer.concat(await request.toArray()).toString();
    const say = (status: number, said: object, headers = {}): void => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify(said));
    };
    if (request.url?.startsWith('/bulk/')) {
      this.giveFile(response, this.#bulks.get(request.url) ?? []);
      return;
    }
    if (this.faults.busy > 0) {
      this.faults.busy--;
      say(429, { errors: 'Too many' }, { 'retry-after': '2.0' });
      return;
    }
    if (request.url === '/admin/oauth/access_token') {
      const asked = new URLSearchParams(body);
      if (asked.get('client_secret') !== SECRET) return say(401, { error: 'invalid_client' });
      const token = randomUUID();
      this.#tokens.add(token);
      return say(200, { access_token: token, scope: 'read_orders', expires_in: 86_399 });
    }
    const token = String(request.headers['x-shopify-access-token']);
    if (this.faults.tokensTakenBack > 0) {
      this.faults.tokensTakenBack--;
      this.#tokens.delete(token);
    }
    if (!this.#tokens.has(token)) return say(401, { errors: '[API] Invalid API key or access token' });
    const { query, variables } = JSON.parse(body) as {
      query: string;
      variables: Record<string, string | null>;
    };
    const name = /^(?:query|mutation)\s+(\w+)/.exec(query)?.[1] ?? 'shop';
    this.asked.push(name);
    const cost = (available: number) => ({
      cost: {
        requestedQueryCost: 400,
        throttleStatus: { maximumAvailable: 2000, currentlyAvailable: available, restoreRate: 100 },
      },
    });
    if (this.faults.throttled > 0) {
      this.faults.throttled--;
      return say(200, {
        errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }],
        extensions: cost(100),
      });
    }
    say(200, { data: this.dataOf(name, variables), extensions: cost(1900) });
  }

  /** Half of it, with every sign of being whole: only its count tells. */
  giveFile(response: ServerResponse, lines: string[]): void {
    const half = this.faults.halfFiles > 0;
    if (half) this.faults.halfFiles--;
    const text = `${lines.join('\n')}\n`;
    response.writeHead(200, { 'content-type': 'application/jsonl' });
    const cut = this.faults.halfFiles % 2 === 0 ? text.indexOf('\n', text.length / 2) + 1 : text.length / 2;
    response.end(half ? text.slice(0, cut) : text);
  }

  get seen(): ReadonlyMap<number, ShopOrder> {
    return this.lagging ?? this.orders;
  }

  dataOf(name: string, variables: Record<string, string | null>): unknown {
    const changed = (all: { updatedAt: string }[], most: number) => pageOf(all, variables, most);
    switch (name) {
      case 'shop':
        return { shop: { id: gid('Shop', 1) } };
      case 'Begin':
        return this.beginBulk();
      case 'State':
        return { node: this.bulkState(variables.id as string) };
      case 'Orders':
        return { page: changed([...this.seen.values()].map(connected) as never, 10) };
      case 'Products':
        return { page: changed(this.products as never, 10) };
      case 'Customers':
        return { page: changed(this.customers as never, 50) };
      case 'Order': {
        const order = this.seen.get(Number(variables.id?.split('/').at(-1)));
        return { order: order ? connected(order) : null };
      }
      case 'RefundLines':
        return { refund: this.refundParts(variables.id as string) };
      case 'Webhooks':
        return { webhookSubscriptions: { nodes: this.webhooks, pageInfo: PAGE_END } };
      case 'Webhook':
        return this.makeWebhook(variables as never);
      case 'WebhookGone':
        return this.deleteWebhook(variables.id as string);
      case 'Find':
        return { orders: { nodes: this.findable(variables.query as string) } };
      default:
        return this.mutate(name, variables);
    }
  }

  beginBulk() {
    const path = `/bulk/${randomUUID()}`;
    const lines = [...this.seen.values()].flatMap((order) => [
      JSON.stringify(orderNode(order)),
      ...order.lines.map((line, index) =>
        JSON.stringify({ ...lineNode(order)(line, index), __parentId: gid('Order', order.id) }),
      ),
    ]);
    this.#bulks.set(path, lines);
    return {
      bulkOperationRunQuery: { bulkOperation: { id: `gid:/${path}`, status: 'CREATED' }, userErrors: [] },
    };
  }

  bulkState(id: string) {
    const path = id.slice('gid:/'.length);
    const lines = this.#bulks.get(path);
    if (!lines) return null;
    if (!this.#looked.has(id)) {
      this.#looked.add(id);
      return { status: 'RUNNING', errorCode: null, objectCount: '0', url: null };
    }
    const url = lines.length > 0 ? `https://files.example${path}` : null;
    return { status: 'COMPLETED', errorCode: null, objectCount: String(lines.length), url };
  }

  refundParts(id: string) {
    for (const order of this.seen.values())
      for (const refund of order.refunds)
        if (gid('Refund', refund.id) === id)
          return {
            refundLineItems: {
              nodes: refund.lines.map(({ index, quantity, amount }) => ({
                quantity,
                lineItem: { id: gid('LineItem', order.id * 100 + index) },
                subtotalSet: money(amount),
                totalTaxSet: money(0),
              })),
              pageInfo: PAGE_END,
            },
            refundShippingLines: {
              nodes: refund.shipping
                ? [{ subtotalAmountSet: money(refund.shipping), taxAmountSet: money(refund.tax ?? 0) }]
                : [],
            },
            orderAdjustments: {
              nodes: refund.goodwill ? [{ amountSet: money(-refund.goodwill), taxAmountSet: money(0) }] : [],
            },
          };
    throw new Error(`No refund ${id}`);
  }

  findable(query: string) {
    return [...this.orders.values()]
      .filter(({ id }) => query === `name:"#${id}"`)
      .map((order) => ({
        ...orderNode(order),
        fulfillmentOrders: { nodes: [{ id: gid('FulfillmentOrder', order.id), status: 'OPEN' }] },
      }));
  }

  makeWebhook({ topic, webhookSubscription }: { topic: string; webhookSubscription: { uri: string } }) {
    const userErrors = this.refuse ? [{ message: this.refuse }] : [];
    const id = gid('WebhookSubscription', ++this.#made);
    const made = { id, topic, ...webhookSubscription };
    if (!this.refuse) this.webhooks.push(made);
    return { webhookSubscriptionCreate: { webhookSubscription: made, userErrors } };
  }

  deleteWebhook(id: string) {
    const at = this.webhooks.findIndex((one) => one.id === id);
    const missing = at < 0 ? 'Webhook subscription does not exist' : null;
    const message = this.refuse ?? missing;
    if (message === null) this.webhooks.splice(at, 1);
    const userErrors = message === null ? [] : [{ message }];
    return { webhookSubscriptionDelete: { deletedWebhookSubscriptionId: id, userErrors } };
  }

  mutate(name: string, variables: Record<string, unknown>): unknown {
    this.mutations.push({ name, variables });
    const userErrors = this.refuse ? [{ message: this.refuse }] : [];
    const made = { id: gid(name, 1) };
    const done = { userErrors, orderCancelUserErrors: userErrors };
    const { input } = variables as { input?: { shippingAddress?: { countryCode?: string } } };
    const shippingAddress = this.keepsAddress
      ? { address1: '1 Old Street', city: 'Boston' }
      : { ...input?.shippingAddress, countryCodeV2: input?.shippingAddress?.countryCode };
    return {
      orderUpdate: { ...done, order: { ...made, shippingAddress } },
      refundCreate: { ...done, refund: made },
      orderCancel: { ...done, job: { id: gid('Job', 1), done: false } },
      fulfillmentCreate: { ...done, fulfillment: made },
      discountRedeemCodeBulkAdd: { ...done, bulkCreation: made },
      tagsAdd: { ...done, node: made },
      customerEmailMarketingConsentUpdate: { ...done, customer: made },
      customerSmsMarketingConsentUpdate: { ...done, customer: made },
    };
  }
}

export const startShop = (): Promise<ShopServer> => new ShopServer().start();

/** In the order of changes; `after` is where the page before ended. */
function pageOf(all: { updatedAt: string }[], variables: Record<string, string | null>, most: number) {
  const since = /'(.+)'/.exec(variables.query ?? '')?.[1] ?? '';
  const sorted = all
    .filter(({ updatedAt }) => updatedAt >= since)
    .sort((one, other) => (one.updatedAt < other.updatedAt ? -1 : 1));
  const from = Number(variables.after ?? 0);
  const nodes = sorted.slice(from, from + most);
  const hasNextPage = from + most < sorted.length;
  return { nodes, pageInfo: { hasNextPage, endCursor: hasNextPage ? String(from + most) : null } };
}
