/** Her orders for her file: with where they went, for whoever may see it. */
import { type Principal, seesAddresses } from '#platform/http';
import type { CustomerId } from '#platform/ids';
import type { JsonObject } from '#platform/log';
import type { Platform } from '#platform/module';
import type { Db } from '#platform/postgres';
import { open } from '#platform/vault';
import { ordersOf } from '../store.ts';

export async function exportOrders(
  { vault }: Pick<Platform, 'vault'>,
  db: Db,
  customer: CustomerId,
  caller: Principal,
): Promise<object[]> {
  const [orders, keys] = await Promise.all([ordersOf(db, customer), vault.existingKeys([customer])]);
  const key = seesAddresses(caller) ? keys.get(customer) : undefined;
  return orders.map(({ row: { sealed, ...row }, order }) => {
    const plain = key && sealed ? open(key, sealed) : null;
    return { ...row, ...order, ...(plain && { details: JSON.parse(plain.toString()) as JsonObject }) };
  });
}
