/**
 * `bench simulate`: days of the small world and the sample world as files; the same door's own rate and then history through it, into a new installation; and the large
 * world into another. `--scale` shrinks customers (files and door: of `shop`, large: of `large`).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchInstance, runLoad } from './bench-instance.ts';
import { keepLarge } from './keep-snapshot.ts';

const SHOP = 50_000;
const LARGE = 1_000_000;
const SECONDS = 10;

type Written = {
  events: number;
  days: number;
  orders: number;
  seconds: number;
  events_per_s: number;
  rss_mb: number;
};
type Loaded = Written & {
  stored: number;
  duplicate: number;
  rejected: number;
  events_seconds: number;
  orders_seconds: number;
};

export async function run({
  scale,
  seed,
}: {
  scale: number;
  seed: number;
}): Promise<Record<string, unknown>> {
  const of = (customers: number): string => String(Math.max(20, Math.round(customers * scale)));
  return {
    ...(await files(seed, of(SHOP))),
    ...(await loaded(seed, of(SHOP))),
    ...(await large(seed, of(LARGE))),
  };
}

/** Memory is compared between one year and two: it must not grow with the days. */
async function files(seed: number, customers: string): Promise<Record<string, unknown>> {
  const instance = await benchInstance();
  const out = mkdtempSync(join(process.env.REGULARS_BENCH_DIR ?? tmpdir(), 'rg-simulated-'));
  const args = [
    'simulate',
    '--world',
    'shop',
    '--seed',
    String(seed),
    '--customers',
    customers,
    '--out',
    out,
  ];
  try {
    const small = await instance.regulars<Written>(
      'simulate',
      '--world',
      'small',
      '--seed',
      String(seed),
      '--out',
      out,
    );
    const year = await instance.regulars<Written>(...args, '--from', '2025-11-01', '--to', '2026-11-01');
    const years = await instance.regulars<Written>(...args, '--from', '2024-11-01', '--to', '2026-11-01');
    return {
      'simulate.events_per_s': years.events_per_s,
      'simulate.files_events': years.events,
      'simulate.small_days_per_minute': Math.round((small.days / small.seconds) * 60),
      'simulate.rss_mb_one_year': year.rss_mb,
      'simulate.rss_mb_two_years': years.rss_mb,
    };
  } finally {
    rmSync(out, { recursive: true, force: true });
    await instance.remove();
  }
}

async function loaded(seed: number, customers: string): Promise<Record<string, unknown>> {
  const instance = await benchInstance();
  try {
    await instance.start();
    const { write_key: key } = await instance.regulars<{ write_key: string }>(
      'key',
      'create',
      '--kind',
      'server',
    );
    const history = await instance.regulars<Loaded>(
      'simulate',
      '--world',
      'shop',
      '--seed',
      String(seed),
      '--customers',
      customers,
    );
    // Afterwards: what it leaves to follow would be waited for by the imports.
    const door = await runLoad({
      url: instance.url,
      key,
      people: 10_000,
      seconds: SECONDS,
      mode: 'batch',
      connections: 8,
    });
    const rate = Math.round((history.stored + history.duplicate) / history.events_seconds);
    return {
      'simulate.loaded_events_per_s': rate,
      'simulate.loaded_ratio_to_ingest': Math.round((rate / door.acked_per_s) * 100) / 100,
      'simulate.ingest_events_per_s': door.acked_per_s,
      'simulate.loaded_rejected': history.rejected,
      'simulate.loaded_seconds': history.seconds,
      'simulate.loaded_orders_seconds': history.orders_seconds,
    };
  } finally {
    await instance.remove();
  }
}

/** Filled anew even where it was kept, because filling is what is measured; and kept for those that stand on it. */
async function large(seed: number, customers: string): Promise<Record<string, unknown>> {
  const instance = await benchInstance();
  try {
    await instance.start();
    const start = performance.now();
    const history = await instance.regulars<Loaded>(
      'simulate',
      '--world',
      'large',
      '--seed',
      String(seed),
      '--customers',
      customers,
    );
    const seconds = Math.round((performance.now() - start) / 100) / 10;
    await instance.stop();
    const kept = keepLarge(seed, customers, instance.dataDir);
    return {
      'simulate.large_seconds': seconds,
      'simulate.large_events': history.events,
      'simulate.large_orders': history.orders,
      ...(kept && { 'simulate.large_wakes_s': await secondsToWake(kept) }),
    };
  } finally {
    await instance.remove();
  }
}

/** An installation from what was kept, until it answers. */
async function secondsToWake(snapshot: string): Promise<number> {
  const instance = await benchInstance(undefined, snapshot);
  try {
    const start = performance.now();
    await instance.start();
    return Math.round((performance.now() - start) / 10) / 100;
  } finally {
    await instance.remove();
  }
}
