/** Orders and products as Shopify exports them (Help Center, "Exporting orders", "Using CSV files to import and export products"). */
import type { Product } from '../catalogue/product.ts';
import type { Order } from '../shop/order.ts';
import { localTime } from '../time/iso.ts';
import type { World } from '../world/world.ts';
import type { OrderShape } from './file-out.ts';

const ORDER_COLUMNS = [
  'Name',
  'Email',
  'Financial Status',
  'Paid at',
  'Fulfillment Status',
  'Fulfilled at',
  'Accepts Marketing',
  'Currency',
  'Subtotal',
  'Shipping',
  'Taxes',
  'Total',
  'Discount Code',
  'Discount Amount',
  'Created at',
  'Lineitem quantity',
  'Lineitem name',
  'Lineitem price',
  'Lineitem sku',
  'Shipping Name',
  'Shipping Street',
  'Shipping City',
  'Shipping Zip',
  'Shipping Province',
  'Shipping Country',
  'Shipping Phone',
  'Cancelled at',
  'Payment Method',
  'Refunded Amount',
] as const;

const FIRST_LINE_ONLY = ORDER_COLUMNS.length;

export const SHOPIFY_ORDERS: OrderShape = {
  files: { orders: 'orders_export.csv', marketplace: 'orders_marketplace.csv' },
  header: ORDER_COLUMNS.join(','),
  row: orderRows,
};

/** A row for each line; what is said of the order stands in the first. */
function orderRows(world: World, products: readonly Product[], order: Order, until: number): string {
  const rows = order.lines.map(({ product, variant, quantity, price }, index) => {
    const about = products[product];
    const kind = about?.variants[variant];
    const name = `${about?.name[world.language]} - ${kind?.option[world.language]}`;
    const line = [String(quantity), name, money(price), kind?.sku ?? ''];
    return index === 0 ? firstRow(world, order, line, until) : laterRow(order, line);
  });
  return rows.join('\n');
}

function firstRow(world: World, order: Order, line: string[], until: number): string {
  const { buyer, coupon, refund } = order;
  const time = (at: number | null): string =>
    at === null || at >= until ? '' : localTime(at, world.utc_offset_minutes);
  const back = refund && refund.at < until ? refund.amount : 0;
  const isCancelled = order.cancelledAt !== null && order.cancelledAt < until;
  const isShipped = order.cancelledAt === null && order.shippedAt < until;
  const state = isCancelled ? 'refunded' : back > 0 ? 'partially_refunded' : 'paid';
  return [
    order.number,
    buyer.email ?? '',
    back > 0 && back === order.total ? 'refunded' : state,
    time(order.at),
    isShipped ? 'fulfilled' : 'unfulfilled',
    isShipped ? time(order.shippedAt) : '',
    order.consents ? 'yes' : 'no',
    world.currency,
    money(order.goods - (coupon?.amount ?? 0)),
    money(order.shipping),
    '0.00',
    money(order.total),
    coupon?.code ?? '',
    money(coupon?.amount ?? 0),
    time(order.at),
    ...line,
    buyer.name,
    buyer.street,
    buyer.city,
    buyer.postcode,
    buyer.province,
    world.country,
    buyer.phone,
    time(order.cancelledAt),
    order.payment,
    money(isCancelled ? order.total : back),
  ]
    .map(field)
    .join(',');
}

function laterRow({ number }: Order, line: string[]): string {
  const row: string[] = new Array(FIRST_LINE_ONLY).fill('');
  row[0] = number;
  line.forEach((value, at) => {
    row[ORDER_COLUMNS.indexOf('Lineitem quantity') + at] = value;
  });
  return row.map(field).join(',');
}

export const PRODUCT_COLUMNS = [
  'Handle',
  'Title',
  'Body (HTML)',
  'Vendor',
  'Product Category',
  'Type',
  'Tags',
  'Published',
  'Option1 Name',
  'Option1 Value',
  'Variant SKU',
  'Variant Inventory Qty',
  'Variant Price',
  'Variant Compare At Price',
  'Variant Barcode',
  'Image Src',
  'Status',
] as const;

export function productRows(world: World, product: Product): string {
  const { language: own, site } = world;
  const { name, text, brand, category, option, attributes, variants, id } = product;
  return variants
    .map((variant, index) => {
      const isFirst = index === 0;
      const once = (value: string): string => (isFirst ? value : '');
      return [
        id,
        once(name[own]),
        once(`<p>${text[own]}</p>`),
        once(brand[own]),
        once(category[own]),
        once(attributes[1]?.value[own] ?? ''),
        once(attributes.map(({ name: of, value }) => `${of[own]}:${value[own]}`).join(', ')),
        once('TRUE'),
        once(option[own]),
        variant.option[own],
        variant.sku,
        String(variant.stock),
        money(variant.price),
        variant.compareAt === null ? '' : money(variant.compareAt),
        variant.barcode,
        once(`${site}/pictures/${id}.svg`),
        once('active'),
      ]
        .map(field)
        .join(',');
    })
    .join('\n');
}

const money = (minor: number): string => (minor / 100).toFixed(2);
const field = (value: string): string => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
