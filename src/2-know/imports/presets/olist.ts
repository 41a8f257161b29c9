/**
 * Olist's Brazilian marketplace (Kaggle, CC BY-NC-SA), by its documented columns. A customer has another `customer_id` in each order: who she
 * is says `customer_unique_id`. Freight stands with each item and is added up for its order.
 */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { ChannelRow } from '#know/channels';
import { instantIn } from '../instant-in.ts';
import type { Filled, Setting } from '../kinds/kind.ts';
import { ordersOf } from '../kinds/orders.ts';
import type { Batch, Preset, ReadOptions } from '../preset.ts';
import { folderOf, Gathered } from '../reading/gather.ts';
import { filesIn, rowsOf } from '../reading/rows-of.ts';
import { readTables, type Table } from '../tables.ts';

const named = (what: string): RegExp => new RegExp(`^(olist_)?${what}(_dataset)?\\.csv(\\.gz)?$`, 'i');

export const olist: Preset = {
  name: 'olist',
  title: { en: 'Olist marketplace', zh: 'Olist 电商数据集' },
  takes: {
    en: 'The folder with the tables of Olist (orders, order_items, payments, customers, products).',
    zh: '含 Olist 各表（orders、order_items、payments、customers、products）的文件夹。',
  },
  channel: { name: 'Olist', platform: 'other', currency: 'BRL', zone: 'America/Sao_Paulo', country: 'BR' },
  async *read(path, channel, options = {}): AsyncGenerator<Batch> {
    const files = filesIn(path);
    yield* readTables(path, channel, [productsWith(await categoriesIn(files))], options);
    yield* ordersIn(files, { channel, dayOrder: 'day', folder: folderOf(path) }, options);
    yield* parcelsIn(files, channel, options);
  },
};

type Raw = Record<string, string>;
const text = (row: Raw, name: string): string => (row[name] ?? '').trim();
const cents = (amount: string): number => Math.round(Number(amount) * 100) || 0;

async function* tableIn(files: readonly string[], what: string, most = Infinity) {
  for (const path of files.filter((one) => named(what).test(basename(one))))
    for await (const { number: row, values: raw } of rowsOf(path)) {
      if (row > most) break;
      yield { file: basename(path), row, raw };
    }
}

/** Some seventy of them. */
async function categoriesIn(files: readonly string[]): Promise<Map<string, string>> {
  const categories = new Map<string, string>();
  for await (const { raw } of tableIn(files, 'product_category_name_translation'))
    categories.set(text(raw, 'product_category_name'), text(raw, 'product_category_name_english'));
  return categories;
}

const productsWith = (categories: ReadonlyMap<string, string>): Table => ({
  kind: 'products',
  file: named('products'),
  columns: { product_id: 'product_id', category: 'product_category_name' },
  amend: (values) => {
    const category = categories.get(values.category ?? '') || values.category || '';
    return { ...values, category, title: category.replaceAll('_', ' ') };
  },
});

type Customer = { unique: string; city: string; province: string; postcode: string };
type Row = { file: string; row: number; raw: Raw };
type Ordered = Row & { customer: Customer | null };
/** What is known of an order, by its id: itself, its items, what was paid. */
type Part = { order: Ordered } | { item: Row } | { paid: number; method: string };

/** Joined twice, by customer and by order, as orders are gathered: none of the tables has to fit into memory. */
async function* ordersIn(
  files: readonly string[],
  setting: Setting,
  { most = Infinity }: ReadOptions,
): AsyncGenerator<Batch> {
  const parts = new Gathered<Part>({ folder: setting.folder, weigh });
  try {
    // Rows without a number belong to nothing, and not to each other.
    let nameless = 0;
    const put = (id: string, part: Part) => parts.add(id || `\0${nameless++}`, part);
    const seen = most === Infinity ? null : new Set<string>();
    for await (const order of withCustomers(files, setting.folder, most)) {
      const id = text(order.raw, 'order_id');
      seen?.add(id);
      await put(id, { order });
    }
    for await (const item of tableIn(files, 'order_items')) {
      const id = text(item.raw, 'order_id');
      if (!seen || seen.has(id)) await put(id, { item });
    }
    for await (const { raw } of tableIn(files, 'order_payments')) {
      const id = text(raw, 'order_id');
      const paid = { paid: cents(text(raw, 'payment_value')), method: text(raw, 'payment_type') };
      if (!seen || seen.has(id)) await put(id, paid);
    }
    yield* ordersOf(wholeOrders(parts.groups()), setting);
  } finally {
    await parts.close();
  }
}

