/**
 * `bench live`: the live engine in a shop of a million customers with twenty million events behind them (times the scale) and fifty segments, half
 * of them windowed, twenty with filters: what it keeps up with, from HTTP to transition; how soon an entry and an exit are seen at half of that;
 * how long a new segment takes to be filled, and a preview to be counted. The baseline of filling is the bare query over the same people.
 */
import { createCustomerDirectory } from '#know/customers';
import { subscriberStatus } from '#platform/log';
import type { AppPlatform } from '../platform.ts';
import { percentile } from './ask-screens.ts';
import { type BenchInstance, benchInstance, runProcess } from './bench-instance.ts';
import { fillCustomers, fillYears } from './fill-shop.ts';
import { memory as memoryOf } from './idle.ts';
import type { LiveLoad } from './live-load.ts';

const SEGMENTS = 50;
const MONTHS = 36;
const PROBES = 150;
const PREVIEWS = 20;
const DECIDE = 'decide/segments: decide';

type Figures = Record<string, unknown>;
type Shop = { url: string; apiKey: string; key: string; people: number; seed: number; seconds: number };

export async function run({ scale, seed }: { scale: number; seed: number }): Promise<Figures> {
  const size = {
    customers: Math.round(1_000_000 * scale),
    events: Math.round(20_000_000 * scale),
    months: MONTHS,
    heavyEvents: 0,
  };
  const instance = await benchInstance();
  try {
    await instance.start();
    await instance.platform(async (platform) => {
      await fillYears(platform, size);
      await fillCustomers(platform, size.customers, seed);
      await decided(platform);
    });
    while ((await instance.regulars<{ behind: number }>('lake', 'status')).behind > 0) await pause(250);
    const shop: Shop = {
      url: instance.url,
      ...(await keysOf(instance)),
      people: size.customers,
      seed,
      seconds: Math.max(20, Math.round(300 * scale)),
    };
    const filled = await fillSegments(shop);
    const previewed = await previews(shop);
    return await instance.platform(async (platform) => {
      const sustained = await sustain(platform, shop);
      const latencies = await probe(platform, shop, Number(sustained['live.events_per_s']) / 2);
      return { ...filled, ...previewed, ...sustained, ...latencies, ...(await memory(instance)), ...size };
    });
  } finally {
    await instance.remove();
  }
}

const pause = (ms: number): Promise<void> => new Promise((next) => setTimeout(next, ms));

async function keysOf(instance: BenchInstance): Promise<{ apiKey: string; key: string }> {
  const [api, source] = [
    await instance.regulars<{ api_key: string }>('key', 'create', '--api', '--role', 'owner'),
    await instance.regulars<{ write_key: string }>('key', 'create', '--kind', 'server'),
  ];
  return { apiKey: api.api_key, key: source.write_key };
}

/** The live engine, and who comes before it, have read everything. */
async function decided({ db }: AppPlatform): Promise<void> {
  const behind = async (): Promise<number> =>
    (await subscriberStatus(db)).find(({ name }) => name === DECIDE)?.behind ?? 1;
  while ((await behind()) > 0) await pause(20);
}

/** Half with windows, from minutes to months; two of five with a filter. */
export function definitionOf(n: number): string {
  const names = ['Product Viewed', 'Product Added', 'Product List Viewed'];
  const name = names[n % 3];
  const where = n % 5 < 2 ? ` where price >= ${(n * 37) % 900}` : '';
  const windows = ['1 minutes', '10 minutes', '2 hours', '1 days', '7 days', '30 days'];
  const window = n % 2 === 0 ? ` in last ${windows[(n / 2) % windows.length]}` : '';
  return n % 4 === 3
    ? `did "${name}"${where}${window}`
    : `count "${name}"${where}${window} >= ${1 + (n % 7)}`;
}

