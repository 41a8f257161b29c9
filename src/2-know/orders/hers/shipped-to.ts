/** Where a person's orders went, as each of them says it: for modules that show her addresses. The order keeps it; nobody else does. */
import type { CustomerId } from '#platform/ids';
import type { JsonObject } from '#platform/log';
import type { Platform } from '#platform/module';
import type { Db } from '#platform/postgres';
import { open } from '#platform/vault';
import { sealedDetails } from './store.ts';

/** Of so many of the latest orders: who buys for a business has thousands. */
const MOST_ORDERS_READ = 300;

export type ShippedTo = (
  parts: Pick<Platform, 'vault'> & { db: Db },
  profiles: readonly CustomerId[],
  visible: readonly string[] | null,
) => Promise<{ placedAt: Date; to: JsonObject }[]>;

/** `visible`: channels the caller is limited to. Latest first; orders that say no address are left out. */
export const shippedTo: ShippedTo = async ({ db, vault }, profiles, visible) => {
  const [rows, keys] = await Promise.all([
    sealedDetails(db, profiles, visible, MOST_ORDERS_READ),
    vault.existingKeys(profiles),
  ]);
  return rows.flatMap(({ customer_id, placed_at, sealed }) => {
    const key = keys.get(customer_id);
    const plain = key ? open(key, sealed) : null;
    const { shipping } = plain ? (JSON.parse(plain.toString()) as JsonObject) : {};
    return typeof shipping === 'object' && shipping !== null && !Array.isArray(shipping)
      ? [{ placedAt: placed_at, to: shipping }]
      : [];
  });
};
