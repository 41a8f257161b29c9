/**
 * History into a running instance: some weeks at a time are written to files, taken in through the import door (orders, products) and by
 * `/v1/batch` (events, which a server tells of the past), and forgotten. Cut off anywhere, the weeks at hand are sent again, which changes nothing:
 * events are known by their ids, orders by their numbers.
 */
import { mkdirSync, rmSync, statSync } from 'node:fs';
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
  if (!state) rmSync(join(folder, 'state'), { recursive: true, force: true });
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
    await sendOn(instance, folder, world.channels, loaded);
    out.empty();
    keepState(folder, simulation, { held: out.held.left(), lengths: out.settle(), counts: out.counts });
  }
  out.close();
  return { ...loaded, ...(out as FileOut).counts, seconds: secondsSince(start) };
}

async function sendOn(
  instance: Instance,
  folder: string,
  channels: { own: string; marketplace: string },
  loaded: Loaded,
): Promise<void> {
  const start = performance.now();
  const verdicts = await loadEvents(instance, join(folder, FILES.events));
  for (const name of ['stored', 'duplicate', 'rejected'] as const) loaded[name] += verdicts[name];
  loaded.events_seconds += secondsSince(start);
  const orders = performance.now();
  for (const [file, channel] of [
    [FILES.orders, channels.own],
    [FILES.marketplace, channels.marketplace],
  ] as const) {
    const path = join(folder, file);
    if (statSync(path).size <= HEADER_BYTES) continue;
    const { tables } = await importFile(instance, path, { preset: 'shopify-orders', channel });
    loaded.imported_orders += tables.orders?.rows_stored ?? 0;
  }
  loaded.orders_seconds += secondsSince(orders);
}

const secondsSince = (start: number): number => Math.round(performance.now() - start) / 1000;
