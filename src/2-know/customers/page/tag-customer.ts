import { Problem } from '#platform/errors';
import { type CustomerId, customerId } from '#platform/ids';
import { renewCards } from '../cards/renew-cards.ts';
import { mark } from '../cards/store.ts';
import type { CustomerDetail } from '../contract.ts';
import type { Caller, MergeParts } from './merge-by-hand.ts';
import { showCustomer } from './show-customer.ts';
import { saveTags } from './store.ts';

/** Throws `not_found`, `customer_erased`. */
export async function tagCustomer(
  parts: MergeParts,
  caller: Caller,
  id: CustomerId,
  { add, remove }: { add: readonly string[]; remove: readonly string[] },
): Promise<CustomerDetail> {
  const shown = await showCustomer(parts, id, caller);
  if (!shown) throw new Problem('not_found');
  if (shown.erased_at) throw new Problem('customer_erased');
  const profiles = shown.profiles.map((profile) => customerId(Number(profile)));
  await parts.db.transaction().execute(async (tx) => {
    const change = { add, remove, at: parts.clock.now(), by: `${caller.kind}:${caller.id}` };
    await saveTags(tx, [id], change, profiles);
    await mark(tx, [id]);
    await parts.audit.record(tx, {
      actor: caller,
      act: 'customer.tag',
      object: `customer:${shown.id}`,
      detail: { added: add.length, removed: remove.length },
    });
  });
  await renewCards(parts);
  return (await showCustomer(parts, id, caller)) ?? shown;
}
