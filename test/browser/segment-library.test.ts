/** Segment's published browser library on a shop's page, unchanged but for the host. */

import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Instance, startInstance } from '../instance.ts';
import { eventsOf } from '../sdk/arrivals.ts';
import { aBrowser, aShop, type ShopPage } from './shop-page.ts';

let instance: Instance;
let browser: Browser;
let shop: ShopPage;

beforeAll(async () => {
  [instance, browser, shop] = await Promise.all([startInstance(), aBrowser(), aShop()]);
});
afterAll(async () => {
  await browser.close();
  await shop.close();
  await instance.stop();
});

/** As a shop's bundler takes it from npm: `import { AnalyticsBrowser } from '@segment/analytics-next'`. */
async function bundled(): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents:
        "import { AnalyticsBrowser } from '@segment/analytics-next'; window.AnalyticsBrowser = AnalyticsBrowser;",
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    write: false,
    format: 'iife',
  });
  return outputFiles[0]?.text ?? '';
}

type Library = Record<
  'page' | 'identify' | 'track' | 'group' | 'alias',
  (...args: unknown[]) => Promise<unknown>
> & {
  user(): { anonymousId(): string };
};

it('delivers page, track, group, identify and alias, each once', async () => {
  const { write_key: key } = await instance.regulars<{ write_key: string }>(
    'key',
    'create',
    '--kind',
    'browser',
  );
  const { api_key: apiKey } = await instance.regulars<{ api_key: string }>(
    'key',
    'create',
    '--api',
    '--role',
    'developer',
  );
  const page = await browser.newPage();
  shop.show('<!doctype html><title>Shop</title>');
  await page.goto(`${shop.origin}/p/1`);
  await page.addScriptTag({ content: await bundled() });
  const anonymousId = await page.evaluate(
    async ([writeKey, cdnURL]) => {
      const { AnalyticsBrowser } = window as never as {
        AnalyticsBrowser: { load(settings: object): Promise<[Library]> };
      };
      const [analytics] = await AnalyticsBrowser.load({ writeKey, cdnURL });
      await analytics.page('Home');
      await analytics.track('Product Viewed', { product_id: 'P1' });
      await analytics.group('household-1');
      await analytics.identify('user-1', { email: 'ann@example.com' });
      await analytics.alias('user-2', 'user-1');
      return analytics.user().anonymousId();
    },
    [key, instance.url] as const,
  );
  const events = await eventsOf(instance.url, apiKey, anonymousId, 5);
  expect(events.map((event) => event.type).sort()).toEqual(['alias', 'group', 'identify', 'page', 'track']);
  expect(events.find((event) => event.type === 'page')?.context).toMatchObject({
    library: { name: 'analytics.js' },
  });
});
