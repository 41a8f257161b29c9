/**
 * The erasure drill: canaries in every place a sender can put something personal, on a real installation; then she is erased, by command; then
 * every byte of the data directory is searched, also inside what is compressed.
 */
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Instance, startInstance } from '../instance.ts';

let instance: Instance;
let serverKey: string;
let browserKey: string;
let apiKey: string;

beforeAll(async () => {
  instance = await startInstance();
  serverKey = (await instance.regulars<{ write_key: string }>('key', 'create', '--kind', 'server')).write_key;
  browserKey = (await instance.regulars<{ write_key: string }>('key', 'create', '--kind', 'browser'))
    .write_key;
  apiKey = (await instance.regulars<{ api_key: string }>('key', 'create', '--api', '--role', 'owner'))
    .api_key;
});
afterAll(() => instance.stop());

const canary = `canary${randomUUID().replaceAll('-', '')}`;
const anonymousId = `${canary}-browser`;

/** Everywhere a sender can put something. */
const events = [
  {
    type: 'identify',
    userId: canary,
    anonymousId,
    traits: {
      email: `${canary}@example.com`,
      phone: `${canary}-13812345678`,
      name: canary,
      address: { street: canary, city: canary },
      tags: [canary],
      motto: `${canary} 138-1234-5678`,
      size: 'a-size-of-hers',
    },
    context: {
      ip: canary,
      userAgent: canary,
      traits: { email: canary },
      page: { url: `https://shop.example/?q=${canary}`, title: canary, search: canary },
    },
  },
  {
    type: 'track',
    event: 'Order Completed',
    userId: canary,
    properties: {
      order_id: 'A-1',
      note: canary,
      [`${canary}@example.com`]: true,
      nested: { deep: [{ text: canary }] },
      products: [{ product_id: 'P1', engraving: canary }],
    },
  },
  {
    type: 'page',
    anonymousId,
    userId: canary,
    name: `page of ${canary}@example.com`,
    properties: { title: canary, url: `https://shop.example/${canary}@example.com` },
  },
  { type: 'group', userId: canary, groupId: canary, traits: { name: canary } },
  { type: 'alias', userId: canary, previousId: `${canary}-before` },
];
const rejected = { type: 'track', userId: canary, properties: { note: canary } };

const send = async (batch: object[], key: string): Promise<void> => {
  const answer = await fetch(`${instance.url}/v1/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-write-key': key },
    body: JSON.stringify({ batch }),
  });
  expect(answer.status).toBe(200);
};
const ask = async <T>(path: string, body?: object): Promise<T> => {
  const answer = await fetch(`${instance.url}${path}`, {
    headers: { authorization: `Bearer ${apiKey}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  });
  return (await answer.json()) as T;
};

/** Files below the data directory that hold the canary, as it is or packed. */
function filesWithCanary(folder = instance.dataDir): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat || stat.isSocket() || stat.isFIFO()) return [];
    if (stat.isDirectory()) return filesWithCanary(path);
    return formsOf(readFileSync(path)).some((bytes) => shapes.some((shape) => bytes.includes(shape)))
      ? [path]
      : [];
  });
}

const shapes = [canary, Buffer.from(canary, 'utf16le'), Buffer.from(canary).toString('base64').slice(0, 40)];

function formsOf(bytes: Buffer): Buffer[] {
  const unpack = [gunzipSync, zstdDecompressSync].flatMap((way) => {
    try {
      return [way(bytes)];
    } catch {
      return [];
    }
  });
  return [bytes, ...unpack];
}

/** How often the lake knows of a size that only she has. */
async function sizesInLake(): Promise<number> {
  const { createLake } = await import('#platform/lake');
  const { dataDirectory, lakeConnection } = await import('../../src/6-app/data-directory.ts');
  const { readSettings } = await import('#platform/settings');
  const settings = readSettings({ DATA_DIR: instance.dataDir });
  const lake = createLake(lakeConnection(settings, dataDirectory(settings.DATA_DIR)));
  try {
    const [row] = await lake.query<{ n: number }>(
      `SELECT count() AS n FROM facts WHERE fact = 'trait:size' AND value = '"a-size-of-hers"'`,
    );
    return Number(row?.n ?? -1);
  } catch {
    return -1;
  } finally {
    await lake.close();
  }
}

