/**
 * Takes the pictures of the README: `node scripts/pictures.ts`, or only some of them with `ground` or `sample` behind it. Starts installations of its
 * own, an empty one that is sent a few minutes of a shop's life, and the sample shop, and photographs them in both languages. Needs the console to be
 * built (`npm start` does that) and Chromium.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { settled } from '../test/browser/console.ts';
import { type Instance, startInstance, until } from '../test/instance.ts';

const folder = join(import.meta.dirname, '../docs/pictures');

const LANGUAGES = ['en', 'zh-CN'] as const;
type Language = (typeof LANGUAGES)[number];
type Picture = { name: string; path: string; theme: 'light' | 'dark' };

const PICTURES: readonly Picture[] = [
  { name: 'live-events', path: '/events/live', theme: 'light' },
  { name: 'source', path: '/sources/1', theme: 'light' },
  { name: 'health', path: '/health', theme: 'dark' },
];

const SHOP = {
  en: {
    source: 'Our website',
    products: ['Rain jacket', 'Trail shoes', 'Wool socks', 'Day pack', 'Head torch'],
  },
  'zh-CN': { source: '官网', products: ['冲锋衣', '越野跑鞋', '羊毛袜', '双肩包', '头灯'] },
};

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  const wanted = process.argv[2];
  if (wanted !== 'sample') for (const language of LANGUAGES) await takeAll(language);
  if (wanted !== 'ground') await takeSample();
} finally {
  await browser.close();
}

/** Each language has a shop of its own, with that language's products. */
async function takeAll(language: Language): Promise<void> {
  const instance = await startInstance();
  try {
    const session = await signIn(instance, language);
    const writeKey = await connect(instance, session, language);
    for (const picture of PICTURES) {
      const page = await open(browser, instance, session, picture, language);
      await send(instance, writeKey, language);
      await page.waitForTimeout(1500);
      await page.screenshot({ path: join(folder, `${picture.name}.${language}.png`) });
      await page.context().close();
    }
  } finally {
    await instance.stop();
  }
}

/** The sample shop: its first page, somebody whom one should meet, and its front. */
async function takeSample(): Promise<void> {
  const instance = await startInstance({ demo: true });
  try {
    for (const language of LANGUAGES) {
      const session = await signIn(instance, language);
      // A year was just told: figures and names are there when everybody has heard of it.
      await until(
        () => ask<{ items: { en: string }[] }>(instance, session, '/api/health'),
        ({ items }) => !items.some(({ en }) => en.includes('behind')),
      );
      const pictures: readonly Picture[] = [
        { name: 'sample-customer', path: `/customers/${await monthly(instance, session)}`, theme: 'light' },
        { name: 'sample-home', path: '/', theme: 'light' },
        { name: 'sample-front', path: '/shop/', theme: 'light' },
      ];
      for (const picture of pictures) {
        const page = await open(browser, instance, session, picture, language);
        await settled(page);
        await page.waitForTimeout(1000);
        await page.screenshot({ path: join(folder, `${picture.name}.${language}.png`) });
        await page.context().close();
      }
    }
  } finally {
    await instance.stop();
  }
}

/** Who buys tea each month and is late. */
async function monthly(instance: Instance, session: Session): Promise<number> {
  type Found = { items: { customer_id: number }[] };
  const path = '/api/customers/find?kind=user_id&value=sample-monthly';
  const { items } = await ask<Found>(instance, session, path);
  if (!items[0]) throw new Error('Nobody of the sample shop buys tea each month.');
  return items[0].customer_id;
}

async function ask<T>({ url }: Instance, session: Session, path: string): Promise<T> {
  const response = await fetch(url + path, { headers: { cookie: cookiesOf(session) } });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return (await response.json()) as T;
}

function cookiesOf({ cookies }: Session): string {
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
}

type Session = Awaited<ReturnType<ReturnType<Page['context']>['storageState']>>;

async function signIn({ url, owner }: Instance, language: Language): Promise<Session> {
  if (!owner) throw new Error('The installation told no password.');
  const context = await browser.newContext({ locale: language });
  const page = await context.newPage();
  await page.goto(`${url}/sign-in`);
  await page.fill('input[type=email]', owner.email);
  await page.fill('input[autocomplete=current-password]', owner.password);
  await page.click('button[type=submit]');
  await page.waitForURL(`${url}/`);
  await page.evaluate(
    (body) => fetch('/api/me', { method: 'PATCH', headers: { 'content-type': 'application/json' }, body }),
    JSON.stringify({ locale: language }),
  );
  const session = await context.storageState();
  await context.close();
  return session;
}

async function connect({ url }: Instance, session: Session, language: Language): Promise<string> {
  const cookie = cookiesOf(session);
  const post = async <T>(path: string, body: unknown): Promise<T> => {
    const headers = { cookie, origin: url, 'content-type': 'application/json' };
    const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
    return (await response.json()) as T;
  };
  const { id } = await post<{ id: string }>('/api/sources', { name: SHOP[language].source, kind: 'web' });
  return (await post<{ write_key: string }>(`/api/sources/${id}/keys`, { kind: 'server' })).write_key;
}

async function open(
  from: Browser,
  { url }: Instance,
  session: Session,
  picture: Picture,
  language: Language,
): Promise<Page> {
  const context = await from.newContext({
    storageState: session,
    locale: language,
    colorScheme: picture.theme,
    viewport: { width: 1200, height: 720 },
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto(url + picture.path);
  await page.waitForSelector('h1');
  await page.waitForTimeout(1000);
  return page;
}

/** A few visitors who look, put into the cart and sometimes buy. */
async function send({ url }: Instance, writeKey: string, language: Language): Promise<void> {
  const { products } = SHOP[language];
  const steps = ['Product Viewed', 'Product Added', 'Checkout Started', 'Order Completed'];
  const batch = Array.from({ length: 18 }, (_, index) => {
    const product = index % products.length;
    const ids = {
      anonymousId: `visitor-${index % 7}`,
      ...(index % 3 === 0 && { userId: `member-${1000 + (index % 5)}` }),
    };
    if (index % 6 === 5) return { type: 'page', name: products[product], ...ids };
    const properties = {
      product_id: `SKU-${product + 1}`,
      name: products[product],
      price: 59 + 40 * product,
      currency: language === 'en' ? 'EUR' : 'CNY',
    };
    return { type: 'track', event: steps[(index * 7) % steps.length], properties, ...ids };
  });
  const response = await fetch(`${url}/v1/batch`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ batch }),
  });
  if (!response.ok) throw new Error(`The events were not taken: ${response.status}`);
}
