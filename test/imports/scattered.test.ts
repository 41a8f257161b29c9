/** A file whose orders are scattered over all of it, and that is longer than what is kept in memory: each order is whole, and memory stays flat. */
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
