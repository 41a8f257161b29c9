/** A shop in memory, for tests: what was sent beside what is true. */

import type { Order } from './shop/order.ts';
import type { Intent, Out, Truth } from './shop/out.ts';
import { Simulation } from './shop/simulation.ts';
import { readWorld } from './world/read-world.ts';
import type { World } from './world/world.ts';

export type Sent = { line: string; at: number; skew: number; isLate: boolean };
export type SentEvent = {
  type: string;
  event?: string;
  messageId: string;
  timestamp: string;
  userId?: string;
  anonymousId: string;
  properties?: Record<string, unknown>;
  traits?: Record<string, unknown>;
};

export type Collected = Out & {
  events: Sent[];
  orders: { order: Order; at: number }[];
  intents: Intent[];
  truths: Truth[];
  read(): SentEvent[];
};

export function collecting(): Collected {
  const events: Sent[] = [];
  const orders: { order: Order; at: number }[] = [];
  const intents: Intent[] = [];
  const truths: Truth[] = [];
  return {
    events,
    orders,
    intents,
    truths,
    event: (line, at, skew, isLate) => void events.push({ line, at, skew, isLate }),
    order: (order, at) => void orders.push({ order, at }),
    intent: (intent) => void intents.push(intent),
    truth: (record) => void truths.push(record),
    passed: () => {},
    read: () => events.map(({ line }) => JSON.parse(Buffer.from(line, 'latin1').toString())),
  };
}

export type Shape = {
  customers?: number;
  days?: number;
  seed?: number;
  from?: string;
  world?: (world: World) => void;
};

/** The small world with fewer people and days; `world` bends it. */
export function aShop({
  customers = 150,
  days = 90,
  seed = 1,
  from = '2025-10-01',
  world: bend,
}: Shape = {}): {
  simulation: Simulation;
  out: Collected;
} {
  const world = structuredClone(readWorld('small'));
  bend?.(world);
  const out = collecting();
  return { simulation: new Simulation({ world, seed, customers, from, days }, out), out };
}

export function aYear(shape: Shape = {}): { simulation: Simulation; out: Collected } {
  const shop = aShop(shape);
  shop.simulation.runTo(shop.simulation.run.days);
  return shop;
}
