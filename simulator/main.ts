/**
 * The simulator as a program of its own: `bin/regulars simulate` starts it. Where an instance is to be told, its address and keys come by the
 * environment (SIMULATE_URL, SIMULATE_WRITE_KEY, SIMULATE_API_KEY), so that they stand in no list of processes.
 */
import { parseArgs } from 'node:util';
import { live } from './run/live.ts';
import { loadHistory } from './run/load-history.ts';
import { writeHistory } from './run/write-history.ts';
import { type Access, Instance } from './send/instance.ts';
import type { Run } from './shop/simulation.ts';
import { readWorld, WorldError } from './world/read-world.ts';

const DAY = 86_400_000;
const DATE = /^\d{4}-\d\d-\d\d$/;

const { values } = parseArgs({
  options: {
    world: { type: 'string', default: 'small' },
    seed: { type: 'string', default: '1' },
    customers: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    live: { type: 'string' },
    out: { type: 'string' },
    resume: { type: 'boolean', default: false },
    pictures: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

function runOf(): Run {
  const world = readWorld(values.world);
  const offset = world.utc_offset_minutes * 60_000;
  const today = new Date(Date.now() + offset).toISOString().slice(0, 10);
  const after = (day: string, days: number): string =>
    new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);
  // A past ends today; a shop that begins to live begins today.
  const begins = values.live !== undefined && !values.resume;
  const first = begins ? today : after(values.to ?? today, -world.days);
  const from = dateOf('from', values.from ?? first);
  const to = dateOf('to', values.to ?? (begins ? after(from, world.days) : today));
  const days = Math.round((Date.parse(to) - Date.parse(from)) / DAY);
  if (days < 1) throw new WorldError('--to must be after --from.');
  return {
    world,
    seed: wholeOf('seed', values.seed),
    customers: wholeOf('customers', values.customers ?? String(world.customers)),
    from,
    days,
  };
}

function dateOf(name: string, text: string): string {
  if (!DATE.test(text) || Number.isNaN(Date.parse(text)))
    throw new WorldError(`--${name} must be a day, such as 2026-01-31.`);
  return text;
}

function wholeOf(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new WorldError(`--${name} must be a whole number.`);
  return Number(text);
}

function accessOf(): Access | null {
  const { SIMULATE_URL: url, SIMULATE_WRITE_KEY: writeKey, SIMULATE_API_KEY: apiKey } = process.env;
  return url && writeKey && apiKey ? { url, writeKey, apiKey } : null;
}

async function simulate(): Promise<Record<string, unknown>> {
  const run = runOf();
  const folder = values.out;
  if (!folder) throw new WorldError('Say where with --out.');
  const access = accessOf();
  if (!access) {
    const { seconds, events, ...rest } = writeHistory(run, {
      folder,
      resume: values.resume,
      pictures: values.pictures,
    });
    const rss = Math.round(process.resourceUsage().maxRSS / 1024);
    return { events, ...rest, seconds, events_per_s: Math.round(events / seconds), rss_mb: rss };
  }
  const instance = new Instance(access);
  try {
    if (values.live === undefined) return await loadHistory(run, instance, { folder, resume: values.resume });
    return await live(run, instance, { folder, resume: values.resume, speed: Number(values.live) });
  } finally {
    instance.close();
  }
}

try {
  process.stdout.write(`${JSON.stringify(await simulate(), null, values.json ? 0 : 2)}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof WorldError ? error.message : (error as Error).stack}\n`);
  process.exitCode = 1;
}
