import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeChannel } from '#know/channels/testing';
import { auditInMemory } from '#know/sources/testing';
import { type TestApp, testApp } from '#platform/http/testing';
import { sql } from '#platform/postgres';
import type { CheckoutDone, GoodsDetail, GoodsPage } from './contract.ts';
import { storefrontRoutes } from './routes.ts';
import { aFront } from './testing.ts';

const own = aFront();
let test: TestApp;
let tea: GoodsDetail;
let cup: GoodsDetail;
beforeAll(async () => {
  test = await testApp(storefrontRoutes(own.parts));
  const { items } = (await ask('/api/storefront/goods')).json() as GoodsPage;
  const detail = async (name: string) =>
    (await ask(`/api/storefront/goods/${items.find((one) => one.name.zh === name)?.id}`)).json();
  [tea, cup] = [await detail('龙井'), await detail('盖碗')];
});
afterAll(() => test.close());

const ask = (url: string) => test.call('anonymous', 'GET', url);
const send = (url: string, body: unknown) => test.call('anonymous', 'POST', url, body);
const buy = (wish: object) => send('/api/storefront/checkouts', wish);
const variantOf = (goods: GoodsDetail): string => goods.variants[0]?.id ?? '';

/** One packet of tea, and what sending it costs. */
const aWish = (more: object = {}) => ({
  checkout_id: randomUUID(),
  lines: [{ variant: variantOf(tea), quantity: 1 }],
  total: 9950 + 1000,
  contact: { name: '李雷', email: 'Lilei@example.com' },
  address: { country: 'CN', city: '杭州', line: '西湖路 1 号' },
  card: 'sandbox_accepted',
  ...more,
});
const count = async (): Promise<{ orders: number; events: number; checkouts: number }> => {
  const { rows } = await sql<{ orders: number; events: number; checkouts: number }>`
    SELECT (SELECT count(*) FROM orders.number) AS orders, (SELECT count(*) FROM storefront.checkout) AS checkouts,
           (SELECT count(*) FROM log.event WHERE event = 'Order Placed') AS events`.execute(own.parts.db);
  return rows[0] as never;
};
const codeOf = (answer: { statusCode: number; json(): { code: string } }) => [
  answer.statusCode,
  answer.json().code,
];
const leftOf = async (goods: GoodsDetail): Promise<number> =>
  ((await ask(`/api/storefront/goods/${goods.id}`)).json() as GoodsDetail).variants[0]?.left ?? -1;

describe('the shelf', () => {
  it('shows goods in both languages, and nothing that is not on sale', async () => {
    const { items } = (await ask('/api/storefront/goods?sort=price')).json() as GoodsPage;
    expect(items).toMatchObject([
      { name: { zh: '盖碗' }, price: 2000, before: 3000, sold_out: true },
      { name: { zh: '龙井', en: 'Longjing tea' }, price: 9950, before: null, sold_out: false },
    ]);
    expect(tea.facts).toEqual([
      { name: { zh: '产地', en: 'Origin' }, value: { zh: '杭州', en: 'Hangzhou' } },
    ]);
  });

  it('is searched in either language, and by category with all below it', async () => {
    const names = async (query: string) =>
      ((await ask(`/api/storefront/goods?${query}`)).json() as GoodsPage).items.map(({ name }) => name.zh);
    expect(await names('q=longjing')).toEqual(['龙井']);
    expect(await names(`q=${encodeURIComponent('盖')}`)).toEqual(['盖碗']);
    expect(await names('q=%25')).toEqual([]);
    const { items } = (await ask('/api/storefront/categories')).json();
    const top = items.find(({ name }: { name: { en: string } }) => name.en === 'Tea');
    expect(top).toMatchObject({ goods: 1, parent: null });
    expect(await names(`category=${top.id}`)).toEqual(['龙井']);
  });

  it('serves drawn pictures as pictures in which nothing runs, and none from elsewhere', async () => {
    const drawn = await ask(`/api/storefront/goods/${tea.id}/pictures/1`);
    expect(drawn.headers).toMatchObject({
      'content-type': 'image/svg+xml',
      'content-security-policy': expect.stringMatching(/^default-src 'none';.*sandbox$/),
    });
    expect((await ask(`/api/storefront/goods/${tea.id}/pictures/2`)).statusCode).toBe(404);
    expect((await ask(`/api/storefront/goods/${cup.id}/pictures/1`)).statusCode).toBe(404);
  });

  it('says what a cart costs, and what of it is gone', async () => {
    const lines = [
      { variant: variantOf(tea), quantity: 2 },
      { variant: '999999', quantity: 1 },
    ];
    expect((await send('/api/storefront/carts', { lines })).json()).toMatchObject({
      lines: [{ quantity: 2, price: 9950, amount: 19900, left: 7 }],
      gone: ['999999'],
      subtotal: 19900,
      shipping: 0,
      total: 19900,
    });
  });
});

