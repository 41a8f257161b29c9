/**
 * Whoever makes segments: begins with an example, builds one from rows, sees who it would be, saves it, is told why somebody is in it and takes its
 * members out, in both languages; and the same with the keyboard alone.
 */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Instance, startInstance, until } from '../instance.ts';
import { type Language, ownerSession, type Session, settled, speak, visit } from './console.ts';
import { type Call, caller } from './full-console.ts';
import { barriers, openPage, overflow } from './look.ts';
import { aBrowser } from './shop-page.ts';

/** There to end what hangs. */
const PATIENCE_MS = 45_000;
const PEOPLE = 6;
/** Those whose number is at least this looked at something dear. */
const DEAR_FROM = 3;
const DEAR = PEOPLE - DEAR_FROM + 1;

let instance: Instance;
let browser: Browser;
let session: Session;
beforeAll(async () => {
  [instance, browser] = await Promise.all([startInstance(), aBrowser()]);
  await somePeople(await caller(instance));
  session = await ownerSession(browser, instance, 'en');
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await instance?.stop();
});

async function somePeople(call: Call): Promise<void> {
  const { id } = await call<{ id: string }>('/api/sources', { name: 'Shop', kind: 'server' });
  const { write_key: key } = await call<{ write_key: string }>(`/api/sources/${id}/keys`, { kind: 'server' });
  const of = (n: number): object[] => [
    { type: 'identify', userId: `user-${n}`, messageId: `who-${n}`, traits: { name: `茶客 ${n}` } },
    {
      type: 'track',
      userId: `user-${n}`,
      messageId: `look-${n}`,
      event: 'Product Viewed',
      properties: { product_id: 'longjing', price: n >= DEAR_FROM ? 150 : 20 },
    },
  ];
  const batch = Array.from({ length: PEOPLE }, (_, index) => of(index + 1)).flat();
  const authorization = `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
  await call('/v1/batch', { batch }, { authorization });
  // Until the lake knows what happened.
  await until(
    () => call<{ count: number }>('/api/segments/preview', { text: 'did "Product Viewed" in last 7 days' }),
    ({ count }) => count === PEOPLE,
  );
}

const WORDS = {
  en: {
    example: 'Looked, did not buy',
    name: 'Name',
    save: 'Save segment',
    live: 'Live',
    make: 'New segment',
    where: 'Only where…',
    property: 'Property',
    how: ': how it is compared',
    value: ': value',
    atLeast: 'at least',
    counted: /^As known at/,
    sentence: 'price is at least 100',
    asText: 'As text',
    text: 'Definition in the text form',
    there: 'Go there',
    rows: 'Rows',
    add: 'Add a condition',
    why: 'Why?',
    isIn: 'She is in it',
    looked: 'Looked at a product',
    holds: 'holds',
    csv: 'Members as CSV',
    hers: 'Segments',
  },
  'zh-CN': {
    example: '浏览未购',
    name: '名称',
    save: '保存人群',
    live: '实时',
    make: '新建人群',
    where: '添加筛选…',
    property: '属性',
    how: '：比较方式',
    value: '：取值',
    atLeast: '至少',
    counted: /^数据截至/,
    sentence: '价格 至少 100',
    asText: '文本',
    text: '文本形式的定义',
    there: '定位',
    rows: '条件',
    add: '添加条件',
    why: '为什么？',
    isIn: '属于此人群',
    looked: '浏览商品',
    holds: '成立',
    csv: '导出成员 CSV',
    hers: '人群',
  },
} as const;
type Words = (typeof WORDS)[Language];
/** The button beside one of the members. */
const HER_WHY = /^Why\? 茶客 \d$/;

describe('a segment', () => {
  it.each(['en', 'zh-CN'] as const)(
    'is begun, built, saved, explained and taken out, in %s',
    async (language) => {
      const words = WORDS[language];
      const { page, context, complaints } = await visit(browser, { language, session });
      await page.goto(instance.url);
      await speak(page, language);
      context.setDefaultTimeout(PATIENCE_MS);
      await openPage(page, `${instance.url}/segments`);
      if (language === 'en') await fromAnExample(page, words);
      await page.getByRole('link', { name: words.make }).first().click();
      await build(page, words);
      await throughText(page, words);
      await save(page, words, `Dear ${language}`);
      await members(page, words, DEAR);
      await explain(page, words);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: words.csv }).click(),
      ]);
      const lines = readFileSync(await download.path(), 'utf8')
        .trim()
        .split('\n');
      expect(lines).toHaveLength(DEAR + 1);
      for (let n = DEAR_FROM; n <= PEOPLE; n++) expect(lines.join('\n')).toContain(`茶客 ${n}`);
      await ofHers(page, words, `Dear ${language}`);
      expect(complaints).toEqual([]);
      await context.close();
    },
    300_000,
  );

  it('is built, saved and explained with the keyboard alone', async () => {
    const words = WORDS.en;
    const { page, context, complaints } = await visit(browser, { language: 'en', session });
    await page.goto(instance.url);
    await speak(page, 'en');
    await openPage(page, `${instance.url}/segments/new`);
    context.setDefaultTimeout(PATIENCE_MS);
    const { keyboard } = page;
    await tabTo(page, words.name);
    await keyboard.type('By keyboard');
    await tabTo(page, words.add);
    await keyboard.press('Enter');
    // Who added a row is in it.
    await expect.poll(() => focused(page), { timeout: 10_000 }).toBe('Kind of condition');
    await choose(page, 'Tag');
    // Another kind is another row: its fields are there before the focus goes on.
    await page
      .getByLabel(/^Tag\b/)
      .first()
      .waitFor();
    await settled(page);
    await tabTo(page, 'Not: those for whom this does not hold');
    await keyboard.press('Space');
    await settled(page);
    await tabTo(page, 'Tag');
    await keyboard.type('gift buyer');
    await tabBackTo(page, words.where);
    await keyboard.press('Enter');
    // Who added a filter is in it.
    await expect.poll(() => focused(page), { timeout: 10_000 }).toBe(words.property);
    await keyboard.type('price');
    await tabTo(page, /: how it is compared$/);
    await choose(page, words.atLeast);
    await tabTo(page, /: value$/);
    await keyboard.type('100');
    await expect
      .poll(() => page.locator('[data-count]').textContent(), { timeout: 30_000 })
      .toBe(String(DEAR));
    await page.getByText(words.counted).waitFor();
    await tabTo(page, words.save);
    await keyboard.press('Enter');
    await page.waitForURL(/\/segments\/\d+$/);
    await page.getByText(words.live, { exact: true }).first().waitFor();
    await page.getByRole('button', { name: HER_WHY }).first().waitFor();
    await settled(page);
    await tabTo(page, HER_WHY);
    await keyboard.press('Enter');
    const drawer = page.getByRole('dialog');
    await drawer.getByText(words.isIn, { exact: true }).waitFor();
    await keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    await expect.poll(() => focused(page), { timeout: 10_000 }).toMatch(HER_WHY);
    expect(complaints).toEqual([]);
    await context.close();
  }, 300_000);

  it.each([
    ['light', 'en'],
    ['dark', 'zh-CN'],
  ] as const)(
    'has no barrier while it is built on a phone, in %s and %s',
    async (theme, language) => {
      const { page, context } = await visit(browser, { language, theme, width: 390, session });
      await page.goto(instance.url);
      await speak(page, language);
      await openPage(page, `${instance.url}/segments/new?example=spent`);
      const words = WORDS[language];
      await page.getByText(words.counted).waitFor();
      await page.getByRole('button', { name: words.add, exact: true }).click();
      await page.getByRole('button', { name: words.where }).last().click();
      // What it offers has opened with it.
      await page.keyboard.press('Escape');
      await settled(page);
      expect(await barriers(page)).toEqual([]);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      await context.close();
    },
    240_000,
  );
});

async function fromAnExample(page: Page, words: Words): Promise<void> {
  await page.getByRole('link', { name: words.example }).click();
  await page.getByText(words.counted).waitFor();
  expect(await nameOf(page, words).inputValue()).toBe(words.example);
  await page.getByRole('button', { name: words.save }).click();
  await page.waitForURL(/\/segments\/\d+$/);
  await page.getByText(words.live, { exact: true }).first().waitFor();
  await members(page, words, PEOPLE);
  await page.goBack();
  await openPage(page, `${instance.url}/segments`);
}

/** Who looked at something dear: a filter, and what it does to the count while one types. */
async function build(page: Page, words: Words): Promise<void> {
  const count = page.locator('[data-count]');
  await page.getByText(words.counted).waitFor();
  await expect.poll(() => count.textContent(), { timeout: 30_000 }).toBe(String(PEOPLE));
  await page.getByRole('button', { name: words.where }).click();
  await page.getByRole('combobox', { name: words.property, exact: true }).fill('price');
  await page.keyboard.press('Escape');
  await page
    .getByRole('combobox', { name: new RegExp(`${words.how}$`) })
    .last()
    .click();
  await page.getByRole('option', { name: words.atLeast, exact: true }).click();
  await page
    .getByRole('textbox', { name: new RegExp(`${words.value}$`) })
    .last()
    .fill('100');
  await expect.poll(() => count.textContent(), { timeout: 30_000 }).toBe(String(DEAR));
  await page.getByText(words.sentence).first().waitFor();
}

/** As text, with a fault that is pointed at, and back. */
async function throughText(page: Page, words: Words): Promise<void> {
  await page.getByText(words.asText, { exact: true }).first().click();
  const text = page.getByLabel(words.text);
  await text.waitFor();
  const whole = await text.inputValue();
  expect(whole).toBe('did "Product Viewed" where price >= 100 in last 7 days');
  await text.fill(`${whole} in last`);
  await page.getByRole('button', { name: words.there }).click();
  expect(await text.evaluate((area: HTMLTextAreaElement) => area.selectionStart)).toBeGreaterThanOrEqual(
    whole.length,
  );
  await text.fill(whole);
  await page.getByText(words.counted).waitFor();
  await page.getByText(words.rows, { exact: true }).first().click();
  await page.getByRole('button', { name: words.add, exact: true }).waitFor();
}

async function save(page: Page, words: Words, name: string): Promise<void> {
  await nameOf(page, words).fill(name);
  await page.getByRole('button', { name: words.save }).click();
  await page.waitForURL(/\/segments\/\d+$/);
  await page.getByRole('heading', { name }).waitFor();
  await page.getByText(words.live, { exact: true }).first().waitFor();
}

const nameOf = (page: Page, words: Words) => page.getByRole('textbox', { name: words.name, exact: true });

const members = async (page: Page, words: Words, howMany: number): Promise<void> =>
  expect.poll(() => page.getByText(words.why, { exact: true }).count(), { timeout: 60_000 }).toBe(howMany);

async function explain(page: Page, words: Words): Promise<void> {
  await page.getByText(words.why, { exact: true }).first().click();
  const drawer = page.getByRole('dialog');
  await drawer.getByText(words.isIn, { exact: true }).waitFor();
  await drawer.getByText(words.holds, { exact: true }).first().waitFor();
  await drawer.getByRole('link', { name: words.looked }).first().waitFor();
  await settled(page);
  expect(await barriers(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'detached' });
}

/** On the page of one of them: now, and before all of it. */
async function ofHers(page: Page, words: Words, name: string): Promise<void> {
  await page
    .getByRole('link', { name: `茶客 ${PEOPLE}` })
    .first()
    .click();
  await page.waitForURL(/\/customers\/\d+/);
  const panel = page.getByRole('region', { name: words.hers, exact: true });
  await panel.getByRole('link', { name }).waitFor();
  await panel.locator('input[type=datetime-local]').fill('2020-01-01T12:00');
  await panel.getByRole('link', { name }).waitFor({ state: 'detached' });
}

/** What has the focus, as a screen reader would call it. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    const named = element?.getAttribute('aria-labelledby')?.split(' ') ?? [];
    const names = named.map((id) => document.getElementById(id)?.textContent).join(' ');
    const own = names || element?.getAttribute('aria-label');
    const label = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : null;
    return (own ?? label ?? element?.textContent ?? '').replace('*', '').trim().slice(0, 80);
  });

const MOST_TABS = 300;

const tabBackTo = (page: Page, name: string | RegExp): Promise<void> => tabTo(page, name, 'Shift+Tab');

async function tabTo(page: Page, name: string | RegExp, key = 'Tab'): Promise<void> {
  for (let tabs = 0; tabs < MOST_TABS; tabs++) {
    await page.keyboard.press(key);
    const here = await focused(page);
    if (typeof name === 'string' ? here === name : name.test(here)) return;
  }
  throw new Error(`${name} is not reached by Tab.`);
}

/** Of a list that the focus is on. */
async function choose(page: Page, option: string): Promise<void> {
  await page.keyboard.press('Enter');
  for (let steps = 0; steps < 30; steps++) {
    await page.keyboard.press('ArrowDown');
    const here = await page.evaluate(() => {
      const id = document.activeElement?.getAttribute('aria-activedescendant');
      return (id && document.getElementById(id)?.textContent?.trim()) ?? '';
    });
    if (here === option) {
      await page.keyboard.press('Enter');
      return;
    }
  }
  throw new Error(`${option} is not in the list.`);
}
