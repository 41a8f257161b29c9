import { type CustomerId, customerId } from '#platform/ids';
import { COMMANDS } from '../identity/commands.ts';
import { writeCommand } from '../identity/write-command.ts';
import { type Caller, type MergeParts, previewMerge } from '../page/merge-by-hand.ts';
import { dropDuplicate } from './store.ts';

/** Staff say that two are not one: nothing makes them one again but a person. Throws `not_found`, `customer_erased`, `customers_same`. */
export async function keepApart(
  parts: MergeParts,
  caller: Caller,
  id: CustomerId,
  other: CustomerId,
): Promise<void> {
  const { keeps, joins } = await previewMerge(parts, id, other, caller);
  const profiles = [keeps, joins].map((customer) => customer.profiles.map((one) => customerId(Number(one))));
  const [one, second] = [keeps, joins].map((customer) => customerId(Number(customer.id))) as [
    CustomerId,
    CustomerId,
  ];
  await writeCommand(parts, {
    event: COMMANDS.apart,
    profile: one,
    properties: { one, other: second, actor: `${caller.kind}:${caller.id}` },
    audit: { actor: caller, act: 'customer.keep_apart', object: `customer:${one}`, detail: { with: second } },
  });
  await dropDuplicate(parts.db, profiles[0] ?? [], profiles[1] ?? []);
}
