/** Our own script on a shop's page, in a real browser. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Instance, startInstance } from '../instance.ts';
import { eventsOf } from '../sdk/arrivals.ts';
import { aBrowser, aShop, type ShopPage } from './shop-page.ts';

const built = join(import.meta.dirname, '../../web/tag/dist/tag.js');

let instance: Instance;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let shop: ShopPage;
let writeKey: string;
let apiKey: string;
let problems: string[] = [];

beforeAll(async () => {
  [instance, browser, shop] = await Promise.all([startInstance(), aBrowser(), aShop()]);
  writeKey = (await instance.regulars<{ write_key: string }>('key', 'create', '--kind', 'browser')).write_key;
  apiKey = (await instance.regulars<{ api_key: string }>('key', 'create', '--api', '--role', 'developer'))
    .api_key;
});
afterAll(async () => {
  await browser.close();
  await shop.close();
  await instance.stop();
});
beforeEach(async () => {
  context = await browser.newContext();
  page = await context.newPage();
  problems = [];
  page.on('pageerror', (error) => problems.push(error.message));
});
afterEach(async () => {
  await context.close();
  expect(problems).toEqual([]);
});

const snippet = (options: object): string => `<!doctype html><title>Shop</title><script>
  !function(w,d,s){w.regulars=w.regulars||function(){(w.regulars.q=w.regulars.q||[]).push(arguments)};
  s=d.createElement('script');s.async=1;s.src='${instance.url}/tag.js';d.head.appendChild(s)}(window,document);
  regulars('init', ${JSON.stringify({ key: writeKey, ...options })});</script><h1>Shop</h1>`;

const open = async (options: object = {}): Promise<void> => {
  shop.show(snippet(options));
  await page.goto(`${shop.origin}/p/1?utm_source=mail&utm_campaign=autumn`);
  await page.waitForFunction('window.regulars && !window.regulars.q');
};
const call = (...args: unknown[]): Promise<void> =>
  page.evaluate((given) => (window as never as { regulars(...a: unknown[]): void }).regulars(...given), args);
const anonymousId = (): Promise<string> => page.evaluate(() => localStorage.getItem('regulars_id') ?? '');

describe('the tag', () => {
  it('is at most 6 KB', () => {
    expect(existsSync(built)).toBe(true);
    expect(gzipSync(readFileSync(built)).length).toBeLessThanOrEqual(6 * 1024);
  });

  it('tells of pages, also of those that change without loading, and of what the shop calls', async () => {
    await open();
    await page.evaluate(() => history.pushState({}, '', '/p/2'));
    await call('track', 'Product Viewed', { product_id: 'P2', price: 9.9 });
    const events = await eventsOf(instance.url, apiKey, await anonymousId(), 3);
    expect(events.map((event) => event.event || event.type).sort()).toEqual([
      'Product Viewed',
      'page',
      'page',
    ]);
    const first = events.find((event) => event.properties.path === '/p/1');
    expect(first?.context.campaign).toEqual({ source: 'mail', name: 'autumn' });
  });

  it('is the same visitor on the next page', async () => {
    await open();
    const before = await anonymousId();
    await page.goto(`${shop.origin}/p/3`);
    await page.waitForFunction('window.regulars && !window.regulars.q');
    expect(await anonymousId()).toBe(before);
    const cookies = (await context.cookies()).map(({ name, value, sameSite }) => [name, value, sameSite]);
    expect(cookies).toEqual([['regulars_id', before, 'Lax']]);
  });

  it('keeps nothing and sends nothing before consent, and then what was meant meanwhile', async () => {
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await open({ consent: 'required' });
    await call('track', 'Cart Viewed', {});
    await page.waitForTimeout(600);
    expect(requests.filter((url) => url.includes('/v1/'))).toEqual([]);
    expect(await context.cookies()).toEqual([]);
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
    await call('consent', 'granted');
    const events = await eventsOf(instance.url, apiKey, await anonymousId(), 2);
    expect(events.map((event) => event.event || event.type).sort()).toEqual(['Cart Viewed', 'page']);
  });

  it('forgets who it was when consent is withdrawn', async () => {
    await open();
    await call('consent', 'denied');
    expect(await context.cookies()).toEqual([]);
    expect(await anonymousId()).toBe('');
    await call('track', 'Never', {});
    await page.waitForTimeout(500);
    expect(await page.evaluate(() => localStorage.getItem('regulars_queue'))).toBeNull();
  });

  it('keeps calls while the network is away, and delivers each once afterwards', async () => {
    await open();
    await eventsOf(instance.url, apiKey, await anonymousId(), 1);
    await context.setOffline(true);
    for (const position of [1, 2, 3]) await call('track', 'Offline', { position });
    await page.waitForTimeout(600);
    await context.setOffline(false);
    const events = await eventsOf(instance.url, apiKey, await anonymousId(), 4);
    const positions = events
      .filter((event) => event.event === 'Offline')
      .map((event) => event.properties.position);
    expect(positions.sort()).toEqual([1, 2, 3]);
  });

  it('sends what is left when the page is left', async () => {
    await open();
    const id = await anonymousId();
    await call('track', 'Last Word', {});
    await page.goto('about:blank');
    const events = await eventsOf(instance.url, apiKey, id, 2);
    expect(events.map((event) => event.event)).toContain('Last Word');
  });

  it('claims, and does not prove, who its visitor is', async () => {
    await open();
    await call('identify', 'known-customer', { email: 'ann@example.com' });
    const events = await eventsOf(instance.url, apiKey, await anonymousId(), 2);
    expect(events.find((event) => event.type === 'identify')?.flags).toContain('claimed_identity');
  });

  it('leaves one name on the page', async () => {
    shop.show('<!doctype html><title>Empty</title>');
    await page.goto(shop.origin);
    const before = await page.evaluate(() => Object.keys(window));
    await open();
    const after = await page.evaluate(() => Object.keys(window));
    expect(after.filter((name) => !before.includes(name))).toEqual(['regulars']);
  });
});
