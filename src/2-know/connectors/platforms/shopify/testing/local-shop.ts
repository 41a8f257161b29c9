/** A shop of Shopify's with every way an order leaves it by: feed, webhook, the file staff export, and the pixel at its checkout. For tests of others. */
import { runInNewContext } from 'node:vm';
import { shopify } from '../index.ts';
import { pixelOf } from '../pixel.ts';
import { anOrder, settings } from './an-order.ts';
import { SHOP, type ShopOrder, startShop, totalOf } from './shop-server.ts';

const dollars = (cents: number): string => (cents / 100).toFixed(2);

const COLUMNS = [
  'Name',
  'Email',
  'Financial Status',
  'Paid at',
  'Currency',
  'Shipping',
  'Taxes',
  'Total',
  'Discount Amount',
  'Created at',
  'Lineitem quantity',
  'Lineitem name',
  'Lineitem price',
  'Lineitem sku',
  'Cancelled at',
  'Payment Method',
  'Payment Reference',
  'Refunded Amount',
];

/** As Shopify writes its own exports: what is said of the order stands in its first row. */
function orderRows(order: ShopOrder): string[][] {
  const at = (instant: Date): string => instant.toISOString().replace('T', ' ').replace('.000Z', ' +0000');
  const refunded = order.refunds.reduce((sum, { amount }) => sum + amount, 0);
  const discount = order.lines.reduce((sum, line) => sum + line.discount, 0);
  return order.lines.map((line, index) => {
    const isFirst = index === 0;
    const once = (value: string): string => (isFirst ? value : '');
    return [
      `#${order.id}`,
      order.email ?? '',
      once('paid'),
      once(at(order.createdAt)),
      once('USD'),
      once(dollars(order.shipping)),
      once(dollars(order.tax)),
      once(dollars(totalOf(order))),
      once(dollars(discount)),
      once(at(order.createdAt)),
      String(line.quantity),
      `Tea ${index}`,
      dollars(line.price),
      `TEA-${index}`,
      once(order.cancelledAt ? at(order.cancelledAt) : ''),
      once('shopify_payments'),
      once(String(order.id)),
      once(dollars(refunded)),
    ];
  });
}

const ordersExport = (orders: Iterable<ShopOrder>): string =>
  [COLUMNS, ...[...orders].flatMap(orderRows)].map((row) => row.join(',')).join('\n');

type Sent = { url: string; body: string };

/** What the pixel sends when she comes to the page that thanks her: its text is run as Shopify's sandbox does. */
function checkoutCompleted(us: string, order: ShopOrder, eventId: string): Sent[] {
  const sent: Sent[] = [];
  const heard: ((event: object) => void)[] = [];
  runInNewContext(pixelOf(us), {
    analytics: { subscribe: (_: string, hear: (event: object) => void) => heard.push(hear) },
    fetch: (url: string, { body }: { body: string }) => sent.push({ url, body }),
  });
  const money = (cents: number) => ({ amount: cents / 100, currencyCode: 'USD' });
  for (const hear of heard)
    hear({
      id: eventId,
      clientId: `client-${order.id}`,
      name: 'checkout_completed',
      timestamp: order.createdAt.toISOString(),
      data: {
        checkout: {
          token: `token-${order.id}`,
          order: { id: String(order.id) },
          currencyCode: 'USD',
          totalPrice: money(totalOf(order)),
          lineItems: order.lines.map((line, index) => ({
            title: `Tea ${index}`,
            quantity: line.quantity,
            variant: {
              id: String(500 + index),
              sku: `TEA-${index}`,
              price: money(line.price),
              product: { id: String(50 + index) },
            },
          })),
        },
      },
    });
  return sent;
}

export const localShopify = {
  connector: shopify,
  host: SHOP,
  settings,
  start: startShop,
  anOrder,
  totalOf,
  ordersExport,
  checkoutCompleted,
};
