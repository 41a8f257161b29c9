/** What she may take along (GDPR 15 and 20, PIPL 45): her page, and of each module what it keeps about her. */
import { Problem } from '#platform/errors';
import { type CustomerId, customerId } from '#platform/ids';
import type { Json } from '#platform/log';
import type { CustomerExport } from '../contract.ts';
import type { ErasureParts } from '../erase-customer.ts';
import type { Caller } from './merge-by-hand.ts';
import { type ShowParts, showCustomer } from './show-customer.ts';

export async function exportCustomer(
  parts: ShowParts & ErasureParts,
  caller: Caller,
  id: CustomerId,
): Promise<CustomerExport> {
  const customer = await showCustomer(parts, id, caller);
  if (!customer) throw new Problem('not_found');
  const profiles = customer.profiles.map((profile) => customerId(Number(profile)));
  const sections: Record<string, Json[]> = {};
  for (const { name, personalData } of parts.keepers()) {
    if (!personalData) continue;
    const kept = await Promise.all(profiles.map((profile) => personalData.export(parts.db, profile, caller)));
    // As JSON has it: dates become text, and what cannot be said is left out.
    sections[name] = (JSON.parse(JSON.stringify(kept)) as Json[]).flatMap((one) => one ?? []);
  }
  await parts.audit.record(parts.db, {
    actor: caller,
    act: 'customer.export',
    object: `customer:${customer.id}`,
  });
  return { exported_at: parts.clock.now().toISOString(), customer, sections };
}
