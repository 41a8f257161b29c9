/**
 * Olist's Brazilian marketplace (Kaggle, CC BY-NC-SA), by its documented columns. A customer has another `customer_id` in each order: who she
 * is says `customer_unique_id`. Freight stands with each item and is added up for its order.
 */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { ChannelRow } from '#know/channels';
import { instantIn } from '../instant-in.ts';
import type { Batch, Preset } from '../preset.ts';
import { filesIn, rowsOf } from '../reading/rows-of.ts';
import { readTables, type Table } from '../tables.ts';

const named = (what: string): RegExp => new RegExp(`^(olist_)?${what}(_dataset)?\\.csv(\\.gz)?$`, 'i');

type Known = {
  customers: Map<string, Record<string, string>>;
  freight: Map<string, number>;
  paid: Map<string, { cents: number; method: string }>;
  categories: Map<string, string>;
};

export const olist: Preset = {
  name: 'olist',
  title: { en: 'Olist marketplace', zh: 'Olist 电商数据集' },
  takes: {
    en: 'The folder with the tables of Olist (orders, order_items, payments, customers, products).',
    zh: '含 Olist 各表（orders、order_items、payments、customers、products）的文件夹。',
  },
  channel: { name: 'Olist', platform: 'other', currency: 'BRL', zone: 'America/Sao_Paulo', country: 'BR' },
  async *read(path, channel, options): AsyncGenerator<Batch> {
    const files = filesIn(path);
    const known = await knownFrom(files);
    yield* readTables(path, channel, tablesWith(known), options);
    for (const file of files.filter((one) => named('orders').test(basename(one))))
      yield* parcelsIn(file, channel);
  },
};

const cents = (text: string | undefined): number => Math.round(Number(text ?? 0) * 100) || 0;

async function knownFrom(files: readonly string[]): Promise<Known> {
  const known: Known = { customers: new Map(), freight: new Map(), paid: new Map(), categories: new Map() };
  const each = async (what: string, note: (row: Record<string, string>) => void): Promise<void> => {
    for (const file of files.filter((one) => named(what).test(basename(one))))
      for await (const { values } of rowsOf(file)) note(values);
  };
  await each('customers', (row) => known.customers.set(row.customer_id ?? '', row));
  await each('order_items', ({ order_id: id = '', freight_value: freight }) =>
    known.freight.set(id, (known.freight.get(id) ?? 0) + cents(freight)),
  );
  await each('order_payments', ({ order_id: id = '', payment_value: value, payment_type: method = '' }) => {
    const before = known.paid.get(id);
    known.paid.set(id, { cents: (before?.cents ?? 0) + cents(value), method: before?.method ?? method });
  });
  await each('product_category_name_translation', (row) =>
    known.categories.set(row.product_category_name ?? '', row.product_category_name_english ?? ''),
  );
  return known;
}

const tablesWith = ({ customers, freight, paid, categories }: Known): Table[] => [
  {
    kind: 'products',
    file: named('products'),
    columns: { product_id: 'product_id', category: 'product_category_name' },
    amend: (values) => {
      const category = categories.get(values.category ?? '') || values.category || '';
      return { ...values, category, title: category.replaceAll('_', ' ') };
    },
  },
  {
    kind: 'orders',
    file: named('(orders|order_items)'),
    columns: {
      order_number: 'order_id',
      placed_at: 'order_purchase_timestamp',
      paid_at: 'order_approved_at',
      completed_at: 'order_delivered_customer_date',
      state: 'order_status',
      line_id: 'order_item_id',
      product_id: 'product_id',
      unit_price: 'price',
    },
    amend: (values, raw) => {
      if (raw.order_item_id !== undefined) return { ...values, quantity: '1' };
      const id = values.order_number ?? '';
      const customer = customers.get(raw.customer_id ?? '');
      const payment = paid.get(id);
      const shipping = freight.get(id);
      return {
        ...values,
        customer_id: customer?.customer_unique_id ?? raw.customer_id ?? '',
        city: customer?.customer_city ?? '',
        province: customer?.customer_state ?? '',
        postcode: customer?.customer_zip_code_prefix ?? '',
        country: 'BR',
        tax_included: 'yes',
        ...(shipping !== undefined && { shipping: (shipping / 100).toFixed(2) }),
        ...(payment && { paid: (payment.cents / 100).toFixed(2), payment_method: payment.method }),
        // An order that was called off before anything was in it came to nothing.
        ...(shipping === undefined && !payment && { total: '0' }),
      };
    },
  },
];

async function* parcelsIn(file: string, channel: ChannelRow): AsyncGenerator<Batch> {
  let parcels: NonNullable<Batch['parcels']>[number][] = [];
  for await (const { number: row, values } of rowsOf(file)) {
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
        file: basename(file),
        row,
        digest: createHash('sha256').update(JSON.stringify(parcel)).digest('hex').slice(0, 40),
      });
    if (parcels.length < 500) continue;
    yield { parcels, read: { deliveries: parcels.length } };
    parcels = [];
  }
  if (parcels.length > 0) yield { parcels, read: { deliveries: parcels.length } };
}
