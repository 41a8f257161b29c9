/** What is known of a person: the traits of all her profiles together. */
import type { CustomerId } from '#platform/ids';
import type { JsonObject } from '#platform/log';
import type { Db } from '#platform/postgres';
import { open, type Vault } from '#platform/vault';
import { merged, type Traits, valuesOf } from './merge-traits.ts';
import { sealedTraits } from './store.ts';

/** By person; `members`: the profiles of each. One whose keys are destroyed has none. */
export async function traitsOf(
  { db, vault }: { db: Db; vault: Vault },
  members: ReadonlyMap<CustomerId, readonly CustomerId[]>,
): Promise<Map<CustomerId, JsonObject>> {
  const sealed = await sealedTraits(db, [...members.values()].flat());
  const keys = await vault.existingKeys([...sealed.keys()]);
  const traitsOfProfile = (profile: CustomerId): Traits => {
    const [key, bytes] = [keys.get(profile), sealed.get(profile)];
    const plain = key && bytes ? open(key, bytes) : null;
    return plain ? (JSON.parse(plain.toString()) as Traits) : {};
  };
  return new Map(
    [...members].map(([person, profiles]) => [
      person,
      valuesOf(profiles.map(traitsOfProfile).reduce(merged, {})),
    ]),
  );
}
