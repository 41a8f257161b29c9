/**
 * History into a running instance. Some weeks at a time are written to files; their events are sent by `/v1/batch` and their orders by the API, as a
 * server tells of the past, and forgotten. Cut off anywhere, the weeks at hand are sent again, which changes nothing: events are known by their ids,
 * orders by their numbers.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Channels, openChannels } from '../send/channels.ts';
import { GIVEN_ORDERS } from '../send/given-order.ts';
import type { Instance } from '../send/instance.ts';
import { loadEvents, type Verdicts } from '../send/load-events.ts';
import { loadOrders } from '../send/load-orders.ts';
import { sendProducts } from '../send/send-products.ts';
import type { Run } from '../shop/simulation.ts';
import { type Counts, FILES } from '../write/file-out.ts';
import { goingOn, keepState, stateIn } from './keep-state.ts';
import { simulationInto } from './write-history.ts';

export type Loaded = Counts &
  Verdicts & { loaded_orders: number; seconds: number; events_seconds: number; orders_seconds: number };

const WEEKS_AT_ONCE = 8;

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
  const { simulation, out } = simulationInto(run, folder, state, GIVEN_ORDERS);
  const { world, products } = simulation.shop;
  const channels = await openChannels(instance, world);
  await sendProducts(instance, channels.own, products);
  const loaded: Loaded = {
    ...out.counts,
    stored: 0,
    duplicate: 0,
    rejected: 0,
    loaded_orders: 0,
    seconds: 0,
    events_seconds: 0,
    orders_seconds: 0,
  };
  while (simulation.day < run.days) {
    simulation.runTo(Math.min(run.days, simulation.day + WEEKS_AT_ONCE * 7));
    out.settle();
    await sendEvents(instance, folder, loaded);
    await sendOrders(instance, folder, channels, loaded);
    out.empty();
    keepState(folder, simulation, { held: out.held.left(), lengths: out.settle(), counts: out.counts });
  }
  out.close();
  return {
    ...loaded,
    ...out.counts,
    events_seconds: rounded(loaded.events_seconds),
    orders_seconds: rounded(loaded.orders_seconds),
    seconds: secondsSince(start),
  };
}

async function sendEvents(instance: Instance, folder: string, loaded: Loaded): Promise<void> {
  const start = performance.now();
  const verdicts = await loadEvents(instance, join(folder, FILES.events));
  for (const name of ['stored', 'duplicate', 'rejected'] as const) loaded[name] += verdicts[name];
  loaded.events_seconds += secondsSince(start);
}

async function sendOrders(
  instance: Instance,
  folder: string,
  channels: Channels,
  loaded: Loaded,
): Promise<void> {
  const start = performance.now();
  const { orders, marketplace } = GIVEN_ORDERS.files;
  loaded.loaded_orders += await loadOrders(instance, channels.own, join(folder, orders));
  loaded.loaded_orders += await loadOrders(instance, channels.marketplace, join(folder, marketplace));
  loaded.orders_seconds += secondsSince(start);
}

const rounded = (seconds: number): number => Math.round(seconds * 1000) / 1000;
const secondsSince = (start: number): number => rounded((performance.now() - start) / 1000);
