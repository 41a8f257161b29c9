/** A file of orders into a channel, one request after the other. Gives how many it holds. */
import { batchesOf } from './batches-of.ts';
import type { Instance } from './instance.ts';

type Recorded = { recorded: number; unchanged: number };

export async function loadOrders(instance: Instance, channel: string, path: string): Promise<number> {
  let orders = 0;
  for (const body of batchesOf(path, '{"origin":"import","orders":[')) {
    const { recorded, unchanged } = await instance.api<Recorded>(
      'POST',
      `/api/channels/${channel}/orders`,
      body,
    );
    orders += recorded + unchanged;
  }
  return orders;
}
