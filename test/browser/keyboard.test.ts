/** The whole way by keyboard: sign in, go anywhere, find, move through a list, open, close; and the focus is never lost. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Instance, startInstance } from '../instance.ts';
import { ownerOf, ownerSession, type Session, settled, visit } from './console.ts';
import { aFullConsole } from './full-console.ts';
import { openPage } from './look.ts';
import { aBrowser } from './shop-page.ts';

let instance: Instance;
let browser: Browser;
let session: Session;
beforeAll(async () => {
  [instance, browser] = await Promise.all([startInstance(), aBrowser()]);
  await aFullConsole(instance);
  session = await ownerSession(browser, instance, 'en');
});
afterAll(async () => {
  await browser.close();
  await instance.stop();
});

/** What has the focus, as a screen reader would call it. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    return element?.getAttribute('aria-label') ?? element?.textContent?.trim().slice(0, 80) ?? '';
  });

describe('by keyboard alone', () => {
  it('one signs in', async () => {
    const { page, context } = await visit(browser);
    await openPage(page, `${instance.url}/sources`);
    const { email, password } = ownerOf(instance);
    // The first field has the focus already.
    await page.keyboard.type(email);
    await page.keyboard.press('Tab');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    await page.waitForURL(`${instance.url}/sources`);
    await context.close();
  });

  it('one skips to the page', async () => {
    const { page, context } = await visit(browser, { session });
    await openPage(page, `${instance.url}/sources`);
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Skip to the page');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.querySelector('main')?.contains(document.activeElement))).toBe(
      true,
    );
    await context.close();
  });

  it('one goes anywhere, and finds a message by its id', async () => {
    const { page, context } = await visit(browser, { session });
    await openPage(page, instance.url);
    await openPalette(page);
    await page.keyboard.type('health');
    await page.getByText('Message health').waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(`${instance.url}/health`);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await openPalette(page);
    await page.keyboard.type('ordinary-8');
    await page.getByText('Message ordinary-8').waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(`${instance.url}/events?message_id=ordinary-8`);
    // What stands behind the dialogue is no row to anybody until it has closed, and the list loads meanwhile.
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => page.getByRole('row').count(), { timeout: 60_000 }).toBe(2);
    await context.close();
  });

  it('one moves through a list, opens what is there, and comes back to where one was', async () => {
    const { page, context } = await visit(browser, { session });
    await openPage(page, `${instance.url}/events?type=page`);
    await page.getByRole('row').nth(1).waitFor();
    const rows = page.locator('tbody tr');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    const second = await rows.nth(1).textContent();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(second);
    await page.keyboard.press('Enter');
    const drawer = page.getByRole('dialog');
    await drawer.getByText('As JSON').waitFor();
    await settled(page);
    expect(
      await page.evaluate(() => document.querySelector('[role=dialog]')?.contains(document.activeElement)),
    ).toBe(true);
    // The address says what is open; Escape closes it, and the row has the focus again.
    expect(new URL(page.url()).searchParams.get('at')).toMatch(/^\d+$/);
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.get('at')).toBeNull();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(second);
    await context.close();
  });

  it('`?` tells the keys, and letters typed into a field are letters', async () => {
    const { page, context } = await visit(browser, { session });
    await openPage(page, `${instance.url}/sources`);
    await page.keyboard.press('?');
    const sheet = page.getByRole('dialog', { name: 'Keyboard' });
    await sheet.getByText('Next row').first().waitFor();
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    await page.keyboard.press('/');
    await page.keyboard.type('jk?/n');
    expect(await page.getByRole('searchbox').inputValue()).toBe('jk?/n');
    await page.waitForURL(/q=jk/);
    expect(await page.getByRole('dialog').count()).toBe(0);
    await context.close();
  });
});

/** It takes a moment until it is there, empty, and takes what is typed. */
async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.waitForFunction(() => {
    const input = document.activeElement;
    return input instanceof HTMLInputElement && input.value === '' && input.closest('[role=dialog]') !== null;
  });
}
