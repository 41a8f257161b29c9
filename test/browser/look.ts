/** Looking at pages as a machine can. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { settled } from './console.ts';

/** All pages that are reached without an id. */
export const PAGES = [
  '/',
  '/events/live',
  '/events',
  '/rejected',
  '/sources',
  '/customers',
  '/duplicates',
  '/attributes',
  '/orders',
  '/products',
  '/groups',
  '/segments',
  '/segments/new',
  '/channels',
  '/connections',
  '/connections/new',
  '/reconciliation',
  '/closings',
  '/imports',
  '/imports/new',
  '/erasures',
  '/customer-requests',
  '/health',
  '/outbox',
  '/backups',
  '/settings',
  '/staff',
  '/account',
  '/api-keys',
  '/audit',
] as const;

/** Pages that wait for another installation; they stay as they are for as long as nobody answers. The last one has no ticket any more. */
export const WAITING = ['/enter#ticket', '/own-shop', '/enter'] as const;

export async function openPage(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await settled(page);
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds serious or critical, each in a line. */
export async function barriers(page: Page): Promise<string[]> {
  // Evaluated by the debugger: the page's policy would let no other script in.
  await page.evaluate(axe);
  return await page.evaluate(async () => {
    type Result = { id: string; impact: string; nodes: { target: unknown[]; failureSummary: string }[] };
    const { axe } = window as never as { axe: { run(): Promise<{ violations: Result[] }> } };
    const { violations } = await axe.run();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target} ${node.failureSummary}`));
  });
}

/** How many pixels the page is wider than its window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Texts and labels of a page; not what others wrote (`bdi`), code, or names of keys. */
export const texts = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const verbatim =
      'bdi, code, pre, textarea, kbd, [translate="no"], [lang="en"], script, style, noscript, time';
    const found = [document.title];
    for (const element of document.body.querySelectorAll('*')) {
      if (element.closest(verbatim)) continue;
      for (const node of element.childNodes) if (node.nodeType === 3) found.push(node.textContent ?? '');
      for (const name of ['aria-label', 'placeholder', 'title', 'alt', 'data-label'])
        found.push(element.getAttribute(name) ?? '');
    }
    return found.filter((text) => text.trim() !== '');
  });
