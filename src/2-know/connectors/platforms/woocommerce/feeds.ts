import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ProductRecord, VariantRecord } from '#know/catalog';
import { channelCustomer, type OrderRecord } from '#know/orders';
import type { Feed, Fetched, Page, Reach, Told } from '../../connector.ts';
import { changedSince } from './changed-since.ts';
import { ask, list, shaped, utc } from './client.ts';
import { nameIn, orderShape, placeIn, recordOf, refundShape, type WooOrder } from './order-of.ts';

type Skipped = NonNullable<Fetched['skipped']>[number];
const unreadable = (what: string, item: unknown): Skipped => ({
  what,
  id: String((item as { id?: unknown } | null)?.id ?? '?'),
  code: 'connector_record_unreadable',
});

export const ordersFeed: Feed = {
  name: 'orders',
  title: { en: 'Orders and refunds', zh: '订单与退款' },
  everySeconds: 180,
  read: (reach, cursor) => changedSince(reach, cursor, 'orders', (items) => ordersOf(reach, items)),
};

/** Of carts that were not ordered yet nothing is kept. */
const isDraft = (item: unknown): boolean =>
  ['checkout-draft', 'auto-draft'].includes(String((item as { status?: unknown } | null)?.status));

export async function ordersOf(reach: Reach, items: readonly unknown[]): Promise<Fetched> {
  const orders: OrderRecord[] = [];
  const skipped: Skipped[] = [];
  for (const item of items.filter((one) => !isDraft(one))) {
    const said = orderShape.safeParse(item);
    if (!said.success) {
      skipped.push(unreadable('order', item));
      continue;
    }
    const refunds = await refundsOf(reach, said.data);
    try {
      orders.push(recordOf(said.data, refunds, reach.channel));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      skipped.push(unreadable('order', item));
    }
  }
  return { orders, skipped };
}

/** An order names its refunds; what they were for stands apart. */
async function refundsOf(reach: Reach, { id, refunds }: WooOrder) {
  if (refunds.length === 0) return [];
  const { items } = await list(reach, `orders/${id}/refunds?per_page=100`);
  return shaped(z.array(refundShape), items);
}

export async function oneOrder(reach: Reach, id: number): Promise<Fetched> {
  const { status, value } = await ask(reach, 'GET', `orders/${id}`);
  return status === 200 ? await ordersOf(reach, [value]) : {};
}

const text = z.string().nullish();
const sellable = {
  id: z.number().int(),
  sku: text,
  price: text,
  regular_price: text,
  stock_quantity: z.number().nullish(),
  permalink: text,
};
const variationShape = z.object({
  ...sellable,
  attributes: z.array(z.object({ name: z.string(), option: z.string() })),
});
const productShape = z.object({
  ...sellable,
  name: z.string(),
  type: z.string(),
  status: z.string(),
  description: text,
  date_modified_gmt: z.string(),
  categories: z.array(z.object({ name: z.string() })),
  images: z.array(z.object({ src: z.string() })),
});

export const productsFeed: Feed = {
  name: 'products',
  title: { en: 'Products', zh: '商品' },
  everySeconds: 900,
  read: (reach, cursor) => changedSince(reach, cursor, 'products', (items) => productsOf(reach, items)),
};

export async function productsOf(reach: Reach, items: readonly unknown[]): Promise<Fetched> {
  const products: ProductRecord[] = [];
  const skipped: Skipped[] = [];
  for (const item of items) {
    const said = productShape.safeParse(item);
    if (!said.success) skipped.push(unreadable('product', item));
    else products.push(await productOf(reach, said.data));
  }
  return { products: products.filter(({ variants }) => variants.length > 0), skipped };
}

export async function oneProduct(reach: Reach, id: number): Promise<Fetched> {
  const { status, value } = await ask(reach, 'GET', `products/${id}`);
  return status === 200 ? await productsOf(reach, [value]) : {};
}

type Sellable = z.output<typeof variationShape>;

