/**
 * What visitors write is shown and does nothing (SECURITY.md A6): scripts in every text field of an event, directions turned around,
 * a text of 20 KB, and what was rejected because of a NUL or its size.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Instance, startInstance } from '../instance.ts';
import { ownerSession, type Session, settled, type Visit, visit } from './console.ts';
import { aFullConsole, type Full, HOSTILE } from './full-console.ts';
import { openPage, overflow } from './look.ts';
import { aBrowser } from './shop-page.ts';

let instance: Instance;
let browser: Browser;
let full: Full;
let session: Session;
beforeAll(async () => {
  [instance, browser] = await Promise.all([startInstance(), aBrowser()]);
  full = await aFullConsole(instance);
  await sendTheWorst();
  session = await ownerSession(browser, instance, 'en');
});
afterAll(async () => {
  await browser.close();
  await instance.stop();
});

const LONG = '长'.repeat(6000);

const sendTheWorst = (): Promise<void> =>
  send([
    { type: 'track', messageId: 'nul', anonymousId: 'a', event: `${HOSTILE[0]}\u0000` },
    {
      type: 'track',
      messageId: 'large',
      anonymousId: 'a',
      event: 'Large',
      properties: { text: 'x'.repeat(64 * 1024) },
    },
    { type: 'track', messageId: 'long', anonymousId: 'a', event: HOSTILE[0], properties: { text: LONG } },
  ]);

async function send(batch: object[]): Promise<void> {
  const response = await fetch(`${instance.url}/v1/batch`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${full.writeKey}:`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ batch }),
  });
  expect(response.status).toBe(200);
}

async function quietly(watch: (page: Page) => Promise<void>): Promise<void> {
  const visited: Visit = await visit(browser, { session });
  await watch(visited.page);
  // Nothing ran: no variable set, no breach of the policy, no dialogue, no element that a text became.
  expect(await visited.page.evaluate(() => 'pwned' in window)).toBe(false);
  expect(await visited.page.locator('img[src="x"], [onerror], body script').count()).toBe(0);
  expect(visited.complaints).toEqual([]);
  await visited.context.close();
}

describe('on a desk and on a phone', () => {
  it.each([
    '/',
    '/events?cols=received,event,gist,source,customer,flags,user,anonymous,message',
    '/customers?cols=name,email,phone,tags,country,city',
    '/customers/1',
    '/customers/2',
    '/orders?cols=number,channel,customer,state',
    '/orders/1',
    '/channels',
    '/sources',
    '/sources/2',
    '/sources/2?tab=limits',
    '/rejected?cols=received,source,event,reason,field,state,message,code',
    '/staff',
    '/api-keys',
    '/audit',
    `/customers?kind=user_id&value=${encodeURIComponent(HOSTILE[0] ?? '')}`,
    `/events?event=${encodeURIComponent(HOSTILE[1] ?? '')}`,
  ])('%s shows texts', (path) =>
    quietly(async (page) => {
      await openPage(page, instance.url + path);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      await page.setViewportSize({ width: 390, height: 844 });
      await settled(page);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
    }),
  );
});

it('each of them is readable as it was sent, where an event is opened', async () => {
  const { items } = await eventsNewestFirst();
  const hostile = items.filter(({ message_id }) => /^(hostile|long)/.test(message_id));
  expect(hostile).toHaveLength(HOSTILE.length + 1);
  await quietly(async (page) => {
    for (const { position, properties } of hostile) {
      await openPage(page, `${instance.url}/events?at=${position}`);
      const json = await page.getByRole('dialog').getByRole('region').textContent();
      // What cannot be seen is written as JSON writes it, so this is still the same JSON.
      expect(JSON.parse(json ?? '').properties).toEqual(properties);
      expect(json).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
    }
  });
});

it('they arrive live', () =>
  quietly(async (page) => {
    await openPage(page, `${instance.url}/events/live`);
    await page.getByText('Live', { exact: true }).waitFor();
    await send(
      HOSTILE.map((text, index) => ({
        type: 'track',
        messageId: `live-${index}`,
        anonymousId: text,
        event: text,
      })),
    );
    await page
      .locator('[data-row]')
      .nth(HOSTILE.length - 1)
      .waitFor();
    expect(await page.getByRole('region', { name: 'Events, newest first' }).textContent()).toContain(
      HOSTILE[0] ?? 'none',
    );
  }));

it('what was rejected for its NUL or its size can be opened', () =>
  quietly(async (page) => {
    const { items } = await rejected();
    const worst = items.filter(({ message_id }) => message_id === 'nul' || message_id === 'large');
    expect(worst.length).toBeGreaterThan(0);
    for (const { id } of worst) {
      await openPage(page, `${instance.url}/rejected?at=${id}`);
      await page.getByRole('dialog').getByRole('textbox').waitFor();
    }
  }));

const cookie = (): string => session.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
type Listed<Item> = { items: Item[] };

async function ask<Item>(path: string): Promise<Listed<Item>> {
  const response = await fetch(instance.url + path, { headers: { cookie: cookie() } });
  return (await response.json()) as Listed<Item>;
}
const eventsNewestFirst = () =>
  ask<{ position: number; message_id: string; properties: object }>('/api/events?limit=100');
const rejected = () => ask<{ id: string; message_id: string | null }>('/api/rejected?limit=100');
