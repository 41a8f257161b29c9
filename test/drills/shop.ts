/** A shop at work for the drills: its keys, a sender that remembers what was acknowledged when, and questions to any instance. */
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { connect, type Database } from '#platform/postgres';
import { readSettings } from '#platform/settings';
import { databaseConnection, dataDirectory } from '../../src/6-app/data-directory.ts';
import { type Instance, until } from '../instance.ts';

export type Keys = { write: string; api: string };

export async function keysOf(instance: Instance): Promise<Keys> {
  const { write_key } = await instance.regulars<{ write_key: string }>('key', 'create', '--kind', 'server');
  const { api_key } = await instance.regulars<{ api_key: string }>(
    'key',
    'create',
    '--api',
    '--role',
    'owner',
  );
  return { write: write_key, api: api_key };
}

export async function ask<T>(url: string, key: string, path: string, body?: object): Promise<T> {
  const answer = await fetch(`${url}${path}`, {
    headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  });
  expect(answer.status, path).toBeLessThan(300);
  return (await answer.json()) as T;
}

/** One batch: when it was sent, when it was acknowledged, and what was in it. */
export type Acknowledged = { sent: number; at: number; ids: string[] };

export async function send(url: string, key: string, events: object[]): Promise<Acknowledged> {
  const batch = events.map((event) => ({ messageId: randomUUID(), ...event }));
  const sent = Date.now();
  const answer = await fetch(`${url}/v1/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-write-key': key },
    body: JSON.stringify({ batch }),
  });
  expect(answer.status).toBe(200);
  return { sent, at: Date.now(), ids: batch.map(({ messageId }) => messageId) };
}

/** Sends until it is told to stop; no two batches at a time, so that the journal has no doubt in it. */
export function keepSending(url: string, key: string): { journal: Acknowledged[]; stop(): Promise<void> } {
  const journal: Acknowledged[] = [];
  let stopping = false;
  const running = (async () => {
    for (let n = 0; !stopping; n++) {
      const event = { type: 'track', event: 'Product Viewed', userId: `customer-${n % 40}` };
      journal.push(
        await send(
          url,
          key,
          Array.from({ length: 10 }, (_, i) => ({ ...event, properties: { quantity: i } })),
        ),
      );
      await new Promise((next) => setTimeout(next, 20));
    }
  })();
  return {
    journal,
    stop: async () => {
      stopping = true;
      await running;
    },
  };
}

export type Found = { message_id: string; stored: number; in_lake: number };

export async function lookUp(url: string, key: string, ids: readonly string[]): Promise<Found[]> {
  const found: Found[] = [];
  for (let from = 0; from < ids.length; from += 1000) {
    const message_ids = ids.slice(from, from + 1000);
    found.push(...(await ask<{ items: Found[] }>(url, key, '/api/events/lookup', { message_ids })).items);
  }
  return found;
}

export const inLake = (url: string, key: string, ids: readonly string[]): Promise<Found[]> =>
  until(
    () => lookUp(url, key, ids),
    (found) => found.every(({ in_lake }) => in_lake === 1),
  );

export type Me = { instance: { egress_released: boolean; restored_from: string | null } };
export const me = (url: string, key: string): Promise<Me> => ask<Me>(url, key, '/api/me');

export const openDatabase = (dataDir: string): Database => {
  const settings = readSettings({ DATA_DIR: dataDir });
  return connect(databaseConnection(settings, dataDirectory(settings.DATA_DIR)), { max: 2 });
};
