/** Every page, looked at as a machine can: no barrier in either theme, nothing wider than a phone, no half-translated Chinese, and light. */
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Instance, startInstance } from '../instance.ts';
import { type Language, type Look, ownerSession, type Session, speak, type Visit, visit } from './console.ts';
import { aFullConsole, HOSTILE } from './full-console.ts';
import { barriers, openPage, overflow, PAGES, texts, WAITING } from './look.ts';
import { aBrowser } from './shop-page.ts';

const FIRST_LOAD_KB = 300;
const CONNECTORS = ['shopify', 'woocommerce', 'taobao', 'tmall', 'jd', 'wechat', 'weibo'];
const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 860 };

let instance: Instance;
let browser: Browser;
/** Pages, and what can be opened in them. */
let all: string[];
const sessions = {} as Record<Language, Session>;
beforeAll(async () => {
  [instance, browser] = await Promise.all([startInstance(), aBrowser()]);
  const {
    source,
    event,
    rejected,
    customer,
    order,
    channel,
    product,
    closing,
    group,
    segment,
    connection,
    ended,
    pair,
  } = await aFullConsole(instance);
  all = [
    ...PAGES,
    `/sources/${source}`,
    ...['keys', 'limits', 'days'].map((tab) => `/sources/${source}?tab=${tab}`),
    '/sources?new=1',
    `/events?at=${event}`,
    `/rejected?at=${rejected}`,
    '/?pulse=all',
    '/figures/gross_sales?from=2026-01-01&to=2026-12-31',
    '/figures/customers?from=2026-01-01&to=2026-12-31&by=channel',
    '/customers?q=tea',
    `/customers/${customer}`,
    `/customers/${customer}?kind=order&until=2026-11-30`,
    `/customers/${customer}?merge=open`,
    `/orders/${order}`,
    `/groups/${group}`,
    '/groups?new=1',
    `/segments/${segment}`,
    `/segments/${segment}/edit`,
    `/segments/${segment}?why=${customer}-${segment}`,
    `/customers/${customer}?was=2026-11-01T00:00:00.000Z`,
    '/segments/new?example=viewed',
    '/attributes?new=1',
    `/duplicates?pair=${pair}`,
    `/connections/${ended}`,
    '/channels?new=1',
    ...CONNECTORS.map((name) => `/connections/new?platform=${name}`),
    `/connections/${connection}`,
    ...['skipped', 'deliveries', 'requests'].map((list) => `/connections/${connection}/${list}`),
    `/products/${product}`,
    `/reconciliation?channel=${channel}&month=2026-11`,
    `/reconciliation?channel=${channel}&month=2026-11&day=2026-11-01`,
    `/reconciliation?channel=${channel}&month=2026-10&give=1`,
    `/closings/${closing}`,
    '/customers/find?kind=user_id&value=user-1',
    '/api-keys?new=1',
    '/nowhere',
  ];
  for (const language of ['en', 'zh-CN'] as const)
    sessions[language] = await ownerSession(browser, instance, language);
});
afterAll(async () => {
  await browser.close();
  await instance.stop();
});

/** The language belongs to the account, so that only one is spoken at a time: it is said again where it matters. */
async function signedIn(look: Look): Promise<Visit> {
  const language = look.language ?? 'en';
  const visited = await visit(browser, { ...look, session: sessions[language] });
  await visited.page.goto(instance.url);
  await speak(visited.page, language);
  return visited;
}

/** What is wrong with pages, by their path. */
async function faultsOf(
  page: Page,
  paths: readonly string[],
  language: Language,
): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const path of paths) {
    await openPage(page, instance.url + path);
    const faults = await barriers(page);
    if (language === 'zh-CN') faults.push(...(await texts(page)).filter(isEnglish));
    await page.setViewportSize(PHONE);
    const pixels = await overflow(page);
    if (pixels > 0) faults.push(`${pixels} pixels too wide for a phone`);
    await page.setViewportSize(DESK);
    if (faults.length > 0) found[path] = faults;
  }
  return found;
}

describe.each([
  { theme: 'light', language: 'en' },
  { theme: 'dark', language: 'zh-CN' },
] as const)('in $theme and $language', ({ theme, language }) => {
  it('no page has a serious barrier, is wider than a phone, or speaks another language', async () => {
    const { page, context, complaints } = await signedIn({ theme, language });
    expect(await faultsOf(page, all, language)).toEqual({});
    expect(complaints).toEqual([]);
    await context.close();
  }, 600_000);

  it('nor has a page that waits for the sample shop or for one’s own, seen by nobody in particular', async () => {
    const { page, context, complaints } = await visit(browser, { theme, language });
    // As when one installation is gone and the other not there yet.
    await context.route('**/api/sign-in', (call) => call.abort());
    expect(await faultsOf(page, WAITING, language)).toEqual({});
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('nor has sign-in, nor what opens above a page, nor a page on a phone', async () => {
    const stranger = await visit(browser, { theme, language });
    await openPage(stranger.page, `${instance.url}/sign-in`);
    expect(await barriers(stranger.page)).toEqual([]);
    await stranger.context.close();
    const { page, context } = await signedIn({ theme, language });
    await openPage(page, instance.url);
    for (const keys of ['Control+k', '?']) {
      await page.keyboard.press(keys);
      await page.getByRole('dialog').waitFor();
      await still(page);
      expect(await barriers(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await page.setViewportSize(PHONE);
    await openPage(page, `${instance.url}/events`);
    expect(await barriers(page)).toEqual([]);
    await context.close();
  });
});

it('the test knows English when it sees it', () => {
  expect(['Save', '保存 Save', 'No events yet'].filter(isEnglish)).toHaveLength(3);
  expect(
    ['保存', 'PostgreSQL 18.4 运行正常', 'CSV', '12:30', '`type` 必须为 track'].filter(isEnglish),
  ).toEqual([]);
});

it('the first screen is light', async () => {
  const { page, context } = await visit(browser);
  const scripts: Promise<number>[] = [];
  page.on('response', (response) => {
    if (response.url().endsWith('.js'))
      scripts.push(response.body().then((body) => gzipSync(body).byteLength / 1024));
  });
  await openPage(page, `${instance.url}/sign-in`);
  await page.waitForLoadState('networkidle');
  const kb = (await Promise.all(scripts)).reduce((sum, size) => sum + size, 0);
  expect(kb).toBeGreaterThan(20);
  expect(kb).toBeLessThanOrEqual(FIRST_LOAD_KB);
  await context.close();
});

/** Fading in changes contrast; what is judged is what stays. */
const still = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'));

/** Names that stay what they are in every language. */
const NAMES = new Set(
  `Regulars PostgreSQL Node ClickHouse JSON CSV API App Segment RudderStack analytics next node curl HMAC SHA userToken
   context Asia Shanghai https shop example com track page identify screen group alias event Ctrl
   GB MB KB kB English properties TSV XLSX Lines gzip Shopify WooCommerce Webhook REST
   Dev Dashboard Client client secret Consumer key Session Access Token AppID AppSecret EncodingAESKey
   openid unionid ouid POP default SKU`.split(/\s+/),
);
/** Others' texts, names of fields in backticks, of settings, and what platforms call things (`read_orders`, `orders/updated`) are no sentences of ours. */
const isEnglish = (text: string): boolean =>
  (
    HOSTILE.reduce((rest, theirs) => rest.replaceAll(theirs, ''), text)
      .replace(/`[^`]*`|\w+([_/.:]+\w+)+/g, '')
      .match(/[A-Za-z]{3,}/g) ?? []
  ).some((word) => !NAMES.has(word));
