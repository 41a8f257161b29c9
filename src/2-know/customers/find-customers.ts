/** Finds profiles by what somebody was called: those it leads to, and those that were seen with it. */

import { type CustomerId, customerId } from '#platform/ids';
import type { Platform } from '#platform/module';
import type { FoundCustomer } from './contract.ts';
import { digestOf } from './identifier.ts';
import { type ReadUpParts, readUp } from './identity/read-up.ts';
import { membersOf } from './identity/store.ts';
import * as store from './store.ts';

export type FindParts = ReadUpParts & Pick<Platform, 'db'>;
/** Behind an import for longer: then by what is known. */
const LONGEST_MS = 2000;

export type Find = { kind: 'user_id' | 'anonymous_id' | 'customer_id'; value: string };

export async function findCustomers(parts: FindParts, { kind, value }: Find): Promise<FoundCustomer[]> {
  const { db, log, pepper } = parts;
  await readUp(parts, LONGEST_MS);
  const ids =
    kind === 'customer_id'
      ? idOf(value)
      : await store.profilesOfDigest(db, digestOf(pepper, { kind, value }));
  const [profiles, counts] = await Promise.all([store.profiles(db, ids), log.countByCustomer(db, ids)]);
  return await Promise.all(
    profiles.map(async (profile) => ({
      customer_id: profile.customerId,
      created_at: profile.createdAt.toISOString(),
      identifiers: profile.identifiers.map((identifier) => ({
        kind: identifier.kind,
        verified: identifier.kind !== 'claimed_user_id',
      })),
      events: counts.get(profile.customerId) ?? 0,
      erased_at: profile.erasedAt?.toISOString() ?? null,
      linked: await linkedWith(db, profile.customerId),
    })),
  );
}

/** One with her, or seen with her. */
async function linkedWith(db: Platform['db'], id: CustomerId): Promise<CustomerId[]> {
  const members = await membersOf(db, id);
  const seen = await store.seenWith(db, members);
  return [...new Set([...members, ...seen])].filter((other) => other !== id);
}

const idOf = (text: string): CustomerId[] => (/^[1-9]\d{0,14}$/.test(text) ? [customerId(Number(text))] : []);
