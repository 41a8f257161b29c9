/**
 * The console in a real browser, in a language, a theme and a width. Whatever should not happen on any page is kept as a complaint: a
 * script error, a breach of the content security policy or of Trusted Types, a dialogue nobody asked for. Tests ask for it in the end.
 */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Instance } from '../instance.ts';

export type Language = 'en' | 'zh-CN';
export type Theme = 'light' | 'dark';
export type Session = Awaited<ReturnType<BrowserContext['storageState']>>;
export type Look = { language?: Language; theme?: Theme; width?: number; session?: Session };
export type Visit = { page: Page; context: BrowserContext; complaints: string[] };

const PATIENCE_MS = 120_000;

export function ownerOf({ owner }: Instance): { email: string; password: string } {
  if (!owner) throw new Error('Only the first start of an installation tells the password.');
  return owner;
}

export async function visit(browser: Browser, look: Look = {}): Promise<Visit> {
  const { language = 'en', theme = 'light', width = 1280, session } = look;
  const context = await browser.newContext({
    locale: language,
    colorScheme: theme,
    viewport: { width, height: 860 },
    reducedMotion: 'reduce',
    ...(session && { storageState: session }),
  });
  // There to end what hangs, not to measure.
  context.setDefaultTimeout(PATIENCE_MS);
  const complaints: string[] = [];
  await context.exposeFunction('complain', (what: string) => complaints.push(what));
  await context.addInitScript(() => {
    const { complain } = window as never as { complain(what: string): void };
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
      complain(`${violatedDirective}: ${blockedURI} ${sample}`),
    );
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => {
    complaints.push(`a dialogue: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return { page, context, complaints };
}

/** Signs in as the owner and speaks that language from then on; the session for further visits. */
export async function ownerSession(
  browser: Browser,
  instance: Instance,
  language: Language,
): Promise<Session> {
  const { page, context } = await visit(browser, { language });
  const { email, password } = ownerOf(instance);
  await page.goto(`${instance.url}/sign-in`);
  await page.locator('input[type=email]').fill(email);
  await page.locator('input[autocomplete=current-password]').fill(password);
  await page.locator('button[type=submit]').click();
  await page.waitForURL(`${instance.url}/`);
  await speak(page, language);
  const session = await context.storageState();
  await context.close();
  return session;
}

/** The language of the account, which wins over that of the browser. */
export async function speak(page: Page, language: Language): Promise<void> {
  const status = await page.evaluate(async (locale) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch('/api/me', { method: 'PATCH', headers, body: JSON.stringify({ locale }) });
    return response.status;
  }, language);
  if (status !== 200) throw new Error(`The language could not be changed: ${status}`);
}

/** Until a page has its heading and nothing is under way on it any more: what fades in is judged as it stays. */
export async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor();
  await page
    .waitForFunction(
      () =>
        !document.querySelector('[aria-busy="true"], .mantine-Skeleton-root') &&
        document.getAnimations().every(({ playState }) => playState !== 'running'),
    )
    .catch(async (error: Error) => {
      throw new Error(`${page.url()} does not come to rest: ${await underWay(page)}`, { cause: error });
    });
}

const underWay = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const busy = [...document.querySelectorAll('[aria-busy="true"], .mantine-Skeleton-root')];
    const moving = document.getAnimations().flatMap(({ playState, effect }) => {
      const { target } = effect as KeyframeEffect;
      return playState === 'running' && target ? [target] : [];
    });
    return [...busy, ...moving].map(({ outerHTML }) => outerHTML.slice(0, 300)).join(' … ');
  });
