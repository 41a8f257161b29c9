import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChannelRow, channelById } from '#know/channels';
import { aChannel, CHANNELS_MIGRATIONS } from '#know/channels/testing';
import { fixedClock } from '#platform/clock';
import { type TestApp, testApp } from '#platform/http/testing';
import { testDatabase } from '#platform/postgres/testing';
import type { ProductItem } from './contract.ts';
import type { VariantRecord } from './product.ts';
import { recordProducts } from './record-products.ts';
import { catalogRoutes } from './routes.ts';
import { aProduct, CATALOG_MIGRATIONS } from './testing.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let test: TestApp;
let shop: ChannelRow;
let other: ChannelRow;
beforeAll(async () => {
  database = await testDatabase([CHANNELS_MIGRATIONS, CATALOG_MIGRATIONS]);
  const { db } = database;
  test = await testApp(catalogRoutes({ db, clock: fixedClock('2026-11-20T00:00:00Z') }));
  [shop, other] = (await Promise.all(
    ['shop', 'other'].map(async (name) => channelById(db, await aChannel(db, { name }))),
  )) as [ChannelRow, ChannelRow];
  const teas = [
    aProduct('longjing', {
      title: '西湖龙井绿茶',
      category: ['茶叶', '绿茶'],
      brand: '狮峰',
      supplier: '茶场',
    }),
    aProduct('puer', { title: '普洱熟茶', category: ['茶叶', '黑茶'], status: 'archived' }),
    aProduct('cup', { title: 'Cup 100%', category: ['茶具'], images: ['javascript:alert(1)'] }),
    aProduct('post', { title: '运费', kind: 'postage', category: [] }),
  ];
  const cheaper = aProduct('longjing', {
    ...teas[0],
    version: new Date('2026-11-10T00:00:00Z'),
    variants: [
      {
        ...(aProduct('longjing').variants[0] as VariantRecord),
        price: { amount: '88.5', compareAt: '99', currency: 'CNY' },
      },
    ],
  });
  await record(shop, teas);
  await record(shop, [cheaper]);
  await record(other, [aProduct('cup-there', { title: 'Cup 100%', sku: 'cup-1' })]);
});
afterAll(async () => {
  await test.close();
  await database.close();
});

const record = (channel: ChannelRow, products: ReturnType<typeof aProduct>[]) =>
  database.db
    .transaction()
    .execute((tx) => recordProducts(tx, channel.channel_id, products, new Date('2026-11-20T00:00:00Z')));
const found = async (query: string, who: Parameters<TestApp['call']>[0] = 'agent'): Promise<ProductItem[]> =>
  (await test.call(who, 'GET', `/api/products?${query}`)).json().items;
const titles = async (query: string): Promise<string[]> =>
  (await found(query)).map(({ title }) => title).sort();
const q = (text: string): string => `q=${encodeURIComponent(text)}`;

