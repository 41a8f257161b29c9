/** Many customers get the same tags, or lose them: as one act, of all of them or of none. */
import { Problem } from '#platform/errors';
import { type CustomerId, customerId } from '#platform/ids';
import { renewCards } from '../cards/renew-cards.ts';
import { personsAround } from '../cards/store.ts';
import { changeTags, type Tags } from './change-tags.ts';
import type { Caller, MergeParts } from './merge-by-hand.ts';
import { personsFor } from './whose.ts';

/** How many persons that were. Throws `not_found` where one of the ids is nobody the caller may see, and `customer_erased`. */
export async function tagCustomers(
  parts: MergeParts,
  caller: Caller,
  ids: readonly CustomerId[],
  tags: Tags,
): Promise<number> {
  const count = await parts.db.transaction().execute(async (tx) => {
    const persons = await personsFor(tx, ids, caller);
    if (persons.size < new Set(ids).size) throw new Problem('not_found');
    const { members } = await personsAround(tx, [...persons.values()]);
    const tagged = [...members.keys()];
    const events = await changeTags(parts, tx, caller, members, tags);
    await parts.audit.record(tx, {
      actor: caller,
      act: 'customer.tag_many',
      object: 'customers',
      detail: {
        customers: tagged.length,
        added: tags.add.length,
        removed: tags.remove.length,
        ids: tagged.join(' '),
      },
    });
    await parts.log.append(tx, events);
    return tagged.length;
  });
  await renewCards(parts);
  return count;
}

export const asIds = (ids: readonly string[]): CustomerId[] => ids.map((id) => customerId(Number(id)));
