/** The newcomer's way, in both languages: start, sign in, make a source, paste its snippet into a page, see what happens there live. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Instance, startInstance } from '../instance.ts';
import { type Language, ownerOf, visit } from './console.ts';
import { aBrowser, aShop, type ShopPage } from './shop-page.ts';

const WORDS = {
  en: {
    email: 'E-mail',
    password: 'Password',
    signIn: 'Sign in',
    makeSource: 'Make a source',
    name: 'Name',
    make: 'Make the source',
    waiting: 'Waiting for its first event',
    watch: 'Watch live',
    live: 'Live events',
    stored: 'Stored',
    wrong: 'E-mail or password is not right.',
  },
  'zh-CN': {
    email: '邮箱',
    password: '密码',
    signIn: '登录',
    makeSource: '新建数据来源',
    name: '名称',
    make: '新建来源',
    waiting: '正在等待第一个事件',
    watch: '实时查看',
    live: '实时事件',
    stored: '已保存',
    wrong: '邮箱或密码不正确。',
  },
} as const;

let browser: Browser;
let shop: ShopPage;
beforeAll(async () => {
  [browser, shop] = await Promise.all([aBrowser(), aShop()]);
});
afterAll(async () => {
  await browser.close();
  await shop.close();
});

describe.each(['en', 'zh-CN'] as const)('somebody new, in %s', (language: Language) => {
  const words = WORDS[language];
  let instance: Instance;
  beforeAll(async () => {
    instance = await startInstance();
  });
  afterAll(() => instance.stop());

  it('is told when the password is wrong, and signs in with the one that was printed', async () => {
    const { page, context, complaints } = await visit(browser, { language });
    await page.goto(`${instance.url}/sources?kind=web`);
    await signIn(page, { ...ownerOf(instance), password: 'not the password' });
    await page.getByText(words.wrong).waitFor();
    await signIn(page, ownerOf(instance));
    // Back to where it was meant to go.
    await page.waitForURL(`${instance.url}/sources?kind=web`);
    expect(await page.locator('html').getAttribute('lang')).toBe(language);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('makes a source, pastes its snippet, and sees the visit live', async () => {
    const { page, context, complaints } = await visit(browser, { language });
    await page.goto(instance.url);
    await signIn(page, ownerOf(instance));
    await page.getByRole('link', { name: words.makeSource }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(words.name).fill('回头客 shop');
    await dialog.getByRole('button', { name: words.make }).click();
    await page.getByText(words.waiting).waitFor();

    const snippet = await page.locator('[data-code]').textContent();
    shop.show(`<!doctype html><title>Tea</title>${snippet}<h1>Tea</h1>`);
    const visitor = await browser.newPage();
    await visitor.goto(`${shop.origin}/tea/oolong`);

    // The source's page notices by itself.
    await page.getByRole('link', { name: words.watch }).first().click();
    await page.getByRole('heading', { name: words.live }).waitFor();
    await visitor.waitForFunction(() => 'regulars' in window && !('q' in (window.regulars as object)));
    await visitor.evaluate(() => {
      (window as never as { regulars(...args: unknown[]): void }).regulars('track', 'Product Added', {
        product_id: 'oolong-100g',
      });
    });
    await page.getByRole('button', { name: /Product Added/ }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText(words.stored).waitFor();
    expect(await drawer.getByRole('region').textContent()).toContain('"product_id": "oolong-100g"');
    expect(complaints).toEqual([]);
    await visitor.close();
    await context.close();
  });

  async function signIn(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
    await page.getByRole('textbox', { name: words.email }).fill(email);
    await page.getByLabel(words.password, { exact: false }).first().fill(password);
    await page.getByRole('button', { name: words.signIn, exact: true }).click();
  }
});
