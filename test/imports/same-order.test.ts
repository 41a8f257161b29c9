/** An order that came by a file of the platform and by its feed is one order, with one total. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { mainland } from '#know/connectors/testing';
import { PRESETS } from '#know/imports';
import type { Order } from '#know/orders';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rg-same-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean();
});

type Reach = ReturnType<typeof mainland.aReach>;

async function byFile(preset: string, table: string, reach: Reach): Promise<Order[]> {
  const path = join(folder, `${preset}.csv`);
  writeFileSync(path, table);
  const found: Order[] = [];
  const known = PRESETS.find(({ name }) => name === preset);
  for await (const batch of known?.read(path, reach.channel) ?? [])
    found.push(...(batch.orders ?? []).map(({ order }) => order));
  return found;
}

/** What must be the same: its number, its day, what it came to and what was paid. */
const essence = (orders: readonly Order[]): Record<string, unknown> =>
  Object.fromEntries(
    orders.map(({ platformId, placedAt, lines, adjustments, payments }) => [
      platformId,
      {
        placedAt,
        total:
          lines.reduce((sum, { amount, discount }) => sum + amount - discount, 0) +
          adjustments.reduce((sum, { amount }) => sum + amount, 0),
        paid: payments.reduce((sum, { amount }) => sum + amount, 0),
      },
    ]),
  );

const asTable = (rows: readonly Record<string, string>[]): string =>
  [Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))]
    .map((row) => row.join(','))
    .join('\n');

describe('the same orders by file and by feed', () => {
  it('are the same of Taobao', async () => {
    const clock = mainland.aClock('2026-11-01T02:00:00Z');
    const shop = await mainland.aTaobaoShop(21, clock);
    cleanups.push(shop.stop);
    const reach = mainland.aReach('taobao', { ...mainland.TAOBAO_KEYS, gateway: shop.url }, clock);
    for (let n = 0; n < 60; n++) {
      clock.pass(3_600_000);
      shop.live();
    }
    clock.pass(60_000);
    const shelf = new mainland.Shelf();
    await mainland.readOn('taobao', 'orders', reach, (page) => shelf.take(page.orders));
    const table = await byFile('taobao-orders', asTable(shop.trades.map(mainland.rowOfTrade)), reach);
    expect(table.length).toBeGreaterThan(15);
    expect(essence(table)).toEqual(essence(shelf.orders));
  });

  it('are the same of JD', async () => {
    const clock = mainland.aClock('2026-11-01T02:00:00Z');
    const shop = await mainland.aJdShop(22, clock);
    cleanups.push(shop.stop);
    const reach = mainland.aReach('jd', { ...mainland.JD_KEYS, gateway: shop.url }, clock);
    for (let n = 0; n < 60; n++) {
      clock.pass(3_600_000);
      shop.live();
    }
    clock.pass(60_000);
    const shelf = new mainland.Shelf();
    await mainland.readOn('jd', 'orders', reach, (page) => shelf.take(page.orders));
    const table = await byFile('jd-orders', asTable(shop.orders.flatMap(mainland.rowsOfJd)), reach);
    expect(table.length).toBeGreaterThan(15);
    expect(essence(table)).toEqual(essence(shelf.orders));
  });
});