describe('a checkout', () => {
  it('is an order of the channel with its event, and takes from stock', async () => {
    const before = await count();
    const left = await leftOf(tea);
    const answer = await buy(aWish());
    expect(answer.json()).toMatchObject({
      number: expect.stringMatching(/^R\d+$/),
      total: 10950,
      currency: 'CNY',
    });
    expect(await count()).toEqual({
      orders: before.orders + 1,
      events: before.events + 1,
      checkouts: before.checkouts + 1,
    });
    expect(await leftOf(tea)).toBe(left - 1);
  });

  it('sent twice, or twice at once, is one order', async () => {
    const before = await count();
    const wish = aWish();
    const answers = await Promise.all([buy(wish), buy(wish), buy(wish)]);
    const again = await buy(wish);
    const numbers = [...answers, again].map((answer) => (answer.json() as CheckoutDone).number);
    expect(new Set(numbers).size).toBe(1);
    expect((await count()).orders).toBe(before.orders + 1);
    expect(codeOf(await buy({ ...wish, contact: { name: '韩梅梅', email: 'h@example.com' } }))).toEqual([
      409,
      'checkout_reused',
    ]);
  });

  it('of the last pieces by several at once sells no piece twice', async () => {
    const left = await leftOf(tea);
    const answers = await Promise.all(Array.from({ length: left + 3 }, () => buy(aWish())));
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(left);
    expect(await leftOf(tea)).toBe(0);
    await sql`UPDATE catalog.stock SET quantity = 50 WHERE quantity = 0 AND variant_id = ${Number(variantOf(tea))}`.execute(
      own.parts.db,
    );
  });

  it.each([
    [
      'a price of the browser’s own',
      { lines: [{ variant: '1', quantity: 1, price: 1 }] },
      [400, 'body_invalid'],
    ],
    ['another total', { total: 1 }, [409, 'price_changed']],
    ['no pieces', { lines: [{ variant: '1', quantity: 0 }] }, [400, 'body_invalid']],
    ['fewer than none', { lines: [{ variant: '1', quantity: -3 }] }, [400, 'body_invalid']],
    ['half a piece', { lines: [{ variant: '1', quantity: 0.5 }] }, [400, 'body_invalid']],
    ['an empty cart', { lines: [] }, [400, 'body_invalid']],
    ['what there is not', { lines: [{ variant: '999999', quantity: 1 }] }, [409, 'goods_gone']],
    ['a refused card', { card: 'sandbox_declined' }, [402, 'payment_declined']],
    ['a NUL', { address: { country: 'CN', city: 'a\0', line: 'b' } }, [400, 'body_invalid']],
    ['no address', { contact: { name: 'A', email: 'nobody' } }, [400, 'body_invalid']],
  ])('with %s is refused, and nothing is written', async (_, more, says) => {
    // Buckets are by address: this file is one shopper.
    const fresh = await testApp(storefrontRoutes(own.parts));
    const before = await count();
    const answer = await fresh.call('anonymous', 'POST', '/api/storefront/checkouts', aWish(more));
    expect(codeOf(answer)).toEqual(says);
    expect(await count()).toEqual(before);
    await fresh.close();
  });

  it('of what is sold out, or of more than there is, says how many are left', async () => {
    const fresh = await testApp(storefrontRoutes(own.parts));
    const of = (goods: GoodsDetail, quantity: number) =>
      fresh.call(
        'anonymous',
        'POST',
        '/api/storefront/checkouts',
        aWish({ lines: [{ variant: variantOf(goods), quantity }] }),
      );
    expect(codeOf(await of(cup, 1))).toEqual([409, 'sold_out']);
    expect(codeOf(await of(tea, 99))).toEqual([409, 'sold_out']);
    await fresh.close();
  });

  it('with texts of 64 KB is refused for its size or its lengths', async () => {
    const fresh = await testApp(storefrontRoutes(own.parts));
    const long = 'x'.repeat(64 * 1024);
    const answers = [
      await fresh.call(
        'anonymous',
        'POST',
        '/api/storefront/checkouts',
        aWish({ contact: { name: long, email: 'a@b.cn' } }),
      ),
      await fresh.call(
        'anonymous',
        'POST',
        '/api/storefront/checkouts',
        aWish({ address: { country: 'CN', city: long.slice(0, 60_000), line: 'b' } }),
      ),
      await fresh.call('anonymous', 'GET', `/api/storefront/goods?q=${'x'.repeat(8000)}`),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([413, 400, 400]);
    await fresh.close();
  });

  it('again from the same browser is the same shopper, and a forged one is somebody new', async () => {
    const fresh = await testApp(storefrontRoutes(own.parts));
    const call = (more: object) => fresh.call('anonymous', 'POST', '/api/storefront/checkouts', aWish(more));
    const { shopper } = (await call({})).json() as CheckoutDone;
    expect(((await call({ shopper })).json() as CheckoutDone).shopper).toEqual(shopper);
    const forged = { id: shopper.id, token: 'a'.repeat(64) };
    expect(((await call({ shopper: forged })).json() as CheckoutDone).shopper.id).not.toBe(shopper.id);
    await fresh.close();
  });

  it('by one address too often is too often', async () => {
    const fresh = await testApp(storefrontRoutes(own.parts));
    const answers = await Promise.all(
      Array.from({ length: 25 }, () => fresh.call('anonymous', 'POST', '/api/storefront/checkouts', {})),
    );
    // A body that is refused before it is read as a wish costs nothing of the budget.
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([400]));
    const tries = await Promise.all(
      Array.from({ length: 25 }, () =>
        fresh.call('anonymous', 'POST', '/api/storefront/checkouts', aWish({ card: 'sandbox_declined' })),
      ),
    );
    expect(tries.filter(({ statusCode }) => statusCode === 429).length).toBeGreaterThanOrEqual(4);
    await fresh.close();
  });
});

