/** Looks what became of the orders that were placed: what staff cancel, whoever ordered learns. */
import type { Channels } from '../send/channels.ts';
import type { Instance } from '../send/instance.ts';
import type { Order } from '../shop/order.ts';
import type { Simulation } from '../shop/simulation.ts';
import { react } from './react.ts';

export type Listening = { placed(orders: readonly Order[]): void; hear(): Promise<void> };
type Page = { items: { platform_id: string }[] };

/** Orders that are waited for; older ones are forgotten. */
const MOST = 20_000;
const LOOK_MS = 5000;

export function hearOfOrders(instance: Instance, simulation: Simulation, { own }: Channels): Listening {
  const waiting = new Map<string, number>();
  let looked = Number.NEGATIVE_INFINITY;
  return {
    placed(orders) {
      for (const { number, person, cancelledAt } of orders)
        if (cancelledAt === null) waiting.set(number, person);
      for (const number of waiting.keys()) {
        if (waiting.size <= MOST) break;
        waiting.delete(number);
      }
    },
    async hear() {
      if (performance.now() - looked < LOOK_MS) return;
      looked = performance.now();
      const { items } = await instance.api<Page>(
        'GET',
        `/api/orders?channel=${own}&state=cancelled&sort=-placed_at`,
      );
      for (const { platform_id: order } of items) {
        const person = waiting.get(order);
        if (person === undefined) continue;
        waiting.delete(order);
        react(simulation, { at: simulation.now(), is: 'order cancelled', order, person });
      }
    },
  };
}
