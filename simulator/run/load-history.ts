/**
 * History into a running instance. Some weeks at a time are written to files; their events are sent by `/v1/batch`, as a server tells of the past, and
 * forgotten; orders go through the import door in the end, because imports wait while the log is not followed. Cut off anywhere, the weeks at hand
 * are sent again, which changes nothing: events are known by their ids, orders by their numbers.
 */
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { openChannels } from '../send/channels.ts';
import { importFile } from '../send/import-file.ts';
import type { Instance } from '../send/instance.ts';
import { loadEvents, type Verdicts } from '../send/load-events.ts';
import type { Run } from '../shop/simulation.ts';
import { type Counts, FILES, type FileOut, writeProducts } from '../write/file-out.ts';
import { ORDER_COLUMNS } from '../write/shopify-csv.ts';
import { goingOn, keepState, stateIn } from './keep-state.ts';
import { simulationInto } from './write-history.ts';

export type Loaded = Counts &
  Verdicts & { imported_orders: number; seconds: number; events_seconds: number; orders_seconds: number };

const WEEKS_AT_ONCE = 8;
const PIECE_BYTES = 32 * 2 ** 20;
const HEADER_BYTES = Buffer.byteLength(`${ORDER_COLUMNS.join(',')}\n`);

export async function loadHistory(
  asked: Run,
  instance: Instance,
  { folder, resume }: { folder: string; resume: boolean },
): Promise<Loaded> {
  const start = performance.now();
  const state = resume ? stateIn(folder) : null;
  const run = goingOn(asked, state);
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
  for (const channel of ['own', 'marketplace'] as const)
    for (const files of inPieces(folder, channel)) {
      const joined = join(folder, `joined-${channel}.csv`);
      writeFileSync(joined, ORDER_COLUMNS.join(','));
      for (const file of files) appendFileSync(joined, readFileSync(file).subarray(HEADER_BYTES - 1));
      const about = { preset: 'shopify-orders', channel: channels[channel] };
      const { tables } = await importFile(instance, joined, about);
      loaded.imported_orders += tables.orders?.rows_stored ?? 0;
      for (const file of [...files, joined]) rmSync(file);
    }
  loaded.orders_seconds += secondsSince(start);
}

/** Files that are taken in together: an import holds all its orders in memory, and each one waits until the log is followed. */
function inPieces(folder: string, channel: string): string[][] {
  const pieces: string[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const name of readdirSync(folder).sort()) {
    if (ASIDE.exec(name)?.[1] !== channel) continue;
    const file = join(folder, name);
    bytes += statSync(file).size;
    if (bytes > PIECE_BYTES) {
      pieces.push([]);
      bytes = statSync(file).size;
    }
    pieces.at(-1)?.push(file);
  }
  return pieces;
}

const secondsSince = (start: number): number => Math.round(performance.now() - start) / 1000;
