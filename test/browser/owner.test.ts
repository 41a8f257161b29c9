/**
 * The owner's first question, in both languages: is our revenue the shop's revenue, is this customer really this customer? A year of a real
 * shop is taken in, and what its file adds up to is on the screen.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Instance, startInstance } from '../instance.ts';
import { type Language, ownerSession, type Session, settled, visit } from './console.ts';
import { aBrowser } from './shop-page.ts';

const file = join(process.env.REGULARS_DATA ?? '../shared/data', 'shop/online_retail_II_2009_2010.csv.gz');

const WORDS = {
  en: {
    gross: '£10,305,892.01',
    placed: '24,221',
    people: '4,314',
    customer: 'Customer',
    merge: 'Merge…',
    other: 'The other customer',
    mergeTwo: 'Merge the two',
    one: 'One person',
    undo: 'Undo',
    undone: 'Undone',
    takeOut: 'Export',
  },
  'zh-CN': {
    gross: '£10,305,892.01',
    placed: '24,221',
    people: '4,314',
    customer: '客户',
    merge: '合并…',
    other: '另一位客户',
    mergeTwo: '合并这两位',
    one: '同一个人',
    undo: '撤销',
    undone: '已撤销',
    takeOut: '导出',
  },
} as const;

describe.runIf(existsSync(file))('an owner with a year of orders', () => {
  let browser: Browser;
  let instance: Instance;
  const sessions = {} as Record<Language, Session>;
  beforeAll(async () => {
    [instance, browser] = await Promise.all([startInstance(), aBrowser()]);
    await instance.regulars('import', file, '--preset', 'online-retail');
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await instance?.stop();
  });

  it.each(['en', 'zh-CN'] as const)(
    'compares, searches, merges, takes apart and takes out, in %s',
    async (language) => {
      const words = WORDS[language];
      sessions[language] = await ownerSession(browser, instance, language);
      const { page, context, complaints } = await visit(browser, { language, session: sessions[language] });
      await page.goto(`${instance.url}/?pulse=all`);
      // Until the last order is in the lake.
      for (const figure of [words.gross, words.placed, words.people])
        await page.getByText(figure, { exact: true }).first().waitFor({ timeout: 150_000 });

      // By an order's number to who placed it.
      await page.goto(`${instance.url}/customers?q=489434`);
      const found = page.getByRole('row').nth(1);
      await found.waitFor();
      // The first cell holds the tick.
      await found.getByRole('cell').nth(1).click();
      await page.waitForURL(/\/customers\/\d+/);
      const one = new URL(page.url()).pathname.split('/').at(-1) as string;
      await page.getByText('489434').first().waitFor();

      await mergeAndUndo(page, words, one);

      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: words.takeOut }).click(),
      ]);
      const taken = JSON.parse(readFileSync(await download.path(), 'utf8'));
      expect(taken.customer.id).toBe(one);
      expect(taken.sections['know/orders'].length).toBeGreaterThan(0);
      expect(taken.sections['know/collection'].length).toBeGreaterThan(0);
      expect(complaints).toEqual([]);
      await context.close();
    },
    300_000,
  );

  async function mergeAndUndo(page: Page, words: (typeof WORDS)[Language], one: string): Promise<void> {
    const other = String(Number(one) + 1);
    await page.getByRole('button', { name: words.merge }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(words.other).fill(other);
    await page.getByRole('option', { name: new RegExp(`(^|· )${other}$`) }).click();
    await dialog.getByRole('heading', { name: `${words.customer} ${other}` }).waitFor();
    await dialog.getByRole('button', { name: words.mergeTwo }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('heading', { name: words.one }).waitFor();
    await settled(page);
    await page.getByRole('button', { name: words.undo }).first().click();
    await page.getByText(words.undone).first().waitFor();
    await page.getByRole('button', { name: words.undo, exact: true }).waitFor({ state: 'detached' });
  }
});
