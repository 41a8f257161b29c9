/**
 * `bench screens`: what the console's first screen loads, and how long its pages wait for their data in a shop of a million customers and
 * twenty million events over three years (times the scale). The baseline is a request that reads nothing, at the same time of day.
 */
import { systemClock } from '#platform/clock';
import { subscriberStatus } from '#platform/log';
import type { AppPlatform } from '../platform.ts';
import { type Asking, cursorOfPage, get, percentile, timed } from './ask-screens.ts';
import { type BenchInstance, benchInstance } from './bench-instance.ts';
import { drawing, fillCustomers, fillHeavy, fillYears } from './fill-shop.ts';
import { firstLoad } from './first-load.ts';

const ASKED = 400;
const ORDERS_AT_ONCE = 500;

type Size = { customers: number; events: number; months: number; heavyEvents: number; orders: number };

export async function run({
  scale,
  seed,
}: {
  scale: number;
  seed: number;
}): Promise<Record<string, unknown>> {
  const size: Size = {
    customers: Math.round(1_000_000 * scale),
    events: Math.round(20_000_000 * scale),
    months: 36,
    heavyEvents: 20_000,
    orders: Math.round(300_000 * scale),
  };
  const instance = await benchInstance();
  try {
    await instance.start();
    const { api_key: apiKey } = await instance.regulars<{ api_key: string }>(
      'key',
      'create',
      '--api',
      '--role',
      'owner',
    );
    const asking = { url: instance.url, apiKey };
    const filled = await fillShop(instance, asking, size, seed);
    return { ...firstLoad(), ...(await askAll(asking, size, seed)), ...size, ...filled };
  } finally {
    await instance.remove();
  }
}

async function fillShop(
  instance: BenchInstance,
  asking: Asking,
  size: Size,
  seed: number,
): Promise<Record<string, number>> {
  const start = performance.now();
  await instance.platform(async (platform) => {
    await fillYears(platform, size);
    await fillCustomers(platform, size.customers, seed);
    await settled(platform);
    await fillHeavy(platform, size.heavyEvents);
  });
  await fillOrders(asking, size, seed);
  await instance.platform(async (platform) => {
    await settled(platform);
    await platform.database.pool.query('VACUUM ANALYZE');
  });
  while ((await instance.regulars<{ behind: number }>('lake', 'status')).behind > 0) await pause();
  return { fill_seconds: Math.round((performance.now() - start) / 1000) };
}

const pause = (): Promise<void> => new Promise((next) => setTimeout(next, 250));

/** Everybody who follows the log has read it, and every card is made. */
async function settled({ db, database }: AppPlatform): Promise<void> {
  const isBehind = async (): Promise<boolean> =>
    (await subscriberStatus(db)).some(({ behind }) => behind > 0) ||
    (await database.pool.query('SELECT 1 FROM customers.stale LIMIT 1')).rowCount === 1;
  while (await isBehind()) await pause();
}

/** By the way a shop's own system takes, over three years. */
async function fillOrders({ url, apiKey }: Asking, { orders, customers }: Size, seed: number): Promise<void> {
  const post = async (path: string, body: unknown): Promise<{ id: string }> => {
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
    const answer = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as { id: string };
  };
  const channel = { name: '旗舰店', platform: 'own', currency: 'CNY', zone: 'Asia/Shanghai', country: 'CN' };
  const { id } = await post('/api/channels', channel);
  const next = drawing(seed + 1);
  const now = systemClock.now().getTime();
  for (let done = 0; done < orders; done += ORDERS_AT_ONCE) {
    const given = Array.from({ length: Math.min(ORDERS_AT_ONCE, orders - done) }, (_, index) => ({
      platform_id: `O${done + index + 1}`,
      placed_at: new Date(now - next(1095 * 1440) * 60_000).toISOString(),
      customer: { user_id: `user-${1 + next(customers)}` },
      country: 'CN',
      lines: Array.from({ length: 1 + next(3) }, (_, line) => ({
        id: String(line + 1),
        product_id: `P${next(5000)}`,
        title: `商品 ${next(5000)}`,
        quantity: 1 + next(3),
        unit_price: `${10 + next(500)}.90`,
      })),
    }));
    await post(`/api/channels/${id}/orders`, { orders: given });
  }
}

