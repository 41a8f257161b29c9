/**
 * From an empty shop into the sample and back, by clicks, without a password: the two have directories, sessions and data of their own. What it is
 * filled with is the simulator's to prove; here it is said to be filled, so that this takes seconds.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Instance, run, startInstance } from '../instance.ts';
import { ownerSession, settled, visit } from './console.ts';
import { aBrowser } from './shop-page.ts';

const WORDS = {
  en: {
    open: 'Open the sample shop',
    banner: 'Sample shop: everything here is made up.',
    leave: 'Leave for my own shop',
  },
  'zh-CN': { open: '打开示例商店', banner: '示例商店：所有内容均为虚构。', leave: '离开，前往我的店铺' },
} as const;

let instance: Instance;
let browser: Browser;
let sample: string;
let dataDir: string;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'rg-beside-'));
  sample = join(dataDir, 'sample');
  mkdirSync(sample, { recursive: true });
  writeFileSync(join(sample, 'sample.json'), JSON.stringify({ write_key: '', api_key: '', filled: true }));
  [instance, browser] = await Promise.all([startInstance({ dataDir }), aBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await instance.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const kindIn = (folder: string): string =>
  JSON.parse(readFileSync(join(folder, 'instance.json'), 'utf8')).kind;

describe.each(['en', 'zh-CN'] as const)('a newcomer, in %s', (language) => {
  const words = WORDS[language];

  it('opens the sample from the first page, knows that she is in it, and leaves it for her own shop', async () => {
    const session = await ownerSession(browser, instance, language);
    const { page, context, complaints } = await visit(browser, { language, session });
    await page.goto(instance.url);
    await settled(page);
    await page.getByRole('button', { name: words.open }).click();
    await page.getByText(words.banner).first().waitFor({ timeout: 120_000 });
    expect([kindIn(instance.dataDir), kindIn(sample)]).toEqual(['shop', 'sample']);
    expect((await context.cookies()).map(({ name }) => name).sort()).toEqual([
      'regulars-sample.session_token',
      'regulars.session_token',
    ]);
    await page.goto(`${instance.url}/settings`);
    await page.getByText(words.banner).first().waitFor();
    await page.getByRole('button', { name: words.leave }).click();
    // Her own session is as it was.
    await page.getByRole('button', { name: words.open }).waitFor({ timeout: 120_000 });
    expect(await page.getByText(words.leave).count()).toBe(0);
    expect(complaints).toEqual([]);
    await context.close();
  });
});

describe('the directories', () => {
  it('say what they hold: neither is taken for the other', async () => {
    await instance.stop();
    const start = (...args: string[]) => run(['start', '--port', '4998', ...args], {});
    const own = await start('--data-dir', sample);
    expect([own.code, own.errors]).toEqual([1, expect.stringContaining('does not mix')]);
    expect(existsSync(join(sample, 'instance.json'))).toBe(true);
  });
});