async function* withCustomers(
  files: readonly string[],
  folder: string,
  most: number,
): AsyncGenerator<Ordered> {
  const together = new Gathered<{ order: Row } | { customer: Customer }>({ folder, weigh });
  try {
    const seen = most === Infinity ? null : new Set<string>();
    for await (const order of tableIn(files, 'orders', most)) {
      const id = text(order.raw, 'customer_id');
      seen?.add(id);
      if (id === '') yield { ...order, customer: null };
      else await together.add(id, { order });
    }
    for await (const { raw } of tableIn(files, 'customers')) {
      const id = text(raw, 'customer_id');
      if (!seen || seen.has(id)) await together.add(id, { customer: customerOf(raw) });
    }
    for await (const [, rows] of together.groups()) {
      const customer = rows.findLast((one) => 'customer' in one)?.customer ?? null;
      for (const one of rows) if ('order' in one) yield { ...one.order, customer };
    }
  } finally {
    await together.close();
  }
}

const customerOf = (raw: Raw): Customer => ({
  unique: text(raw, 'customer_unique_id'),
  city: text(raw, 'customer_city'),
  province: text(raw, 'customer_state'),
  postcode: text(raw, 'customer_zip_code_prefix'),
});

/** About: an object, and what stands in it. */
const weigh = (row: Part | { order: Row } | { customer: Customer }): number => {
  const values = 'order' in row ? row.order.raw : 'item' in row ? row.item.raw : row;
  let sum = 200;
  for (const value of Object.values(values)) sum += String(value).length + 20;
  return sum;
};

async function* wholeOrders(
  groups: AsyncIterable<readonly [string, Part[]]>,
): AsyncGenerator<readonly [string, Filled[]]> {
  for await (const [id, parts] of groups) {
    const items = parts.flatMap((part) => ('item' in part ? [part.item] : []));
    const paid = parts.flatMap((part) => ('paid' in part ? [part] : []));
    const orders = parts.flatMap((part) => ('order' in part ? [part.order] : []));
    const rows = [...orders.map((order) => headOf(order, items, paid)), ...items.map(lineOf)];
    // Payments alone are no order.
    if (rows.length > 0) yield [id, rows];
  }
}

const decimal = (amount: number): string => (amount / 100).toFixed(2);
const sumOf = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0);

function headOf(
  { file, row, raw, customer }: Ordered,
  items: readonly Row[],
  paid: readonly { paid: number; method: string }[],
): Filled {
  const said = (name: string): string => text(raw, name);
  const [payment] = paid;
  const values = {
    order_number: said('order_id'),
    placed_at: said('order_purchase_timestamp'),
    paid_at: said('order_approved_at'),
    completed_at: said('order_delivered_customer_date'),
    state: said('order_status'),
    customer_id: customer?.unique || said('customer_id'),
    city: customer?.city ?? '',
    province: customer?.province ?? '',
    postcode: customer?.postcode ?? '',
    country: 'BR',
    tax_included: 'yes',
    ...(items.length > 0 && {
      shipping: decimal(sumOf(items.map(({ raw: item }) => cents(text(item, 'freight_value'))))),
    }),
    ...(payment && { paid: decimal(sumOf(paid.map((one) => one.paid))), payment_method: payment.method }),
    // An order that was called off before anything was in it came to nothing.
    ...(items.length === 0 && !payment && { total: '0' }),
  };
  return { file, row, raw, values };
}

const lineOf = ({ file, row, raw }: Row): Filled => ({
  file,
  row,
  raw,
  values: {
    order_number: text(raw, 'order_id'),
    line_id: text(raw, 'order_item_id'),
    product_id: text(raw, 'product_id'),
    unit_price: text(raw, 'price'),
    quantity: '1',
  },
});

async function* parcelsIn(
  files: readonly string[],
  channel: ChannelRow,
  { most = Infinity }: ReadOptions,
): AsyncGenerator<Batch> {
  let parcels: NonNullable<Batch['parcels']>[number][] = [];
  for await (const { file, row, raw: values } of tableIn(files, 'orders', most)) {
    const at = (name: string): Date | null => instantIn((values[name] ?? '').trim(), channel.zone);
    const parcel = {
      orderNumber: values.order_id ?? '',
      tracking: values.order_id ?? '',
      courier: '',
      shippedAt: at('order_delivered_carrier_date'),
      deliveredAt: at('order_delivered_customer_date'),
      promisedAt: at('order_estimated_delivery_date'),
      failure: null,
    };
    if (parcel.shippedAt || parcel.deliveredAt)
      parcels.push({
        ...parcel,
        file,
        row,
        digest: createHash('sha256').update(JSON.stringify(parcel)).digest('hex').slice(0, 40),
      });
    if (parcels.length < 500) continue;
    yield { parcels, read: { deliveries: parcels.length } };
    parcels = [];
  }
  if (parcels.length > 0) yield { parcels, read: { deliveries: parcels.length } };
}
