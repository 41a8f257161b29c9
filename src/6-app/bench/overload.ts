/**
 * `bench overload`: ten times the load it can take. Goodput beside the peak measured just before, how the console answers meanwhile, and how
 * long until a single event is taken as quickly as ever once the flood ends. The console is looked at in both; the installation keeps to
 * processors of its own, as if the flood came from elsewhere.
 */
import { spawnSync } from 'node:child_process';
import { APART, type BenchInstance, benchInstance, runLoad } from './bench-instance.ts';
import { fillPeople } from './fill-log.ts';

const PEOPLE = 50_000;
const SECONDS = 20;
const TIMES = 10;
const BATCH = 100;

export async function run({ scale }: { scale: number }): Promise<Record<string, unknown>> {
  const instance = await benchInstance(APART?.installation);
  if (APART) spawnSync('taskset', ['-cp', APART.load, String(process.pid)]);
  try {
    await instance.start();
    const people = Math.max(1000, Math.round(PEOPLE * Math.min(1, scale)));
    await instance.platform((platform) => fillPeople(platform, people));
    const { write_key: key } = await instance.regulars<{ write_key: string }>(
      'key',
      'create',
      '--kind',
      'server',
    );
    const { api_key: apiKey } = await instance.regulars<{ api_key: string }>(
      'key',
      'create',
      '--api',
      '--role',
      'owner',
    );
    const seconds = Math.max(8, Math.round(SECONDS * Math.min(1, scale)));
    const load = { url: instance.url, key, people, mode: 'batch' as const, connections: 16 };
    await runLoad({ ...load, seconds: 4 }, APART?.load);
    const calm = watchConsole(instance, apiKey);
    const peak = await runLoad({ ...load, seconds }, APART?.load);
    const before = await calm.stop();
    const watching = watchConsole(instance, apiKey);
    const rate = (peak.acked_per_s / BATCH) * TIMES;
    const flood = await runLoad({ ...load, seconds, rate }, APART?.load);
    const recovered = await recovery(instance, key);
    const console = await watching.stop();
    return {
      'overload.goodput_ratio': Math.round((flood.acked_per_s / peak.acked_per_s) * 100) / 100,
      'overload.console_p99_ms': console.p99,
      'overload.recovered_s': recovered,
      peak_per_s: peak.acked_per_s,
      goodput_per_s: flood.acked_per_s,
      offered_requests: flood.requests,
      statuses: flood.statuses,
      accepted_p99_ms: flood.p99_ms,
      refused_ms: flood.refused_ms,
      console_p99_at_peak_ms: before.p99,
      console_requests: console.requests,
      console_failures: console.failures,
    };
  } finally {
    await instance.remove();
  }
}

type Watched = { p99: number; requests: number; failures: number };

/** The event list, ten times a second, as somebody would look at it during the flood. */
function watchConsole({ url }: BenchInstance, apiKey: string): { stop(): Promise<Watched> } {
  const times: number[] = [];
  const pending = new Set<Promise<void>>();
  let failures = 0;
  const look = async (): Promise<void> => {
    const start = performance.now();
    try {
      const answer = await fetch(`${url}/api/events?limit=50`, {
        headers: { authorization: `Bearer ${apiKey}` },
      });
      await answer.arrayBuffer();
      if (!answer.ok) failures++;
    } catch {
      failures++;
    }
    times.push(performance.now() - start);
  };
  const timer = setInterval(() => {
    const one = look().finally(() => pending.delete(one));
    pending.add(one);
  }, 100);
  return {
    stop: async () => {
      clearInterval(timer);
      await Promise.all(pending);
      times.sort((a, b) => a - b);
      return {
        p99: Math.round(times[Math.floor(times.length * 0.99)] ?? 0),
        requests: times.length,
        failures,
      };
    },
  };
}

const QUICK_MS = 50;

/** Seconds until a single event is acknowledged within 50 ms, three times in a row. */
async function recovery({ url }: BenchInstance, key: string): Promise<number> {
  const begin = performance.now();
  for (let quick = 0; quick < 3; ) {
    const start = performance.now();
    const answer = await fetch(`${url}/v1/track`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-write-key': key },
      body: '{"event":"Product Viewed","userId":"u"}',
    }).catch(() => null);
    await answer?.arrayBuffer();
    quick = answer?.status === 200 && performance.now() - start < QUICK_MS ? quick + 1 : 0;
    if (quick === 0) await new Promise((next) => setTimeout(next, 20));
  }
  return Math.round((performance.now() - begin) / 10) / 100;
}
