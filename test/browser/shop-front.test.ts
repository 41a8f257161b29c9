/**
 * Shopper and console side by side, in both languages: she agrees to be measured, looks, puts into the cart and buys; the console sees each step
 * as it happens, and the order. The shop obeys the policy of all our pages, is no barrier, and fits a telephone.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Instance, startInstance, until } from '../instance.ts';
import { type Language, ownerSession, type Session, settled, visit } from './console.ts';
import { caller } from './full-console.ts';
import { barriers, overflow, texts } from './look.ts';
import { aBrowser } from './shop-page.ts';

const WORDS = {
  en: {
    yes: 'Yes, measure',
    no: 'No',
    product: 'Longjing tea',
    add: 'Add to cart',
    look: 'Look at the cart',
    checkout: 'To the checkout',
    name: 'Name',
    email: 'E-mail',
    city: 'City',
    street: 'Street and number',
    declined: 'Play card that is declined',
    accepted: 'Play card that is accepted',
    buy: /^Buy for/,
    refused: /The card was declined/,
    thanks: 'Thank you!',
    other: '中文',
  },
  'zh-CN': {
    yes: '同意',
    no: '不同意',
    product: '西湖龙井',
    add: '加入购物车',
    look: '查看购物车',
    checkout: '去结算',
    name: '姓名',
    email: '邮箱',
    city: '城市',
    street: '详细地址',
    declined: '会被拒绝的测试卡',
    accepted: '会通过的测试卡',
    buy: /^支付/,
    refused: /银行卡被拒绝/,
    thanks: '感谢惠顾！',
    other: 'English',
  },
} as const;

const PICTURE = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="3" fill="#0a6e5c"/></svg>')}`;
const aProduct = (n: number, zh: string, en: string, stock = 40) => ({
  platform_id: `p-${n}`,
  title: zh,
  brand: '狮峰',
  category: ['茶叶 / Tea'],
  images: n % 2 === 0 ? [PICTURE] : [],
  attributes: { 'name:en': en, 'name:zh': zh, '产地 / Origin': '杭州 / Hangzhou' },
  variants: ['50克 / 50 g', '100克 / 100 g'].map((title, at) => ({
    platform_id: `p-${n}-${at}`,
    sku: `P${n}-${at}`,
    title,
    price: { amount: String(68 + n * 10 + at * 40), compare_at: n === 2 ? '200' : null },
    stock: [{ warehouse: '杭州仓', quantity: stock }],
  })),
  updated_at: '2026-11-20T00:00:00Z',
});

let instance: Instance;
let browser: Browser;
beforeAll(async () => {
  [instance, browser] = await Promise.all([startInstance({ env: { SHOP_FRONT: 'on' } }), aBrowser()]);
  const call = await caller(instance);
  const { items } = await call<{ items: { id: string }[] }>('/api/channels');
  const products = [
    aProduct(0, '西湖龙井', 'Longjing tea'),
    aProduct(1, '盖碗', 'Gaiwan'),
    aProduct(2, '茉莉花茶', 'Jasmine tea'),
    aProduct(3, '普洱', 'Pu-erh', 0),
  ];
  await call(`/api/channels/${items[0]?.id}/products`, { products });
});
afterAll(async () => {
  await browser.close();
  await instance.stop();
});

const heard = (page: Page): Promise<string> =>
  page
    .locator('main')
    .textContent()
    .then((text) => text ?? '');

describe.each(['en', 'zh-CN'] as const)('a shopper, in %s', (language: Language) => {
  const words = WORDS[language];
  let session: Session;
  beforeAll(async () => {
    session = await ownerSession(browser, instance, language);
  });

  it('is seen in the console as she looks, adds and buys, and only after she agreed', async () => {
    const office = await visit(browser, { language, session });
    await office.page.goto(`${instance.url}/events/live`);
    await settled(office.page);
    const shop = await visit(browser, { language });
    const told: string[] = [];
    shop.page.on('request', (request) => request.url().includes('/v1/') && told.push(request.url()));
    await shop.page.goto(`${instance.url}/shop`);
    await shop.page.getByRole('link', { name: words.product }).first().click();
    await shop.page.getByRole('heading', { name: words.product }).waitFor();
    expect([told, await shop.context.cookies()]).toEqual([[], []]);
    await shop.page.getByRole('button', { name: words.yes, exact: true }).click();
    await shop.page.getByRole('button', { name: words.add }).click();
    await until(
      () => heard(office.page),
      (said) => said.includes('Product Viewed') && said.includes('Product Added'),
    );

    await shop.page.getByRole('link', { name: words.look }).click();
    await shop.page.getByRole('button', { name: words.checkout }).click();
    await buy(shop.page, words.declined);
    await shop.page.getByText(words.refused).waitFor();
    await buy(shop.page, words.accepted);
    await shop.page.getByRole('heading', { name: words.thanks }).waitFor();
    const [number = ''] =
      /R\d+/.exec(
        await shop.page
          .locator('main')
          .textContent()
          .then((text) => text ?? ''),
      ) ?? [];
    await until(
      () => heard(office.page),
      (said) => ['Order Completed', 'Order Placed'].every((name) => said.includes(name)),
    );
    await office.page.goto(`${instance.url}/orders`);
    await office.page.getByText(number).first().waitFor();
    expect([...shop.complaints, ...office.complaints]).toEqual([]);
    await Promise.all([shop.context.close(), office.context.close()]);
  });

  async function buy(page: Page, card: string): Promise<void> {
    await page.getByLabel(words.name, { exact: true }).fill('李雷');
    await page.getByLabel(words.email).fill('lilei@example.com');
    await page.getByLabel(words.city).fill('杭州');
    await page.getByLabel(words.street).fill('西湖路 1 号');
    await page.getByLabel(card).check();
    await page.getByRole('button', { name: words.buy }).click();
  }

  it('finds no barrier, no half-translated page, and nothing wider than her telephone', async () => {
    const wrong: string[] = [];
    for (const [theme, width] of [
      ['light', 390],
      ['dark', 1280],
    ] as const) {
      const { page, context, complaints } = await visit(browser, { language, theme, width });
      const look = async (path: string): Promise<void> => {
        await settled(page);
        const where = `${path} ${theme} ${width}`;
        if ((await overflow(page)) > 0) wrong.push(`${where} is too wide`);
        wrong.push(...(await barriers(page)).map((barrier) => `${where}: ${barrier}`));
        const foreign = language === 'en' ? /[\u4e00-\u9fff]/ : null;
        const spoken = foreign
          ? (await texts(page)).filter((text) => foreign.test(text) && text !== words.other)
          : [];
        wrong.push(...spoken.filter((text) => !/狮峰|店铺/.test(text)).map((text) => `${where}: ${text}`));
      };
      for (const path of ['/shop', '/shop/all', '/shop/search?q=tea', '/shop/account', '/shop/nowhere']) {
        await page.goto(instance.url + path);
        await look(path);
      }
      await page.goto(`${instance.url}/shop/all`);
      await page.getByRole('button', { name: words.no, exact: true }).click();
      await page.getByRole('link', { name: words.product }).first().click();
      await page.getByRole('button', { name: words.add }).click();
      await look('a product');
      await page.getByRole('link', { name: words.look }).click();
      await page.getByRole('button', { name: words.checkout }).waitFor();
      await look('the cart');
      await page.getByRole('button', { name: words.checkout }).click();
      await page.getByRole('button', { name: words.buy }).waitFor();
      await look('the checkout');
      wrong.push(...complaints);
      await context.close();
    }
    expect(wrong).toEqual([]);
  });
});
