/** Against a shop on this machine, with every fault that Shopify is known for: in the end the totals are the shop's, to the cent, each day. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '#platform/postgres';
import * as store from '../../store.ts';
import { type Days, someConnections } from '../../testing.ts';
import { shopify } from './index.ts';
import { anOrder, settings } from './testing/an-order.ts';
import { SHOP, type ShopOrder, type ShopServer, startShop, totalOf } from './testing/shop-server.ts';

const NIGHT = Boolean(process.env.REGULARS_NIGHT);
const own = someConnections([shopify]);
let shop: ShopServer;

beforeEach(async () => {
  shop = await startShop();
  own.leads(SHOP, shop.address);
  own.leads('files.example', shop.address);
  own.clock.set('2026-11-20T12:00:00Z');
  own.waits.length = 0;
});
afterEach(async () => {
  await own.stopAll();
  await shop.stop();
});

const begin = () => own.begin('shopify', 'shopify', settings);
const put = (...orders: ShopOrder[]): void => {
  for (const order of orders) shop.orders.set(order.id, order);
};

function expected(orders: Iterable<ShopOrder>): Days {
  const days: Days = {};
  const on = (at: Date) => {
    const day = at.toISOString().slice(0, 10);
    days[day] ??= { sold: 0, refunded: 0, orders: 0 };
    return days[day];
  };
  for (const order of orders) {
    if (order.test) continue;
    on(order.createdAt).sold += totalOf(order);
    on(order.createdAt).orders++;
    for (const { at, amount } of order.refunds) on(at).refunded += amount;
  }
  return days;
}
const feed = async (connection: number, name = 'orders') =>
  (await store.feedsOf(own.parts.db, [connection])).find((one) => one.feed === name) as store.FeedRow;

describe('the past of a shop', () => {
  it('comes by a bulk file, to the cent', async () => {
    put(
      anOrder(),
      anOrder({
        lines: [{ price: 333, quantity: 3, discount: 100 }],
        createdAt: new Date('2026-10-02T23:59:59Z'),
      }),
      anOrder({ test: true }),
      anOrder({
        refunds: [
          {
            id: 1,
            at: new Date('2026-11-19T01:00:00Z'),
            amount: 1999,
            lines: [{ index: 0, quantity: 1, amount: 1999 }],
          },
        ],
      }),
    );
    const connection = await begin();
    await own.readUp();
    expect(await own.days()).toEqual(expected(shop.orders.values()));
    expect(shop.asked.filter((name) => name === 'Begin')).toHaveLength(1);
    expect((await feed(connection)).caught_up_at).not.toBeNull();
  });

  it('of which half a file came is asked for again, and says so meanwhile', async () => {
    put(
      ...Array.from({ length: 150 }, (_, n) =>
        anOrder({ createdAt: new Date(Date.UTC(2026, 9, 1 + (n % 20), n % 24)) }),
      ),
    );
    shop.faults.halfFiles = 3;
    const connection = await begin();
    for (let round = 0; round < 6; round++) {
      await own.readUp();
      own.clock.advance(60 * 60_000);
      if (shop.faults.halfFiles === 2 && round === 0)
        expect((await feed(connection)).failure).toBe('connector_file_incomplete');
    }
    expect(await own.days()).toEqual(expected(shop.orders.values()));
    expect((await feed(connection)).failure).toBeNull();
  });

  it('sets nothing off; what is of today does', async () => {
    put(
      anOrder({ createdAt: new Date('2025-01-02T10:00:00Z') }),
      anOrder({ createdAt: new Date('2026-11-20T10:00:00Z') }),
    );
    await begin();
    await own.readUp();
    const { rows } = await sql<{ day: string; origin: string }>`
      SELECT to_char(timestamp AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, origin FROM log.event
       WHERE event = 'Order Placed' AND (properties->>'channel_id')::int = ${own.channel().channel_id} ORDER BY 1`.execute(
      own.parts.db,
    );
    expect(rows.map(({ day }) => day)).toEqual(['2025-01-02', '2026-11-20']);
    expect(new Set(rows.map(({ origin }) => String(origin))).size).toBe(2);
  });
});

describe('a shop that is busy', () => {
  it('is waited for as long as it says (429, cost of a query), and a token taken back is made anew', async () => {
    put(anOrder());
    await begin();
    shop.faults = { busy: 2, throttled: 2, halfFiles: 0, tokensTakenBack: 1 };
    await own.readUp();
    expect(await own.days()).toEqual(expected(shop.orders.values()));
    expect(own.waits).toEqual(expect.arrayContaining([2000, 3000]));
  });

  it('that refuses for good is asked ever more seldom, and staff are told why', async () => {
    const connection = await begin();
    shop.faults.tokensTakenBack = 1000;
    await own.readUp();
    const { failure, failure_detail, failing_since } = await feed(connection);
    expect([failure, failure_detail]).toEqual(['connector_refused', 'HTTP 401']);
    expect(failing_since).not.toBeNull();
  });

  it('is not connected with keys that it refuses', async () => {
    const wrong = { ...settings, client_secret: 'shpss_wrong_wrong' };
    await expect(own.begin('shopify', 'shopify', wrong)).rejects.toMatchObject({ code: 'connector_refused' });
    await expect(own.begin('shopify', 'shopify', { ...settings, shop: 'localhost' })).rejects.toMatchObject({
      code: 'body_invalid',
    });
  });
});

describe('a webhook', () => {
  it('counts with its signature over the raw bytes only', async () => {
    const connection = await begin();
    const order = anOrder();
    const genuine = shop.webhook('orders/create', { id: order.id });
    const forged = [
      { ...genuine, body: Buffer.from(`${genuine.body} `) },
      { ...genuine, headers: { ...genuine.headers, 'x-shopify-hmac-sha256': '' } },
      { ...genuine, headers: { ...genuine.headers, 'x-shopify-shop-domain': 'other.myshopify.com' } },
    ];
    for (const delivery of forged)
      await expect(own.tell(connection, delivery)).rejects.toMatchObject({ code: 'webhook_unsigned' });
    await own.tell(connection, genuine);
    expect((await deliveries(connection)).length).toBe(1);
  });

  it('brings the order as it is now, once, however often it comes', async () => {
    const connection = await begin();
    await own.readUp();
    const order = anOrder({ createdAt: new Date('2026-11-20T11:00:00Z') });
    put(order);
    const delivery = shop.webhook('orders/create', { id: order.id });
    for (let n = 0; n < 3; n++) await own.tell(connection, delivery);
    await own.takeAll();
    expect(await own.days()).toEqual(expected([order]));
    expect(await deliveries(connection)).toEqual([{ state: 'taken', sealed: null }]);
  });

  const deliveries = async (connection: number) =>
    (
      await sql<{ state: string; sealed: Buffer | null }>`
        SELECT state, sealed FROM connectors.delivery WHERE connection_id = ${connection}`.execute(
        own.parts.db,
      )
    ).rows;
});

describe('whatever is late, doubled, reordered or lost', () => {
  const cents = fc.integer({ min: 1, max: 99_999 });
  const script = fc.record({
    orders: fc.array(
      fc.record({
        day: fc.integer({ min: 0, max: 9 }),
        lines: fc.array(
          fc.record({
            price: cents,
            quantity: fc.integer({ min: 1, max: 4 }),
            discount: fc.constantFrom(0, 1),
          }),
          { minLength: 1, maxLength: 3 },
        ),
        shipping: fc.integer({ min: 0, max: 2000 }),
        tax: fc.integer({ min: 0, max: 2000 }),
        refund: fc.option(fc.integer({ min: 1, max: 100 })),
        isOld: fc.boolean(),
        test: fc.boolean(),
        heard: fc.constantFrom(0, 1, 2),
      }),
      { minLength: 1, maxLength: 12 },
    ),
    busy: fc.integer({ min: 0, max: 3 }),
    throttled: fc.integer({ min: 0, max: 3 }),
    halfFiles: fc.integer({ min: 0, max: 1 }),
    shuffle: fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
    dies: fc.integer({ min: 0, max: 3 }),
  });
  const RUNS = NIGHT ? 300 : 8;

  it(`gives one set and one revenue, each day to the cent (${RUNS} shops)`, async () => {
    let checked = 0;
    await fc.assert(
      fc.asyncProperty(script, async (one) => {
        checked += await play(one);
      }),
      { numRuns: RUNS },
    );
    expect(checked).toBeGreaterThan(RUNS);
    console.log(`${RUNS} shops, ${checked} orders`);
  }, 600_000);

  type Script = typeof script extends fc.Arbitrary<infer T> ? T : never;
  async function play({ orders, shuffle, dies, ...faults }: Script): Promise<number> {
    await own.stopAll();
    own.clock.set('2026-11-20T12:00:00Z');
    shop.orders.clear();
    const made = orders.map(({ day, refund: _, heard: __, isOld: ___, ...order }) =>
      anOrder({ ...order, createdAt: new Date(Date.UTC(2026, 10, 5 + day, 8)) }),
    );
    put(...made.filter((_, n) => orders[n]?.isOld));
    const connection = await begin();
    shop.faults = { ...faults, tokensTakenBack: 1 };
    // The worker is killed between a page and its cursor.
    let pages = 0;
    await own
      .readUp((point) => {
        if (point === 'stored' && ++pages === dies) throw new Error('killed');
      })
      .catch(() => own.clock.advance(30 * 60_000));
    own.clock.advance(60 * 60_000);
    // New orders and refunds; some are told of, some twice, some never; in any order.
    const told: ReturnType<ShopServer['webhook']>[] = [];
    made.forEach((order, n) => {
      const said = orders[n] as (typeof orders)[number];
      order.updatedAt = new Date(own.clock.now().getTime() + n);
      put(order);
      const created = shop.webhook('orders/create', { id: order.id });
      for (let h = 0; h < said.heard; h++) told.push(created);
      if (said.refund !== null) {
        const amount = Math.max(1, Math.floor((totalOf(order) * said.refund) / 100));
        order.refunds.push({ id: order.id, at: new Date('2026-11-20T10:00:00Z'), amount, lines: [] });
        for (let h = 0; h < said.heard; h++)
          told.push(shop.webhook('refunds/create', { order_id: order.id }));
      }
    });
    const mixed = told
      .map((delivery) => ({ delivery, at: shuffle.next().value as number }))
      .sort((a, b) => a.at - b.at);
    for (const { delivery, at } of mixed) {
      await own.tell(connection, delivery);
      if (at > 0.5) await own.takeAll();
    }
    for (let round = 0; round < 3; round++) {
      await own.takeAll();
      await own.readUp();
      own.clock.advance(60 * 60_000);
    }
    expect(await own.days()).toEqual(expected(made));
    return made.length;
  }
});
