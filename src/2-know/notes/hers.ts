/** Whose notes these are: all profiles of the person for reading, one with a key for writing. */
import type { KeyObject } from 'node:crypto';
import { profilesFor } from '#know/customers';
import { Problem } from '#platform/errors';
import type { Principal } from '#platform/http';
import type { CustomerId } from '#platform/ids';
import type { Platform } from '#platform/module';
import { firstHeld, open } from '#platform/vault';

export type NoteParts = Pick<Platform, 'db' | 'vault' | 'clock' | 'audit'>;
export type Caller = Exclude<Principal, { kind: 'anonymous' }>;
export type Keys = ReadonlyMap<number, KeyObject>;

/** Throws `not_found`, also for customers the caller may not see. */
export async function profilesOf(
  { db }: Pick<NoteParts, 'db'>,
  id: CustomerId,
  caller: Principal,
): Promise<CustomerId[]> {
  const profiles = await profilesFor(db, id, caller);
  if (profiles.length === 0) throw new Problem('not_found');
  return profiles;
}

/** Throws `not_found`, `customer_erased`. */
export async function toWriteAt(
  parts: NoteParts,
  id: CustomerId,
  caller: Principal,
): Promise<{ profiles: CustomerId[]; profile: CustomerId; key: KeyObject }> {
  const profiles = await profilesOf(parts, id, caller);
  const keys = await parts.vault.existingKeys(profiles);
  const held = firstHeld(keys, [id, ...profiles]);
  if (!held) throw new Problem('customer_erased');
  return { profiles, profile: held.subject, key: held.key };
}

export const signature = (caller: Caller): { by: string; name: string } => ({
  by: `${caller.kind}:${caller.id}`,
  name: caller.name,
});

export function opened(keys: Keys, profile: CustomerId, sealed: Buffer | null): string | null {
  const key = keys.get(profile);
  const plain = key && sealed ? open(key, sealed) : null;
  return plain?.toString() ?? null;
}
