/**
 * History into a running instance. Some weeks at a time are written to files; their events are sent by `/v1/batch`, as a server tells of the past, and
 * forgotten; orders go through the import door in the end, because imports wait while the log is not followed. Cut off anywhere, the weeks at hand
 * are sent again, which changes nothing: events are known by their ids, orders by their numbers.
 */
import { copyFileSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { openChannels } from '../send/channels.ts';
import { importFile } from '../send/import-file.ts';
import type { Instance } from '../send/instance.ts';
import { loadEvents, type Verdicts } from '../send/load-events.ts';
import type { Run } from '../shop/simulation.ts';
import { type Counts, FILES, type FileOut, writeProducts } from '../write/file-out.ts';
import { ORDER_COLUMNS } from '../write/shopify-csv.ts';
import { keepState, stateIn } from './keep-state.ts';
import { simulationInto } from './write-history.ts';

export type Loaded = Counts &
  Verdicts & { imported_orders: number; seconds: number; events_seconds: number; orders_seconds: number };

const WEEKS_AT_ONCE = 8;
const HEADER_BYTES = Buffer.byteLength(`${ORDER_COLUMNS.join(',')}\n`);

export async function loadHistory(
  run: Run,
  instance: Instance,
  { folder, resume }: { folder: string; resume: boolean },
): Promise<Loaded> {
  const start = performance.now();
  const state = resume ? stateIn(folder) : null;
  if (!state) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { simulation, out } = simulationInto(run, folder, state);
  const { world, products } = simulation.shop;
  await openChannels(instance, world);
  const shopify = writeProducts(folder, world, products);
  await importFile(instance, shopify, { preset: 'shopify-products', channel: world.channels.own });
  const loaded: Loaded = {
    ...out.counts,
    stored: 0,
    duplicate: 0,
    rejected: 0,
    imported_orders: 0,
    seconds: 0,
    events_seconds: 0,
    orders_seconds: 0,
  };
  while (simulation.day < run.days) {
    simulation.runTo(Math.min(run.days, simulation.day + WEEKS_AT_ONCE * 7));
    out.settle();
    await sendEvents(instance, folder, loaded);
    putAside(folder, simulation.day);
    out.empty();
    keepState(folder, simulation, { held: out.held.left(), lengths: out.settle(), counts: out.counts });
  }
  out.close();
  await importOrders(instance, folder, world.channels, loaded);
  return { ...loaded, ...(out as FileOut).counts, seconds: secondsSince(start) };
}

async function sendEvents(instance: Instance, folder: string, loaded: Loaded): Promise<void> {
  const start = performance.now();
  const verdicts = await loadEvents(instance, join(folder, FILES.events));
  for (const name of ['stored', 'duplicate', 'rejected'] as const) loaded[name] += verdicts[name];
  loaded.events_seconds += secondsSince(start);
}

const CHANNEL_FILES = { own: FILES.orders, marketplace: FILES.marketplace } as const;
const ASIDE = /^waiting-(own|marketplace)-\d+\.csv$/;

/** Orders of these weeks, until all events were sent. */
function putAside(folder: string, day: number): void {
  for (const [channel, file] of Object.entries(CHANNEL_FILES))
    if (statSync(join(folder, file)).size > HEADER_BYTES)
      copyFileSync(
        join(folder, file),
        join(folder, `waiting-${channel}-${String(day).padStart(5, '0')}.csv`),
      );
}

async function importOrders(
  instance: Instance,
  folder: string,
  channels: { own: string; marketplace: string },
  loaded: Loaded,
): Promise<void> {
  const start = performance.now();
  for (const file of readdirSync(folder).sort()) {
    const channel = ASIDE.exec(file)?.[1] as keyof typeof channels | undefined;
    if (!channel) continue;
    const about = { preset: 'shopify-orders', channel: channels[channel] };
    const { tables } = await importFile(instance, join(folder, file), about);
    loaded.imported_orders += tables.orders?.rows_stored ?? 0;
    rmSync(join(folder, file));
  }
  loaded.orders_seconds += secondsSince(start);
}

const secondsSince = (start: number): number => Math.round(performance.now() - start) / 1000;
