/** What somebody is called in one kind of name, over all profiles of the person: what a platform knows her by. */
import type { CustomerId } from '#platform/ids';
import type { Db, Tx } from '#platform/postgres';
import { open, type Vault } from '#platform/vault';
import { knownValues, personsAround } from './cards/store.ts';

export type KnownAs = { profiles: readonly CustomerId[]; values: readonly string[] };

/** By the profile that was asked about; of two that are one person both have the same. Who was erased is called nothing. */
export async function knownAs(
  on: Db | Tx,
  vault: Vault,
  ids: readonly CustomerId[],
  kind: string,
): Promise<Map<CustomerId, KnownAs>> {
  const { members } = await personsAround(on, ids);
  const profiles = [...members.values()].flat();
  const [held, keys] = [await knownValues(on, profiles), await vault.existingKeys(profiles)];
  const known = new Map<CustomerId, KnownAs>();
  for (const group of members.values()) {
    const values = group.flatMap((profile) =>
      (held.get(profile) ?? []).flatMap((value) => {
        const key = keys.get(value.holder);
        if (value.kind !== kind || !value.sealed || !key) return [];
        return open(key, value.sealed)?.toString() ?? [];
      }),
    );
    for (const profile of group) known.set(profile, { profiles: group, values: [...new Set(values)] });
  }
  return new Map(ids.flatMap((id) => (known.has(id) ? [[id, known.get(id) as KnownAs]] : [])));
}
