import { Problem } from '#platform/errors';
import { type CustomerId, customerId } from '#platform/ids';
import { renewCards } from '../cards/renew-cards.ts';
import type { CustomerDetail } from '../contract.ts';
import { changeTags, type Tags } from './change-tags.ts';
import type { Caller, MergeParts } from './merge-by-hand.ts';
import { showCustomer } from './show-customer.ts';

/** Throws `not_found`, `customer_erased`. */
export async function tagCustomer(
  parts: MergeParts,
  caller: Caller,
  id: CustomerId,
  tags: Tags,
): Promise<CustomerDetail> {
  const shown = await showCustomer(parts, id, caller);
  if (!shown) throw new Problem('not_found');
  if (shown.erased_at) throw new Problem('customer_erased');
  const profiles = shown.profiles.map((profile) => customerId(Number(profile)));
  await parts.db.transaction().execute(async (tx) => {
    const events = await changeTags(parts, tx, caller, new Map([[id, profiles]]), tags);
    await parts.audit.record(tx, {
      actor: caller,
      act: 'customer.tag',
      object: `customer:${shown.id}`,
      detail: { added: tags.add.length, removed: tags.remove.length },
    });
    await parts.log.append(tx, events);
  });
  await renewCards(parts);
  return (await showCustomer(parts, id, caller)) ?? shown;
}
