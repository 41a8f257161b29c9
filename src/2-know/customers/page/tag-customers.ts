/** Many customers get the same tags, or lose them: as one act, of all of them or of none. */
import { Problem } from '#platform/errors';
import { type CustomerId, customerId } from '#platform/ids';
import { renewCards } from '../cards/renew-cards.ts';
import { mark, personsAround } from '../cards/store.ts';
import { profiles as profilesOf } from '../store.ts';
import type { Caller, MergeParts } from './merge-by-hand.ts';
import { saveTags } from './store.ts';
import { personsFor } from './whose.ts';

export type Tags = { add: readonly string[]; remove: readonly string[] };

/** How many persons that were. Throws `not_found` where one of the ids is nobody the caller may see, and `customer_erased`. */
export async function tagCustomers(
  parts: MergeParts,
  caller: Caller,
  ids: readonly CustomerId[],
  { add, remove }: Tags,
): Promise<number> {
  const count = await parts.db.transaction().execute(async (tx) => {
    const persons = await personsFor(tx, ids, caller);
    if (persons.size < new Set(ids).size) throw new Problem('not_found');
    const { members } = await personsAround(tx, [...persons.values()]);
    const tagged = [...members.keys()];
    const everybody = [...members.values()].flat();
    const living = new Set(
      (await profilesOf(tx, everybody)).flatMap((one) => (one.erasedAt ? [] : one.customerId)),
    );
    const isErased = (profiles: readonly CustomerId[]): boolean => !profiles.some((id) => living.has(id));
    if ([...members.values()].some(isErased)) throw new Problem('customer_erased');
    const change = { add, remove, at: parts.clock.now(), by: `${caller.kind}:${caller.id}` };
    await saveTags(tx, tagged, change, everybody);
    await mark(tx, tagged);
    await parts.audit.record(tx, {
      actor: caller,
      act: 'customer.tag_many',
      object: 'customers',
      detail: { customers: tagged.length, added: add.length, removed: remove.length, ids: tagged.join(' ') },
    });
    return tagged.length;
  });
  await renewCards(parts);
  return count;
}

export const asIds = (ids: readonly string[]): CustomerId[] => ids.map((id) => customerId(Number(id)));