async function productOf(reach: Reach, said: z.output<typeof productShape>): Promise<ProductRecord> {
  // What is sold of a variable product are its variations.
  const sold = said.type === 'variable' ? await variationsOf(reach, said.id) : [{ ...said, attributes: [] }];
  return {
    platformId: String(said.id),
    title: said.name,
    kind: 'goods',
    status: said.status === 'publish' ? 'active' : said.status === 'trash' ? 'archived' : 'draft',
    description: said.description || null,
    brand: null,
    supplier: null,
    category: said.categories.slice(0, 1).map(({ name }) => name),
    images: said.images.map(({ src }) => src),
    attributes: {},
    variants: sold.map((one) => variantOf(one, reach.channel.currency)),
    version: utc(said.date_modified_gmt),
  };
}

async function variationsOf(reach: Reach, id: number): Promise<Sellable[]> {
  const all: Sellable[] = [];
  for (let page = 1, pages = 1; page <= pages; page++) {
    const said = await list(reach, `products/${id}/variations?per_page=100&page=${page}`);
    pages = said.pages;
    all.push(...shaped(z.array(variationShape), said.items));
  }
  return all;
}

const variantOf = (said: Sellable, currency: string): VariantRecord => ({
  platformId: String(said.id),
  sku: said.sku || null,
  title: said.attributes.map(({ option }) => option).join(' / '),
  barcode: null,
  options: Object.fromEntries(said.attributes.map(({ name, option }) => [name, option])),
  price: said.price
    ? {
        amount: said.price,
        compareAt: said.regular_price && said.regular_price !== said.price ? said.regular_price : null,
        currency,
      }
    : null,
  stock:
    typeof said.stock_quantity === 'number'
      ? [{ warehouse: 'woocommerce', quantity: said.stock_quantity }]
      : [],
  url: said.permalink || null,
});

const customerShape = z.object({
  id: z.number().int(),
  email: text,
  first_name: text,
  last_name: text,
  date_created_gmt: text,
  billing: orderShape.shape.billing,
});

/** WooCommerce does not say which customers changed: all of them, once an hour; what was told of one before is told once. */
export const customersFeed: Feed = {
  name: 'customers',
  title: { en: 'Customers', zh: '客户' },
  everySeconds: 3600,
  read: async (reach, cursor): Promise<Page> => {
    const { page } = cursor === null ? { page: 1 } : shaped(z.object({ page: z.number().int() }), cursor);
    const { items, pages } = await list(reach, `customers?per_page=100&orderby=id&order=asc&page=${page}`);
    const more = page < pages;
    return {
      ...customersOf(reach, items),
      cursor: { page: more ? page + 1 : 1 },
      more,
      upTo: more ? null : reach.now(),
    };
  },
};

export function customersOf(reach: Reach, items: readonly unknown[]): Fetched {
  const parsed = items.map((item) => ({ item, said: customerShape.safeParse(item) }));
  return {
    told: parsed.flatMap(({ said }) => (said.success ? [toldOf(reach, said.data)] : [])),
    skipped: parsed.filter(({ said }) => !said.success).map(({ item }) => unreadable('customer', item)),
  };
}

function toldOf({ channel, now }: Reach, said: z.output<typeof customerShape>): Told {
  const email = (said.email || said.billing?.email)?.trim().toLowerCase();
  const phone = said.billing?.phone;
  const name = nameIn({ ...said.billing, first_name: said.first_name, last_name: said.last_name });
  const address = placeIn(said.billing);
  const identifiers = [
    channelCustomer(channel, String(said.id)),
    ...(email?.includes('@') ? [{ kind: 'email', value: email }] : []),
    ...(phone && /\d{5}/.test(phone) ? [{ kind: 'phone', value: phone }] : []),
  ];
  const traits = { ...(name && { name }), ...(Object.keys(address).length > 0 && { address }) };
  const print = createHash('sha256')
    .update(JSON.stringify([identifiers, traits]))
    .digest('hex')
    .slice(0, 24);
  return {
    identifiers,
    traits,
    event: null,
    at: said.date_created_gmt ? utc(said.date_created_gmt) : now(),
    messageId: `channel:${channel.channel_id}:customer:${said.id}:${print}`,
  };
}
