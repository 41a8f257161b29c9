/**
 * `bench identity`: a million identify, alias and track events of 200,000 people, from collection to settled identity. Each person visits
 * under two or three anonymous ids, signs in, and is known by an e-mail address; one in fifty has a second account that an alias joins.
 * The baseline is the same events put into the log without anybody being recognised.
 */
import { randomUUID } from 'node:crypto';
import { subscriberStatus } from '#platform/log';
import type { AppPlatform } from '../platform.ts';
import { benchInstance } from './bench-instance.ts';

const EVENTS = 1_000_000;
const PEOPLE = 200_000;
const BATCH = 100;
const AT_ONCE = 8;
const SETTLING_MS = 8000;

export async function run({
  scale,
  seed,
}: {
  scale: number;
  seed: number;
}): Promise<Record<string, unknown>> {
  const instance = await benchInstance();
  const [events, people] = [Math.round(EVENTS * scale), Math.ceil(PEOPLE * scale)];
  try {
    await instance.start();
    const { write_key: key } = await instance.regulars<{ write_key: string }>(
      'key',
      'create',
      '--kind',
      'server',
    );
    return await instance.platform(async (platform) => {
      // A first start compiles everything: that is not what this measures.
      await new Promise((next) => setTimeout(next, SETTLING_MS));
      const start = performance.now();
      await sendAll({ url: instance.url, key, events, people, seed });
      const logged = performance.now();
      while ((await behind(platform)) > 0) await new Promise((next) => setTimeout(next, 50));
      const settled = performance.now();
      return {
        'identity.events_per_s': Math.round(events / ((settled - start) / 1000)),
        'identity.logged_per_s': Math.round(events / ((logged - start) / 1000)),
        'identity.ratio_to_logging': Math.round(((logged - start) / (settled - start)) * 100) / 100,
        events,
        people,
        ...(await counted(platform)),
      };
    });
  } finally {
    await instance.remove();
  }
}

type Plan = { url: string; key: string; events: number; people: number; seed: number };

async function sendAll({ url, key, events, people, seed }: Plan): Promise<void> {
  const next = drawing(seed);
  const headers = { 'content-type': 'application/json', 'x-write-key': key };
  let sent = 0;
  const sender = async (): Promise<void> => {
    while (sent < events) {
      const count = Math.min(BATCH, events - sent);
      sent += count;
      const body = JSON.stringify({ batch: Array.from({ length: count }, () => anEvent(next, people)) });
      for (;;) {
        const { status } = await fetch(`${url}/v1/batch`, { method: 'POST', headers, body });
        if (status === 200) break;
        if (status !== 429 && status !== 503) throw new Error(`A batch was answered ${status}.`);
        await new Promise((wait) => setTimeout(wait, 100));
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sender));
}

/** Park and Miller, 1988: the same seed gives the same people. */
function drawing(seed: number): (below: number) => number {
  let state = seed % 2_147_483_647 || 1;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

function anEvent(next: (below: number) => number, people: number): object {
  const person = next(people);
  const anonymousId = `visit-${person}-${next(3)}`;
  const messageId = randomUUID();
  const what = next(100);
  if (what < 20)
    return {
      type: 'identify',
      messageId,
      userId: `user-${person}`,
      anonymousId,
      traits: { email: `person${person}@example.com`, name: `Person ${person}` },
    };
  if (what < 22 && person % 50 === 0)
    return { type: 'alias', messageId, userId: `user-${person}`, previousId: `old-${person}` };
  const named = what < 40 ? { userId: `user-${person}` } : {};
  return {
    type: 'track',
    event: 'Product Viewed',
    messageId,
    anonymousId,
    ...named,
    properties: { product_id: `P${next(10_000)}`, price: 129.9, currency: 'CNY' },
  };
}

async function behind({ db }: AppPlatform): Promise<number> {
  const status = await subscriberStatus(db);
  return status.find(({ name }) => name === 'know/customers: recognise')?.behind ?? 1;
}

async function counted({ database }: AppPlatform): Promise<Record<string, number>> {
  const { rows } = await database.pool.query(
    `SELECT (SELECT count(*) FROM customers.profile)::int AS profiles,
            (SELECT count(*) FROM customers.profile WHERE person_id IS NULL)::int AS persons,
            (SELECT count(*) FROM customers.merge)::int AS merges`,
  );
  return rows[0] as Record<string, number>;
}
