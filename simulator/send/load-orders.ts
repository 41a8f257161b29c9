/** A file of orders into a channel, by the API. Gives how many it holds. */
import { batchesOf } from './batches-of.ts';
import type { Instance } from './instance.ts';
import { sendAll } from './window.ts';

type Recorded = { recorded: number; unchanged: number };

const AT_ONCE = 4;

export async function loadOrders(instance: Instance, channel: string, path: string): Promise<number> {
  let orders = 0;
  const send = async (body: Buffer): Promise<number> => {
    const place = `/api/channels/${channel}/orders`;
    const { status, body: answer, refusals } = await instance.ask('POST', place, body);
    if (status !== 200) throw new Error(`${place}: ${status} ${answer.slice(0, 500)}`);
    const { recorded, unchanged } = JSON.parse(answer) as Recorded;
    orders += recorded + unchanged;
    return refusals;
  };
  await sendAll(batchesOf(path, '{"origin":"import","orders":['), { most: AT_ONCE, send });
  return orders;
}
