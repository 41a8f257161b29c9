/** Staff type in what she told them. */
import { profilesFor } from '#know/customers';
import { Problem } from '#platform/errors';
import type { Principal } from '#platform/http';
import type { CustomerId } from '#platform/ids';
import type { Platform } from '#platform/module';
import { firstHeld, seal } from '#platform/vault';
import { type GivenPreferences, PREFERENCES, type PreferencesOf } from './contract.ts';
import { preferencesOfCustomer, type ShowParts } from './show-preferences.ts';
import { merged, type Saying, type Stated, type Value } from './stated.ts';
import { lockStated, saveStated } from './store.ts';

export type NoteParts = ShowParts & Pick<Platform, 'clock' | 'audit'>;
type Caller = Exclude<Principal, { kind: 'anonymous' }>;

/** Throws `not_found`, `customer_erased`. */
export async function notePreferences(
  parts: NoteParts,
  caller: Caller,
  id: CustomerId,
  given: GivenPreferences,
): Promise<PreferencesOf> {
  const profiles = await profilesFor(parts.db, id, caller);
  if (profiles.length === 0) throw new Problem('not_found');
  const keys = await parts.vault.existingKeys(profiles);
  const held = firstHeld(keys, [id, ...profiles]);
  if (!held) throw new Problem('customer_erased');
  const { subject: profile, key } = held;
  await parts.db.transaction().execute(async (tx) => {
    const at = parts.clock.now();
    const known = await lockStated(tx, keys, profiles);
    const all = [...known.values()].reduce<Stated>(merged, {});
    const said = saidByStaff(all, given, { at: at.getTime(), by: caller.name });
    const own = merged(known.get(profile) ?? {}, said);
    await saveStated(tx, [{ profile, at, sealed: seal(key, JSON.stringify(own)) }]);
    await parts.audit.record(tx, {
      actor: caller,
      act: 'customer.preferences',
      object: `customer:${profile}`,
      detail: { named: Object.keys(said).join(' ') },
    });
  });
  return await preferencesOfCustomer(parts, id, caller);
}

function saidByStaff(
  before: Stated,
  given: GivenPreferences,
  { at, by }: { at: number; by: string },
): Stated {
  const said = PREFERENCES.flatMap((name): [string, Saying][] => {
    const value = given[name] as Value | null | undefined;
    // Of two in the same moment the second counts.
    const position = 1 + (before[name]?.position ?? 0);
    return value === undefined ? [] : [[name, { value, from: 'staff', by, at, position }]];
  });
  return Object.fromEntries(said);
}