describe('where somebody else owns the orders', () => {
  it('nothing is sold; where the channel is closed, there is no front', async () => {
    const { db, clock } = own.parts;
    const change = (changes: object) =>
      changeChannel(
        { db, clock, audit: auditInMemory() },
        { kind: 'system', name: 'test' },
        own.channel.channel_id,
        changes,
      );
    await change({ owners: { ...own.channel.owners, orders: 'platform' } });
    const fresh = await testApp(storefrontRoutes(own.parts));
    const answer = await fresh.call('anonymous', 'POST', '/api/storefront/checkouts', aWish());
    expect(codeOf(answer)).toEqual([409, 'orders_owned_elsewhere']);
    await change({ owners: own.channel.owners, closed: true });
    expect((await fresh.call('anonymous', 'GET', '/api/storefront')).statusCode).toBe(404);
    await change({ closed: false });
    await fresh.close();
  });

  it('an installation that shows no front answers nothing', async () => {
    const closed = await testApp(storefrontRoutes({ ...own.parts, isServed: false }));
    expect((await closed.call('anonymous', 'GET', '/api/storefront')).statusCode).toBe(404);
    expect((await closed.call('anonymous', 'POST', '/api/storefront/checkouts', aWish())).statusCode).toBe(
      404,
    );
    await closed.close();
  });
});