async function askAll(asking: Asking, size: Size, seed: number): Promise<Record<string, number>> {
  const next = drawing(seed + 2);
  const baseline = percentile(await timed(asking, repeated('/api/metrics')), 0.99);
  const pages = Array.from({ length: ASKED }, () => String(1 + next(size.customers)));
  const profile = await profileTimes(asking, pages);
  const heavy = await profileTimes(asking, repeated('1'));
  return {
    'screens.profile_p99_ms': percentile(profile, 0.99),
    'screens.heavy_profile_p99_ms': percentile(heavy, 0.99),
    'screens.sections_p99_ms': percentile(await timed(asking, sectionsOf(pages)), 0.99),
    'screens.heavy_sections_p99_ms': percentile(await timed(asking, sectionsOf(repeated('1'))), 0.99),
    ...(await searches(asking)),
    ...(await lists(asking)),
    'screens.home_p99_ms': percentile(await timed(asking, homes()), 0.99),
    'screens.nothing_p99_ms': baseline,
    'screens.profile_ratio_to_nothing': Math.round((percentile(profile, 0.99) / baseline) * 10) / 10,
  };
}

const repeated = (path: string): string[] => Array.from({ length: ASKED }, () => path);

/** Her page and the first stretch of her timeline. */
const profileTimes = (asking: Asking, ids: readonly string[]): Promise<number[]> =>
  timed(
    asking,
    ids.flatMap((id) => [`/api/customers/${id}`, `/api/customers/${id}/timeline?limit=50`]),
  );

/** What stands around it, each a request of its own. */
const sectionsOf = (ids: readonly string[]): string[] =>
  ids.flatMap((id) =>
    ['orders', 'addresses', 'devices', 'preferences'].map((section) => `/api/customers/${id}/${section}`),
  );

/** Characters in the middle of names and addresses, beginnings of addresses, the last four of a phone. */
async function searches(asking: Asking): Promise<Record<string, number>> {
  const { items } = await get<{ items: { name: string; email: string; phone: string | null }[] }>(
    asking,
    '/api/customers?limit=200&sort=first_seen',
  );
  const known = items.filter(({ name, phone }) => name.length > 2 && phone !== null);
  const asked = {
    one: known.map(({ name }) => [...name].at(1)),
    two: known.map(({ name }) => [...name].slice(1, 3).join('')),
    three: known.map((_, n) => ['山路1', '民路2', '放路3', '设路4', '平路5'][n % 5]),
    email: known.map(({ email }) => email.slice(0, 6)),
    phone: known.map(({ phone }) => phone?.slice(-4)),
  };
  const times: Record<string, number> = {};
  for (const [kind, words] of Object.entries(asked)) {
    const paths = words.map((word) => `/api/customers?limit=50&query=${encodeURIComponent(word as string)}`);
    times[`screens.search_${kind}_p99_ms`] = percentile(await timed(asking, paths), 0.99);
  }
  return { 'screens.search_p99_ms': Math.max(...Object.values(times)), ...times };
}

const SORTS = ['active_at', 'first_seen', 'orders', 'spent', 'last_order_at'];
const FILTERS = [
  '',
  'email=true',
  'email=false',
  'phone=false',
  'country=CN',
  'country=FR',
  'tag=vip',
  'channel=1',
  'orders_from=1',
  'orders_from=5',
  'orders_to=0',
  'spent_from=100000',
  'spent_from=9000000',
  'active_from=2025-01-01T00:00:00Z',
  'active_to=2020-01-01T00:00:00Z',
  'seen_from=2025-01-01T00:00:00Z',
  'seen_to=2020-01-01T00:00:00Z',
];

/** Every filter under every sort, in both directions, at page 1; every sort at page 1,000. */
async function lists(asking: Asking): Promise<Record<string, unknown>> {
  const sorts = SORTS.flatMap((sort) => [sort, `-${sort}`]);
  let slowest = { ms: 0, path: '' };
  const all: number[] = [];
  const ask = async (path: string): Promise<void> => {
    const times = await timed(
      asking,
      Array.from({ length: 20 }, () => path),
    );
    all.push(...times);
    const ms = percentile(times, 0.99);
    if (ms > slowest.ms) slowest = { ms, path };
  };
  for (const sort of sorts) {
    for (const filter of FILTERS) await ask(`/api/customers?limit=50&sort=${sort}&${filter}`);
    const after = await cursorOfPage(asking, `/api/customers?sort=${sort}`, 1000);
    if (after) await ask(`/api/customers?limit=50&sort=${sort}&after=${encodeURIComponent(after)}`);
  }
  return {
    'screens.list_p99_ms': percentile(all, 0.99),
    'screens.list_slowest_ms': slowest.ms,
    list_slowest: slowest.path,
  };
}

/** The pulse over stretches of all lengths, as different days are asked for. */
function homes(): string[] {
  const day = (ago: number): string =>
    new Date(systemClock.now().getTime() - ago * 86_400_000).toISOString().slice(0, 10);
  return Array.from({ length: 100 }, (_, n) => {
    const length = [6, 27, 89, 364][n % 4] as number;
    const to = Math.floor(n / 4);
    return `/api/pulse?currency=CNY&from=${day(to + length)}&to=${day(to)}`;
  });
}
