/**
 * The script a shop embeds. It keeps to itself: one global, `regulars`, no cookie before consent where the shop says so, and no error of
 * ours ever reaches the page.
 *
 *     <script>!function(w,d,s){w.regulars=w.regulars||function(){(w.regulars.q=w.regulars.q||[]).push(arguments)};
 *     s=d.createElement('script');s.async=1;s.src='https://crm.example.com/tag.js';d.head.appendChild(s)}(window,document)
 *     regulars('init', {key: 'wk_…', consent: 'required'});</script>
 *     regulars('consent', 'granted');
 *     regulars('track', 'Product Viewed', {product_id: 'P1', price: 9.9});
 */
import { createDelivery, type Delivery } from './deliver.ts';
import { createState, type State, uuid } from './state.ts';

type Options = {
  key: string;
  /** Where Regulars is; where this script came from unless said. */
  host?: string;
  /** `required`: nothing is kept or sent before `regulars('consent', 'granted')`. */
  consent?: 'required' | 'granted';
  /** False: pages are told by the shop itself, with `regulars('page')`. */
  pages?: boolean;
};

type Properties = Record<string, unknown>;
type Queued = { (...args: unknown[]): void; q?: ArrayLike<unknown>[] };

const script = document.currentScript as HTMLScriptElement | null;
const CONSENT = 'regulars_consent';

let state: State | undefined;
let delivery: Delivery | undefined;
let options: Options | undefined;
let allowed = false;
let lastPage = '';
/** Calls before consent: kept in memory, sent if it is given, forgotten if it is not. */
let held: (() => void)[] = [];

const acts: Record<string, (...args: never[]) => void> = {
  init(given: Options) {
    if (options || !given?.key) return;
    options = given;
    allowed = given.consent !== 'required' || remembered() === 'granted';
    // Global Privacy Control: a "no" that the browser says for its owner (CCPA regulations § 7025).
    if ((navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl && remembered() !== 'granted')
      allowed = false;
    if (allowed) begin();
    if (given.pages !== false) watchPages();
  },
  consent(answer: 'granted' | 'denied') {
    remember(answer);
    if (answer === 'granted' && !allowed) {
      allowed = true;
      begin();
    } else if (answer === 'denied') {
      allowed = false;
      held = [];
      state?.setKeeping(false);
    }
  },
  identify(userId: string, traits?: Properties, more?: { userToken?: string }) {
    whenAllowed(() => {
      state?.setUser({ userId: String(userId), ...(more?.userToken && { userToken: more.userToken }) });
      send('identify', { traits: traits ?? {} });
    });
  },
  track(event: string, properties?: Properties) {
    whenAllowed(() => send('track', { event, properties: properties ?? {} }));
  },
  page(name?: string, properties?: Properties) {
    const page = pageNow();
    whenAllowed(() => send('page', { ...(name && { name }), properties: { ...page, ...properties } }, page));
  },
  group(groupId: string, traits?: Properties) {
    whenAllowed(() => send('group', { groupId, traits: traits ?? {} }));
  },
  reset() {
    whenAllowed(() => {
      state?.setKeeping(false);
      state?.setKeeping(true);
    });
  },
  flush() {
    delivery?.flush();
  },
};

function begin(): void {
  if (!options) return;
  state ??= createState(true);
  state.setKeeping(true);
  delivery ??= createDelivery(hostOf(options), options.key, state);
  const waiting = held;
  held = [];
  for (const call of waiting) call();
}

const hostOf = ({ host }: Options): string =>
  (host ?? (script ? new URL(script.src).origin : location.origin)).replace(/\/$/, '');

function whenAllowed(call: () => void): void {
  if (allowed && delivery) call();
  else if (held.length < 100) held.push(call);
}

function send(type: string, call: Properties, page = pageNow()): void {
  if (!state || !delivery) return;
  const user = state.user();
  delivery.add({
    ...call,
    type,
    messageId: uuid(),
    anonymousId: state.anonymousId(),
    ...(user && { userId: user.userId }),
    timestamp: new Date().toISOString(),
    context: {
      library: { name: 'regulars-tag', version: '1' },
      locale: navigator.language,
      timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      screen: { width: screen.width, height: screen.height, density: devicePixelRatio },
      userAgent: navigator.userAgent,
      page,
      ...campaign(),
      ...(user?.userToken && { userToken: user.userToken }),
    },
  });
}

const pageNow = (): Properties => ({
  path: location.pathname,
  url: location.href.split('#')[0],
  search: location.search,
  title: document.title,
  referrer: document.referrer,
});

/** utm_… of the address, as Segment's libraries name them. */
function campaign(): Properties {
  const found: Record<string, string> = {};
  new URLSearchParams(location.search).forEach((value, name) => {
    if (name.startsWith('utm_')) found[name === 'utm_campaign' ? 'name' : name.slice(4)] = value;
  });
  return Object.keys(found).length ? { campaign: found } : {};
}

/** Also pages that change without loading: the address is looked at after every history call. */
function watchPages(): void {
  const look = (): void => {
    if (location.pathname + location.search === lastPage) return;
    lastPage = location.pathname + location.search;
    run(['page']);
  };
  for (const name of ['pushState', 'replaceState'] as const) {
    const original = history[name];
    history[name] = function (this: History, ...args: Parameters<History['pushState']>) {
      original.apply(this, args);
      // The page sets its title after it changed its address.
      setTimeout(look, 0);
    };
  }
  addEventListener('popstate', () => setTimeout(look, 0));
  look();
}

// The answer itself is the one thing that must be kept to be honoured.
function remembered(): string | null {
  try {
    return localStorage.getItem(CONSENT);
  } catch {
    return null;
  }
}

function remember(answer: string): void {
  try {
    localStorage.setItem(CONSENT, answer);
  } catch {}
}

function run(args: ArrayLike<unknown>): void {
  const [name, ...rest] = Array.from(args) as [string, ...never[]];
  try {
    acts[name]?.(...rest);
  } catch {
    // A mistake here must not stop the shop.
  }
}

addEventListener('pagehide', () => delivery?.leave());
addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && delivery?.leave());

const page = window as unknown as { regulars?: Queued };
const early = page.regulars?.q ?? [];
page.regulars = (...args: unknown[]) => run(args);
for (const args of Array.from(early)) run(args);