async function ask<T>({ url, apiKey }: Shop, method: string, path: string, body?: object): Promise<T> {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  const given = (await answer.json()) as T;
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(given)}`);
  return given;
}

type Segment = { id: number; state: string; members: number };

async function fillSegments(shop: Shop): Promise<Figures> {
  const start = performance.now();
  for (let n = 0; n < SEGMENTS; n++)
    await ask(shop, 'POST', '/api/segments', { name: `Segment ${n}`, text: definitionOf(n) });
  await ask(shop, 'POST', '/api/segments', { name: 'Probe', text: 'did "Probe Seen" in last 1 minutes' });
  await allLive(shop);
  const together = performance.now() - start;
  const text = 'count "Product Added" in last 60 days >= 1';
  const alone = performance.now();
  await ask(shop, 'POST', '/api/segments', { name: 'Alone', text });
  await allLive(shop);
  const backfill = performance.now() - alone;
  const bare = performance.now();
  await ask(shop, 'POST', '/api/segments/preview', { text });
  return {
    'live.backfill_s': round(backfill / 1000),
    'live.backfill_ratio_to_query': round(backfill / (performance.now() - bare)),
    'live.fill_all_s': round(together / 1000),
  };
}

const round = (value: number): number => Math.round(value * 100) / 100;

async function allLive(shop: Shop): Promise<void> {
  for (;;) {
    const { items } = await ask<{ items: Segment[] }>(shop, 'GET', '/api/segments?limit=200');
    if (items.every(({ state }) => state === 'live')) return;
    await pause(200);
  }
}

async function previews(shop: Shop): Promise<Figures> {
  const took: number[] = [];
  for (let n = 0; n < PREVIEWS; n++) {
    const start = performance.now();
    await ask(shop, 'POST', '/api/segments/preview', { text: definitionOf(n * 2) });
    took.push(performance.now() - start);
  }
  return { 'live.preview_p95_ms': round(percentile(took, 0.95)) };
}

/** As many as are answered; over the time until the last of them is decided. */
async function sustain(platform: AppPlatform, shop: Shop): Promise<Figures> {
  const before = await turned(platform);
  const start = performance.now();
  const { sent } = await loadOf({ ...shop, connections: 8 });
  const answered = (performance.now() - start) / 1000;
  await decided(platform);
  const seconds = (performance.now() - start) / 1000;
  return {
    'live.events_per_s': Math.round(sent / seconds),
    'live.acked_per_s': Math.round(sent / answered),
    'live.transitions_per_event': round(((await turned(platform)) - before) / sent),
  };
}

const loadOf = (load: LiveLoad): Promise<{ sent: number; per_s: number }> =>
  runProcess(new URL('./live-load.ts', import.meta.url), load);

async function turned({ database }: AppPlatform): Promise<number> {
  const { rows } = await database.pool.query(
    'SELECT count(*)::int + count(left_at)::int AS turns FROM segments.spell WHERE cause < 3',
  );
  return (rows[0] as { turns: number }).turns;
}

/** Somebody new does what a segment asks for: from the answer to the entry that another connection sees, and, a minute later, its end. */
async function probe(platform: AppPlatform, shop: Shop, rate: number): Promise<Figures> {
  const seconds = shop.seconds + 70;
  const loading = loadOf({ ...shop, seconds, seed: shop.seed + 1, connections: 8, rate });
  const entries: number[] = [];
  const exits: Promise<number>[] = [];
  const directory = createCustomerDirectory(platform.db, platform.vault, platform.pepper);
  for (let n = 0; n < PROBES; n++) {
    const value = `probe-${shop.seed}-${n}`;
    const { subjects } = await directory.subjectsOf([{ kind: 'user_id', value }]);
    const person = subjects[0]?.customerId ?? 0;
    const happened = performance.now();
    await fetch(`${shop.url}/v1/track`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-write-key': shop.key },
      body: JSON.stringify({ userId: value, event: 'Probe Seen', messageId: value }),
    });
    const accepted = performance.now();
    await until(platform, person, true);
    entries.push(performance.now() - accepted);
    exits.push(
      pause(60_000 - (performance.now() - happened))
        .then(() => until(platform, person, false))
        .then(() => performance.now() - accepted - 60_000),
    );
    await pause((shop.seconds * 1000) / PROBES);
  }
  const late = await Promise.all(exits);
  await loading;
  return {
    'live.transition_p50_ms': round(percentile(entries, 0.5)),
    'live.transition_p99_ms': round(percentile(entries, 0.99)),
    'live.expiry_p99_ms': round(percentile(late, 0.99)),
    'live.probed_at_per_s': Math.round(rate),
  };
}

const SPELL = 'SELECT 1 FROM segments.spell WHERE person_id = $1 AND (left_at IS NULL) = $2';

async function until({ database }: AppPlatform, person: number, isIn: boolean): Promise<void> {
  while ((await database.pool.query(SPELL, [person, isIn])).rowCount === 0) await pause(4);
}

async function memory(instance: BenchInstance): Promise<Figures> {
  const engine = (await instance.pids()).find(({ name }) => name === 'engine');
  return engine ? { 'live.engine_rss_mb': Math.round(memoryOf([engine.pid], 'Rss')) } : {};
}
