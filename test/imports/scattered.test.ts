/** A file whose orders are scattered over all of it, and that is longer than what is kept in memory: each order is whole, and memory stays flat. */
import { once } from 'node:events';
import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ChannelRow } from '#know/channels';
import { PRESETS } from '#know/imports';

/** In the ordinary run just more than fits. */
const LINES = process.env.REGULARS_NIGHT ? 5_000_000 : 120_000;
const OF_AN_ORDER = 4;
const ORDERS = LINES / OF_AN_ORDER;
const MOST_MB = 700;
const TITLE = 'Green tea of the spring harvest in a tin that closes well. '.repeat(4).trim();

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rg-scattered-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The first line of every order, then the second of every order … */
async function aFile(): Promise<string> {
  const path = join(folder, 'orders.csv');
  const file = createWriteStream(path);
  file.write('order number,date,email,sku,title,quantity,unit price\n');
  for (let line = 0; line < LINES; line += 1000) {
    const rows = Array.from({ length: 1000 }, (_, n) => {
      const order = (line + n) % ORDERS;
      const part = Math.floor((line + n) / ORDERS);
      return `O-${order},2026-03-0${1 + (order % 9)} 10:00:00,b${order % 9000}@example.com,TEA-${part},${TITLE},${part + 1},1.25`;
    });
    if (!file.write(`${rows.join('\n')}\n`)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
  return path;
}

const channel = {
  channel_id: 1,
  name: 'own',
  platform: 'own',
  currency: 'USD',
  zone: 'UTC',
  country: 'US',
} as unknown as ChannelRow;

it(`is read whole: ${LINES} lines of ${ORDERS} orders`, async () => {
  const path = await aFile();
  const orders = PRESETS.find(({ name }) => name === 'orders');
  let [seen, lines, units, peak] = [0, 0, 0, 0];
  for await (const batch of orders?.read(path, channel) ?? []) {
    for (const { order } of batch.orders ?? []) {
      seen++;
      lines += order.lines.length;
      units += order.lines.reduce((sum, { quantity }) => sum + quantity, 0);
      expect(order.lines.length).toBe(OF_AN_ORDER);
    }
    peak = Math.max(peak, process.memoryUsage().heapUsed);
  }
  console.log(`${LINES} lines, at most ${Math.round(peak / 2 ** 20)} MB`);
  expect([seen, lines, units]).toEqual([ORDERS, LINES, ORDERS * (1 + 2 + 3 + 4)]);
  expect(peak).toBeLessThan(MOST_MB * 2 ** 20);
}, 1_200_000);

const OLIST = process.env.REGULARS_NIGHT ? 1_000_000 : 60_000;
/** However many: 60,000 orders and 300,000 both took 79 MB. With its tables in memory the smaller one took 111. */
const OLIST_MOST_MB = 100;
const wide = (text: string): string => text.padStart(32, '0');

/** Customers, items and payments stand in other orders than the orders they belong to. */
async function aMarketplace(): Promise<string> {
  const path = join(folder, 'olist');
  mkdirSync(path);
  const table = async (name: string, head: string, rowOf: (n: number) => string) => {
    const file = createWriteStream(join(path, name));
    file.write(`${head}\n`);
    for (let from = 0; from < OLIST; from += 1000) {
      const rows = Array.from({ length: Math.min(1000, OLIST - from) }, (_, n) => rowOf(from + n));
      if (!file.write(`${rows.join('\n')}\n`)) await once(file, 'drain');
    }
    file.end();
    await once(file, 'close');
  };
  const back = (n: number): number => OLIST - 1 - n;
  const mixed = (n: number): number => (n * 7919) % OLIST;
  await table(
    'olist_customers_dataset.csv',
    'customer_id,customer_unique_id,customer_zip_code_prefix,customer_city,customer_state',
    (n) => `${wide(`c${back(n)}`)},u${back(n) % 1000},01000,sao bernardo do campo,SP`,
  );
  await table(
    'olist_orders_dataset.csv',
    'order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,order_delivered_carrier_date,order_delivered_customer_date,order_estimated_delivery_date',
    (n) =>
      `${wide(`o${n}`)},${wide(`c${n}`)},delivered,2018-01-01 10:00:00,2018-01-01 10:10:00,2018-01-02 10:00:00,2018-01-05 10:00:00,2018-01-10 00:00:00`,
  );
  const items = 'order_id,order_item_id,product_id,seller_id,shipping_limit_date,price,freight_value';
  for (const part of [1, 2])
    await table(`${part === 1 ? 'olist_' : ''}order_items_dataset.csv`, items, (n) => {
      const order = part === 1 ? back(n) : mixed(n);
      return `${wide(`o${order}`)},${part},${wide(`p${order % 500}`)},${wide('s1')},2018-01-03 00:00:00,50.00,8.5${part}`;
    });
  await table(
    'olist_order_payments_dataset.csv',
    'order_id,payment_sequential,payment_type,payment_installments,payment_value',
    (n) => `${wide(`o${mixed(n)}`)},1,credit_card,2,117.03`,
  );
  return path;
}

it(`a marketplace of many tables is joined whole: ${OLIST} orders`, async () => {
  const path = await aMarketplace();
  const preset = PRESETS.find(({ name }) => name === 'olist');
  const brazil = { ...channel, currency: 'BRL', zone: 'America/Sao_Paulo', country: 'BR' };
  const begun = living();
  let [orders, lines, shipping, paid, parcels, refused, peak] = [0, 0, 0, 0, 0, 0, 0];
  const watching = setInterval(() => {
    peak = Math.max(peak, living() - begun);
  }, 500);
  const buyers = new Set<string>();
  for await (const batch of preset?.read(path, brazil as ChannelRow) ?? []) {
    for (const { order, buyer } of batch.orders ?? []) {
      orders++;
      lines += order.lines.length;
      shipping += order.adjustments.find(({ kind }) => kind === 'shipping')?.amount ?? 0;
      paid += order.payments.reduce((sum, { amount }) => sum + amount, 0);
      for (const { value } of buyer.identifiers) buyers.add(value);
    }
    parcels += batch.parcels?.length ?? 0;
    refused += batch.rejected?.length ?? 0;
  }
  clearInterval(watching);
  console.log(`${OLIST} orders of Olist, ${Math.round(peak / 2 ** 20)} MB kept at most`);
  expect([orders, lines, shipping, paid]).toEqual([OLIST, 2 * OLIST, 1703 * OLIST, 11_703 * OLIST]);
  expect([parcels, refused, buyers.size]).toEqual([OLIST, 0, 1000]);
  expect(peak).toBeLessThan(OLIST_MOST_MB * 2 ** 20);
}, 1_200_000);

/** Bytes that are really held: what is rubbish has been swept up. */
function living(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}
