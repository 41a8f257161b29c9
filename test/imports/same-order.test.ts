/** An order that came by a file of the platform, by its feed, and by whatever else told of it is one order, with one total. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type LocalShopifyOrder, localShopify, mainland } from '#know/connectors/testing';
import { PRESETS } from '#know/imports';
import type { Order } from '#know/orders';
import { waysIn } from './ways-in.ts';

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

describe('the same orders by file, webhook, poll, pixel and library', () => {
  const ways = waysIn();
  const ORDERS = process.env.REGULARS_NIGHT ? 1000 : 40;

  const order = fc.record({
    day: fc.integer({ min: 0, max: 9 }),
    lines: fc.array(
      fc.record({
        price: fc.integer({ min: 1, max: 99_999 }),
        quantity: fc.integer({ min: 1, max: 4 }),
        discount: fc.constantFrom(0, 1),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    shipping: fc.integer({ min: 0, max: 2000 }),
    tax: fc.integer({ min: 0, max: 2000 }),
    /** What becomes of it, one after the other. */
    fate: fc.array(fc.constantFrom('dearer', 'refunded', 'cancelled'), { maxLength: 3 }),
    /** Never came to be an order: what her browser told of it counts for nothing. */
    isLost: fc.oneof(
      { weight: 5, arbitrary: fc.constant(false) },
      { weight: 1, arbitrary: fc.constant(true) },
    ),
  });
  const step = fc.record({
    way: fc.constantFrom('change', 'change', 'file', 'file again', 'webhook', 'poll', 'pixel', 'library'),
    which: fc.nat(),
    times: fc.integer({ min: 1, max: 2 }),
    /** The shop answers as it was some steps ago. */
    lags: fc.boolean(),
  });
  const script = fc.record({
    orders: fc.array(order, { minLength: 3, maxLength: 8 }),
    steps: fc.array(step, { minLength: 8, maxLength: 24 }),
  });
  type Script = typeof script extends fc.Arbitrary<infer T> ? T : never;
  type Step = Script['steps'][number];

  /** The shop, and what was exported or seen of it before. */
  type Past = {
    connection: number;
    made: LocalShopifyOrder[];
    fates: string[][];
    files: string[];
    before: Map<number, LocalShopifyOrder>;
  };

  const asItIs = (): Map<number, LocalShopifyOrder> => structuredClone(ways.shop().orders);

  function change({ made, fates }: Past, which: number): void {
    const shop = ways.shop();
    const one = made[which] as LocalShopifyOrder;
    ways.own.clock.advance(1000);
    const now = ways.own.clock.now();
    if (!shop.orders.has(one.id)) shop.orders.set(one.id, one);
    else {
      const next = fates[which]?.shift();
      if (next === undefined) return;
      if (next === 'dearer') one.lines[0] = { price: 777, quantity: 2, discount: 7 };
      if (next === 'cancelled') one.cancelledAt ??= now;
      if (next === 'refunded')
        one.refunds.push({
          id: one.id * 10 + one.refunds.length,
          at: now,
          amount: 60,
          shipping: 50,
          tax: 3,
          goodwill: 7,
          lines: [],
        });
    }
    one.updatedAt = now;
  }

  async function walk(past: Past, { way, which: drawn, times, lags }: Step): Promise<void> {
    const { own } = ways;
    const which = drawn % past.made.length;
    const one = past.made[which] as LocalShopifyOrder;
    const id = randomUUID();
    if (way === 'change') {
      past.before = asItIs();
      return change(past, which);
    }
    if (way === 'file') past.files.push(ways.exported());
    const shop = ways.shop();
    shop.lagging = lags ? past.before : null;
    for (let n = 0; n < times; n++) {
      if (way === 'file') await ways.byFile(past.files.at(-1) as string);
      if (way === 'file again' && past.files.length > 0)
        await ways.byFile(past.files[drawn % past.files.length] as string);
      if (way === 'webhook') await own.tell(past.connection, shop.webhook('orders/updated', { id: one.id }));
      if (way === 'poll') {
        own.clock.advance(3 * 60_000);
        await own.readUp();
      }
      // A browser tells again what it told; a shop's own program makes a new call of it.
      if (way === 'pixel') await ways.byPixel(one, id);
      if (way === 'library') await ways.byLibrary(one, n === 0 ? id : randomUUID());
    }
    if (way === 'webhook') await own.takeAll();
    shop.lagging = null;
  }

  async function play({ orders, steps }: Script): Promise<number> {
    const { own } = ways;
    await own.stopAll();
    own.clock.set('2026-11-20T12:00:00Z');
    ways.shop().orders.clear();
    const made = orders.map(({ day, fate: _, isLost: __, ...more }) =>
      localShopify.anOrder({ ...more, createdAt: new Date(Date.UTC(2026, 10, 5 + day, 8)) }),
    );
    const connection = await ways.begin();
    const fates = orders.map(({ fate }) => [...fate]);
    const past: Past = { connection, made, fates, files: [], before: new Map() };
    for (const one of steps) {
      const which = one.which % made.length;
      if (one.way === 'change' && orders[which]?.isLost) continue;
      await walk(past, one);
    }
    // Whatever is still to become of them becomes, and the poll comes round once more.
    made.forEach((_, which) => {
      if (!orders[which]?.isLost) for (let n = 0; n < 4; n++) change(past, which);
    });
    own.clock.advance(60 * 60_000);
    await own.readUp();
    await own.takeAll();
    await expectOne(made.filter((_, which) => !orders[which]?.isLost));
    return made.length;
  }

  const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0);
  const grossOf = ({ lines }: LocalShopifyOrder) => sum(lines.map((line) => line.price * line.quantity));
  const discountOf = ({ lines }: LocalShopifyOrder) => sum(lines.map(({ discount }) => discount));
  const refundedOf = ({ refunds }: LocalShopifyOrder) => sum(refunds.map(({ amount }) => amount));

  async function expectOne(made: readonly LocalShopifyOrder[]): Promise<void> {
    const expected = made.map((one) => ({
      number: `#${one.id}`,
      total: localShopify.totalOf(one),
      refunded: refundedOf(one),
      cancelled: one.cancelledAt !== null,
    }));
    expect(await ways.stored()).toEqual(expected.sort((a, b) => (a.number < b.number ? -1 : 1)));
    const kept = made.filter(({ cancelledAt }) => !cancelledAt);
    books.set(String(ways.own.channel().channel_id), {
      orders_placed: made.length,
      orders_kept: kept.length,
      gross_sales: sum(made.map(grossOf)),
      net_sales: sum(kept.map((one) => grossOf(one) - discountOf(one) - 7 * one.refunds.length)),
      total_sales: sum(kept.map((one) => localShopify.totalOf(one) - refundedOf(one))),
      refunds: sum(made.map(refundedOf)),
    });
  }
  /** What figures must say of each shop's channel. */
  const books = new Map<string, Record<string, number>>();

  it(`are one set of orders and one revenue, to the cent (${ORDERS} orders)`, async () => {
    let [orders, shops] = [0, 0];
    for (let seed = Number(process.env.REGULARS_SEED ?? 1); orders < ORDERS; seed++) {
      await fc.assert(
        fc.asyncProperty(script, async (one) => {
          orders += await play(one);
          shops++;
        }),
        { numRuns: 1, seed, endOnFailure: true },
      );
    }
    for (const name of Object.keys([...books.values()][0] ?? {}))
      expect([name, await ways.figure(name)]).toEqual([
        name,
        new Map([...books].flatMap(([channel, said]) => (said[name] ? [[channel, said[name]]] : []))),
      ]);
    const tracked = await ways.tracked();
    console.log(`${shops} shops, ${orders} orders, ${tracked} told of by browsers and programs`);
    expect(tracked).toBeGreaterThan(shops);
  }, 1_800_000);
});