describe('an erased customer', () => {
  it('is in no file, before or after; her events stay and belong to nobody', async () => {
    await send([...events, rejected], serverKey);
    await send([...events, rejected], browserKey);
    const before = await ask<{ items: { customer_id: number; user_id: string | null }[] }>(
      '/api/events?limit=50',
    );
    expect(before.items.filter((event) => event.user_id === canary).length).toBeGreaterThanOrEqual(
      events.length,
    );
    const found = await ask<{ items: { customer_id: number; linked: number[] }[] }>(
      `/api/customers/find?kind=user_id&value=${canary}`,
    );
    expect(found.items.length).toBeGreaterThanOrEqual(2); // the known customer, and a browser that claimed to be her
    await expect.poll(sizesInLake, { timeout: 60_000 }).toBeGreaterThan(0);
    // Never in clear, not even while she is here.
    expect(filesWithCanary()).toEqual([]);

    const { certificates } = await instance.regulars<{
      certificates: { customers: number[]; destroyed: { keys: number } }[];
    }>('customer', 'erase', '--user-id', canary);
    const erased = certificates.flatMap((certificate) => certificate.customers);
    expect(new Set(erased)).toEqual(
      new Set(found.items.flatMap((item) => [item.customer_id, ...item.linked])),
    );

    const after = await ask<{ items: unknown[] }>('/api/events?limit=200');
    expect(after.items).toHaveLength(before.items.length);
    expect(JSON.stringify(after)).not.toContain(canary);
    expect(JSON.stringify(await ask('/api/rejected?limit=200'))).not.toContain(canary);
    expect(
      (await ask<{ items: unknown[] }>(`/api/customers/find?kind=user_id&value=${canary}`)).items,
    ).toEqual([]);
    await expect.poll(sizesInLake, { timeout: 60_000 }).toBe(0);
    expect(filesWithCanary()).toEqual([]);
  });

  it('begins anew when she comes back', async () => {
    await send([{ type: 'track', event: 'Cart Viewed', userId: canary }], serverKey);
    const { items } = await ask<{ items: { events: number; erased_at: string | null }[] }>(
      `/api/customers/find?kind=user_id&value=${canary}`,
    );
    expect(items.map((item) => [item.events, item.erased_at])).toEqual([[1, null]]);
  });

  it('stays erased when an older state of the database comes back', async () => {
    // What a restore does: the profile is there again as if nothing had been asked.
    const [line] = readFileSync(join(instance.dataDir, 'erasures.jsonl'), 'utf8').split('\n').filter(Boolean);
    expect(JSON.parse(line ?? '{}')).toMatchObject({ customers: expect.any(Array) });
    const { connect, sql } = await import('#platform/postgres');
    const { dataDirectory, databaseConnection } = await import('../../src/6-app/data-directory.ts');
    const { readSettings } = await import('#platform/settings');
    const settings = readSettings({ DATA_DIR: instance.dataDir });
    const database = connect(databaseConnection(settings, dataDirectory(settings.DATA_DIR)), { max: 1 });
    const [id] = (JSON.parse(line ?? '{}') as { customers: number[] }).customers;
    await sql`UPDATE customers.profile SET erased_at = NULL WHERE customer_id = ${id}`.execute(database.db);
    process.kill((await instance.pids()).server as number, 'SIGKILL');
    await expect
      .poll(
        async () =>
          (
            await sql<{
              erased: boolean;
            }>`SELECT erased_at IS NOT NULL AS erased FROM customers.profile WHERE customer_id = ${id}`.execute(
              database.db,
            )
          ).rows[0]?.erased,
        { timeout: 120_000 },
      )
      .toBe(true);
    await database.close();
  });
});