describe('products over HTTP', () => {
  it.each(['/api/products', '/api/products/1', '/api/product-groups'])(
    '%s is for those who work here',
    async (url) => {
      expect((await test.call('anonymous', 'GET', url)).statusCode).toBe(401);
      expect((await test.call('agent', 'GET', url)).statusCode).toBe(200);
    },
  );

  it('are found by one character inside a Chinese word, by SKU and by barcode, and by no wildcard', async () => {
    expect(await titles(q('茶'))).toEqual(['普洱熟茶', '西湖龙井绿茶']);
    expect(await titles(q('井'))).toEqual(['西湖龙井绿茶']);
    expect(await titles(q('ONGJING-1'))).toEqual(['西湖龙井绿茶']);
    expect(await titles(q('690-puer'))).toEqual(['普洱熟茶']);
    expect(await titles(q('%'))).toEqual(['Cup 100%']);
    expect(await titles(q('_'))).toEqual([]);
  });

  it('are filtered by a category with all below it, by brand, status and kind', async () => {
    const groups = (await test.call('agent', 'GET', '/api/product-groups')).json();
    const id = (list: { id: string; name: string }[], name: string) =>
      list.find((one) => one.name === name)?.id;
    expect(await titles(`category=${id(groups.categories, '茶叶')}`)).toEqual(['普洱熟茶', '西湖龙井绿茶']);
    expect(await titles(`category=${id(groups.categories, '茶叶 / 绿茶')}`)).toEqual(['西湖龙井绿茶']);
    expect(await titles(`brand=${id(groups.brands, '狮峰')}`)).toEqual(['西湖龙井绿茶']);
    expect(await titles(`supplier=${id(groups.suppliers, '茶场')}`)).toEqual(['西湖龙井绿茶']);
    expect(await titles('status=archived')).toEqual(['普洱熟茶']);
    expect(await titles('kind=postage')).toEqual(['运费']);
    expect(await titles(`channel=${other.channel_id}`)).toEqual(['Cup 100%']);
  });

  it('come in pages that skip nothing, in every order', async () => {
    for (const sort of ['title', '-title', 'updated_at', '-id']) {
      const seen: string[] = [];
      let after = '';
      do {
        const page = (await test.call('agent', 'GET', `/api/products?sort=${sort}&limit=1${after}`)).json();
        seen.push(...page.items.map(({ id }: ProductItem) => id));
        after = page.next ? `&after=${encodeURIComponent(page.next)}` : '';
      } while (after);
      expect([seen.length, new Set(seen).size]).toEqual([4, 4]);
    }
  });

  it('show what they cost when, where they are listed, and how many there are', async () => {
    const [tea] = await found(q('龙井'));
    expect(tea).toMatchObject({
      category: '茶叶 / 绿茶',
      price: { low: '88.5', high: '88.5', currency: 'CNY' },
      stock: 7,
      channels: [{ name: 'shop' }],
    });
    const whole = (await test.call('marketer', 'GET', `/api/products/${tea?.id}`)).json();
    expect(whole.every_variant[0].prices.map(({ amount }: { amount: string }) => amount)).toEqual([
      '99.5',
      '88.5',
    ]);
    expect(whole.every_variant[0]).toMatchObject({
      sku: 'longjing-1',
      listings: [{ platform_id: 'longjing:1' }],
      stock: [{ warehouse: '杭州仓', quantity: 7 }],
    });
  });

  it('that another channel lists are not there for who is limited to one', async () => {
    const limited = { kind: 'api_key', id: '1', name: 'k', role: 'agent' } as const;
    const there = { ...limited, channels: [String(other.channel_id)] };
    expect((await found('', there)).map(({ title }) => title)).toEqual(['Cup 100%']);
    const [tea] = await found(q('龙井'));
    expect((await test.call(there, 'GET', `/api/products/${tea?.id}`)).statusCode).toBe(404);
    const [cup] = await found(q('Cup'));
    const whole = (await test.call(there, 'GET', `/api/products/${cup?.id}`)).json();
    expect(whole.every_variant[0].listings).toMatchObject([{ channel: { name: 'other' } }]);
    expect(whole.channels).toHaveLength(1);
    expect((await test.call(there, 'GET', '/api/product-groups')).json().brands).toEqual([]);
  });

  it('are given as a file', async () => {
    const answer = await test.call('agent', 'GET', '/api/products?format=csv&kind=postage');
    expect(answer.headers['content-type']).toContain('text/csv');
    expect(answer.body).toContain('运费');
  });
});

describe('products sent by a program', () => {
  const given = (more: object = {}) => ({
    platform_id: 'sent',
    title: '白茶',
    attributes: { 'name:en': 'White tea' },
    images: ['data:image/svg+xml,%3Csvg/%3E'],
    variants: [
      { platform_id: 'sent-1', price: { amount: '12.50' }, stock: [{ warehouse: 'A', quantity: 3 }] },
    ],
    updated_at: '2026-11-15T08:00:00+08:00',
    ...more,
  });
  const send = (products: object[], who: Parameters<TestApp['call']>[0] = 'developer', channel = shop) =>
    test.call(who, 'POST', `/api/channels/${channel.channel_id}/products`, { products });

  it('are taken from programs and operations of that channel only', async () => {
    expect((await send([given()], 'anonymous')).statusCode).toBe(401);
    expect((await send([given()], 'marketer')).statusCode).toBe(403);
    const limited = { kind: 'api_key', id: '1', name: 'k', role: 'developer', channels: ['999'] } as const;
    expect((await send([given()], limited)).statusCode).toBe(404);
  });

  it('are recorded once, and an older version changes nothing', async () => {
    expect((await send([given()])).json()).toEqual({ recorded: 1, unchanged: 0 });
    const older = given({ title: 'older', updated_at: '2026-11-14T00:00:00Z' });
    expect((await send([given(), older])).json()).toEqual({ recorded: 0, unchanged: 2 });
    expect(await found(q('白茶'))).toMatchObject([{ price: { low: '12.5', currency: 'CNY' }, stock: 3 }]);
  });

  it.each([
    ['images.0', { images: ['javascript:alert(1)'] }],
    ['variants', { variants: [] }],
    ['variants.0.price.amount', { variants: [{ platform_id: 'x', price: { amount: '-1' } }] }],
    ['updated_at', { updated_at: 'now' }],
  ])('are refused with wrong %s', async (field, more) => {
    const answer = await send([given(more)]);
    expect([answer.statusCode, answer.json().errors?.[0].field]).toEqual([400, `products.0.${field}`]);
  });
});
