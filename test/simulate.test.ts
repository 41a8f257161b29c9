/** The simulator into a running installation, by the command that people use: history, again, and live. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DOORS } from '../simulator/react/doors.ts';
import { type Instance, run, startInstance, until } from './instance.ts';

let instance: Instance;
let apiKey: string;
const cli = join(import.meta.dirname, '../src/6-app/cli.ts');
/** A world of one's own: without programs, which would be most of so small a shop. */
const WORLD = { extends: 'small', name: 'tiny', faults: { bots: [] } };
let shop: string[];

beforeAll(async () => {
  instance = await startInstance();
  const world = join(instance.dataDir, 'tiny.json');
  writeFileSync(world, JSON.stringify(WORLD));
  shop = ['--world', world, '--customers', '25', '--from', '2026-09-01', '--to', '2026-10-01'];
  const key = await instance.regulars<{ api_key: string }>('key', 'create', '--api', '--role', 'owner');
  apiKey = key.api_key;
});
afterAll(() => instance.stop());

const ask = async <T>(path: string): Promise<T> => {
  const answer = await fetch(`${instance.url}${path}`, { headers: { authorization: `Bearer ${apiKey}` } });
  expect(answer.status).toBe(200);
  return (await answer.json()) as T;
};
type Page<T> = { items: T[] };
type Loaded = Record<'events' | 'orders' | 'stored' | 'duplicate' | 'rejected' | 'loaded_orders', number>;

it('takes in a history that says of itself that it is one: every event stored, every order with its total', async () => {
  const loaded = await instance.regulars<Loaded>('simulate', ...shop);
  expect(loaded.events).toBeGreaterThan(200);
  expect(loaded.stored + loaded.duplicate).toBe(loaded.events);
  expect(loaded.rejected).toBe(0);
  expect(loaded.loaded_orders).toBe(loaded.orders);
  const { items: latest } = await ask<Page<{ origin: string }>>('/api/events?limit=100');
  expect([...new Set(latest.map(({ origin }) => origin))]).toEqual(['import']);
  const truth = readFileSync(join(instance.dataDir, 'simulator/truth.jsonl'), 'utf8').trim().split('\n');
  const orders = truth.map((line) => JSON.parse(line)).filter(({ what }) => what === 'order');
  const { items } = await ask<Page<{ platform_id: string; total: number }>>('/api/orders?limit=100');
  const totals = new Map(items.map(({ platform_id: number, total }) => [number, total]));
  expect(totals.size).toBe(loaded.orders);
  expect(orders.filter(({ order, total }) => totals.get(order) !== total)).toEqual([]);
});

it('changes nothing when it is told the same again', async () => {
  const again = await instance.regulars<Loaded>('simulate', ...shop);
  expect(again.stored).toBe(0);
  expect(again.duplicate).toBe(again.events);
  const { items } = await ask<Page<unknown>>('/api/orders?limit=100');
  expect(items).toHaveLength(again.orders);
});

it('goes on live where history ended, and keeps its state when it is told to stop', async () => {
  const args = ['simulate', '--live', '10000', '--resume', '--data-dir', instance.dataDir, '--json'];
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  const gone = new Promise<number | null>((done) => child.once('close', done));
  const before = (await ask<Page<{ placed_at: string }>>('/api/orders?limit=1')).items[0]?.placed_at ?? '';
  await until(
    async () => (await ask<Page<{ placed_at: string }>>('/api/orders?limit=1')).items[0]?.placed_at ?? '',
    (newest) => newest > before,
  );
  child.kill('SIGTERM');
  expect(await gone).toBe(0);
  expect(JSON.parse(out).events).toBeGreaterThan(0);
  expect(existsSync(join(instance.dataDir, 'simulator/state/state.json'))).toBe(true);
});

it('uses doors that there are', async () => {
  const { paths } = await ask<{ paths: Record<string, unknown> }>('/docs/json');
  const open = DOORS.filter((door) => door.open).map(({ path }) => path?.replaceAll(/:(\w+)/g, '{$1}') ?? '');
  expect(open.length).toBeGreaterThan(2);
  expect(open.filter((path) => !(path in paths))).toEqual([]);
});

it('leaves no key behind that opens, and says what is wrong with a wish', async () => {
  const { items } = await ask<Page<{ name: string; revoked_at: string | null }>>('/api/api-keys');
  const own = items.filter(({ name }) => name === 'simulator');
  expect(own.length).toBeGreaterThan(2);
  expect(own.every(({ revoked_at: at }) => at !== null)).toBe(true);
  const nowhere = await run(['simulate', '--world', 'nowhere', '--out', '/tmp/rg-nowhere']);
  expect(nowhere.code).toBe(1);
  expect(nowhere.errors).toContain('no world nowhere');
  expect((await run(['simulate', '--live', '0', '--data-dir', instance.dataDir])).errors).toContain(
    '1 to 10000',
  );
});
