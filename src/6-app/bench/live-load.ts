/**
 * The load of `bench live`, in a process of its own: batches of a hundred events of known customers, as many as are answered (closed loop), or so
 * many a second. Two of a hundred come days late, five of a thousand twice, one of a thousand tells that two are one. Prints one line of JSON.
 */
import { systemClock } from '#platform/clock';
import { drawing } from './fill-shop.ts';
import { httpConnection } from './http-connection.ts';

export type LiveLoad = {
  url: string;
  key: string;
  seconds: number;
  connections: number;
  people: number;
  seed: number;
  /** Events a second; closed loop where absent. */
  rate?: number;
};

const BATCH = 100;
const DAY_MS = 86_400_000;
const load = JSON.parse(process.argv[2] ?? '{}') as LiveLoad;
const headers = {
  authorization: `Basic ${Buffer.from(`${load.key}:`).toString('base64')}`,
  'content-type': 'application/json',
};
const next = drawing(load.seed);
let made = 0;

function anEvent(): string {
  const user = `user-${1 + next(load.people)}`;
  const messageId = `live-${load.seed}-${next(1000) < 5 && made > 0 ? made : ++made}`;
  const now = systemClock.now().getTime();
  const at = new Date(next(100) < 2 ? now - next(20) * DAY_MS : now).toISOString();
  if (next(1000) < 1)
    return `{"type":"identify","userId":"${user}","messageId":"${messageId}","anonymousId":"shared-${next(load.people)}"}`;
  const name = ['Product Viewed', 'Product Viewed', 'Product Added', 'Product List Viewed'][next(4)];
  return `{"type":"track","event":"${name}","userId":"${user}","messageId":"${messageId}","timestamp":"${at}","properties":{"product_id":"P${next(5000)}","name":"商品","price":${next(90_000) / 100},"currency":"CNY"},"context":{"library":{"name":"analytics-node","version":"2.1"},"locale":"zh-CN"}}`;
}

const until = performance.now() + load.seconds * 1000;
const start = performance.now();
let sent = 0;
let refused = 0;
const sender = async (): Promise<void> => {
  const connection = httpConnection(new URL('/v1/batch', load.url), headers);
  while (performance.now() < until) {
    if (load.rate !== undefined && sent >= ((performance.now() - start) / 1000) * load.rate) {
      await new Promise((wait) => setTimeout(wait, 2));
      continue;
    }
    sent += BATCH;
    const body = `{"batch":[${Array.from({ length: BATCH }, anEvent).join(',')}]}`;
    const status = await connection.post(body).catch(() => 0);
    if (status === 200) continue;
    refused += BATCH;
    sent -= BATCH;
    await new Promise((wait) => setTimeout(wait, 20));
  }
};
await Promise.all(Array.from({ length: load.connections }, sender));
const seconds = (performance.now() - start) / 1000;
process.stdout.write(`${JSON.stringify({ sent, refused, per_s: Math.round(sent / seconds) })}\n`);
process.exit(0);
