/**
 * A load of its own process: so many connections, each sending the next request when the last was answered (closed loop), or so many
 * requests a second whatever happens (open loop). Prints one line of JSON. Run by the benchmarks; not a command.
 *
 * People come in visits of ten events, as people do; one in ten visits is somebody new.
 */
import { randomUUID } from 'node:crypto';
import { systemClock } from '#platform/clock';
import { type HttpConnection, httpConnection } from './http-connection.ts';

export type Load = {
  url: string;
  key: string;
  mode: 'batch' | 'single';
  seconds: number;
  connections: number;
  people: number;
  /** Requests a second; closed loop where absent. */
  rate?: number;
};

export type LoadResult = {
  acked: number;
  acked_per_s: number;
  requests: number;
  p50_ms: number;
  p99_ms: number;
  statuses: Record<string, number>;
  /** Mean milliseconds to a refusal. */
  refused_ms: number;
};

const BATCH = 100;
const FLOOD_CONNECTIONS = 512;
const VISIT = 10;

const load = JSON.parse(process.argv[2] ?? '{}') as Load;
const target = new URL(load.mode === 'batch' ? '/v1/batch' : '/v1/track', load.url);
const headers = {
  authorization: `Basic ${Buffer.from(`${load.key}:`).toString('base64')}`,
  'content-type': 'application/json',
};

const latencies: number[] = [];
const refusals: number[] = [];
const statuses: Record<string, number> = {};
let acked = 0;

function visitor(): string {
  return Math.random() < 0.1 ? `new-${randomUUID()}` : `known-${Math.floor(Math.random() * load.people)}`;
}

function event(who: string, messageId: string): string {
  return `{"type":"track","event":"Product Viewed","messageId":"${messageId}","anonymousId":"${who}","timestamp":"${systemClock.now().toISOString()}","properties":{"product_id":"P${Math.floor(Math.random() * 10_000)}","sku":"SK-12","category":"Shoes","name":"Running shoe blue","price":129.9,"quantity":1,"currency":"CNY","position":3,"url":"https://shop.example/p/12345?ref=mail"},"context":{"library":{"name":"analytics-node","version":"2.1"},"locale":"zh-CN","timezone":"Asia/Shanghai","page":{"path":"/p/12345","title":"Shoe"},"userAgent":"Mozilla/5.0 (X11; Linux x86_64)"}}`;
}

/** In single calls each connection is one visitor for ten events. */
const visits = Array.from({ length: load.connections }, () => ({
  who: visitor(),
  left: Math.ceil(Math.random() * VISIT),
}));

function nextOf(connection: number): string {
  const visit = visits[connection % visits.length] as { who: string; left: number };
  if (visit.left-- === 0) Object.assign(visit, { who: visitor(), left: VISIT - 1 });
  return visit.who;
}

/**
 * Batches are printed once and given fresh message ids each time: the generator shares two cores with what it measures, and should cost
 * them little.
 */
const TEMPLATES = 300;
const NONCE = '\u0001';
const templates: string[][] = [];

function batchTemplate(): string[] {
  const events = Array.from({ length: BATCH / VISIT }, () => {
    const who = visitor();
    return Array.from({ length: VISIT }, (_, n) => event(who, `${NONCE}${n}${who}`)).join(',');
  });
  return `{"batch":[${events.join(',')}],"sentAt":"${systemClock.now().toISOString()}"}`.split(NONCE);
}

function body(connection: number): string {
  if (load.mode === 'single') return event(nextOf(connection), randomUUID());
  if (templates.length < TEMPLATES) templates.push(batchTemplate());
  const template = templates[Math.floor(Math.random() * templates.length)] as string[];
  return template.join(randomUUID().slice(0, 18));
}

async function send(connection: HttpConnection, number: number): Promise<void> {
  const text = body(number);
  const start = performance.now();
  const status = await connection.post(text).catch(() => 'error' as const);
  if (status === 'error') statuses.error = (statuses.error ?? 0) + 1;
  else note(status, performance.now() - start);
}

function note(status: number, ms: number): void {
  statuses[status] = (statuses[status] ?? 0) + 1;
  if (status === 200) {
    acked += load.mode === 'batch' ? BATCH : 1;
    latencies.push(ms);
  } else refusals.push(ms);
}

const connect = (): HttpConnection => httpConnection(target, headers);

async function closedLoop(until: number): Promise<void> {
  await Promise.all(
    Array.from({ length: load.connections }, async (_, number) => {
      const connection = connect();
      while (performance.now() < until) await send(connection, number);
    }),
  );
}

/** What finds no free connection is not sent: whoever floods has so many at most. */
async function openLoop(until: number, rate: number): Promise<void> {
  const free = Array.from({ length: FLOOD_CONNECTIONS }, connect);
  const pending = new Set<Promise<void>>();
  const start = performance.now();
  for (let sent = 0; performance.now() < until; ) {
    const due = Math.floor(((performance.now() - start) / 1000) * rate);
    while (sent < due) {
      const connection = free.shift();
      if (!connection) break;
      const one = send(connection, sent++).finally(() => {
        pending.delete(one);
        free.push(connection);
      });
      pending.add(one);
    }
    sent = Math.max(sent, due);
    await new Promise((next) => setTimeout(next, 2));
  }
  await Promise.all(pending);
}

const start = performance.now();
const until = start + load.seconds * 1000;
await (load.rate ? openLoop(until, load.rate) : closedLoop(until));
const seconds = (performance.now() - start) / 1000;
latencies.sort((a, b) => a - b);
const at = (part: number): number =>
  Math.round((latencies[Math.floor(latencies.length * part)] ?? 0) * 10) / 10;
const result: LoadResult = {
  acked,
  acked_per_s: Math.round(acked / seconds),
  requests: latencies.length + refusals.length,
  p50_ms: at(0.5),
  p99_ms: at(0.99),
  statuses,
  refused_ms:
    Math.round((refusals.reduce((sum, ms) => sum + ms, 0) / Math.max(1, refusals.length)) * 10) / 10,
};
process.stdout.write(`${JSON.stringify(result)}\n`);
process.exit(0);
