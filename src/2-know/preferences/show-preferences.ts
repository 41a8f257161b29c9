/** Preferences of a person: said and counted, side by side and told apart. */
import { profilesFor } from '#know/customers';
import type { Habits } from '#know/orders/contract';
import { Problem } from '#platform/errors';
import { type Principal, seesPersonal } from '#platform/http';
import type { CustomerId } from '#platform/ids';
import type { Platform } from '#platform/module';
import type { Db } from '#platform/postgres';
import { PREFERENCES, type PreferencesOf, type StatedItem } from './contract.ts';
import { merged, type Stated } from './stated.ts';
import { statedOf } from './store.ts';

export type ShowParts = Pick<Platform, 'db' | 'vault'> & {
  /** What her orders come to, in channels that the caller sees. Injected: orders count what is theirs. */
  habitsOf(db: Db, profiles: readonly CustomerId[], visible: readonly string[] | null): Promise<Habits>;
};

/** Throws `not_found`, also for customers the caller may not see. */
export async function preferencesOfCustomer(
  { db, vault, habitsOf }: ShowParts,
  id: CustomerId,
  principal: Principal,
): Promise<PreferencesOf> {
  const profiles = await profilesFor(db, id, principal);
  if (profiles.length === 0) throw new Problem('not_found');
  const visible = principal.kind === 'anonymous' ? [] : principal.channels;
  const keys = await vault.existingKeys(profiles);
  const [stated, counted] = await Promise.all([
    statedOf(db, keys, profiles),
    habitsOf(db, profiles, visible),
  ]);
  return {
    stated: itemsOf([...stated.values()].reduce<Stated>(merged, {}), seesPersonal(principal)),
    counted,
  };
}

const itemsOf = (stated: Stated, whole: boolean): StatedItem[] =>
  PREFERENCES.flatMap((name) => {
    const said = stated[name];
    if (!said || said.value === null) return [];
    const { value, from, by, at } = said;
    return [{ name, value: whole ? value : null, from, by, at: new Date(at).toISOString() }];
  });

/** For her file: what was said of this profile. */
export async function exportStated(
  { vault }: Pick<ShowParts, 'vault'>,
  db: Db,
  customer: CustomerId,
  principal: Principal,
): Promise<object[]> {
  const stated = await statedOf(db, await vault.existingKeys([customer]), [customer]);
  return itemsOf(stated.get(customer) ?? {}, seesPersonal(principal));
}
