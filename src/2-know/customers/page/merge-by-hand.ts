/** Staff say that two are one, or that they are not. Nothing is moved: a merge is a link, and undoing it restores what was. */
import { Problem } from '#platform/errors';
import type { Principal } from '#platform/http';
import { type CustomerId, customerId } from '#platform/ids';
import type { Platform } from '#platform/module';
import { type CardParts, renewCards } from '../cards/renew-cards.ts';
import type { CustomerDetail, MergePreview } from '../contract.ts';
import { COMMANDS } from '../identity/commands.ts';
import { mergeById } from '../identity/store.ts';
import { type CommandParts, writeCommand } from '../identity/write-command.ts';
import { traitsOf } from '../traits/traits-of.ts';
import { type ShowParts, showCustomer } from './show-customer.ts';
import { areKeptApart } from './store.ts';

export type MergeParts = ShowParts & CardParts & CommandParts & Pick<Platform, 'audit'>;

export async function previewMerge(
  parts: MergeParts,
  id: CustomerId,
  other: CustomerId,
  principal: Principal,
): Promise<MergePreview> {
  const [first, second] = [await present(parts, id, principal), await present(parts, other, principal)];
  if (first.id === second.id) throw new Problem('customers_same');
  const [keeps, joins] = Number(first.id) < Number(second.id) ? [first, second] : [second, first];
  const [ones, others] = [keeps.profiles.map(asId), joins.profiles.map(asId)];
  const traits = await traitsOf(parts, new Map([[asId(keeps.id), [...ones, ...others]]]));
  return {
    keeps,
    joins,
    traits: keeps.personal === 'masked' ? {} : (traits.get(asId(keeps.id)) ?? {}),
    kept_apart: await areKeptApart(parts.db, ones, others),
  };
}

const asId = (text: string): CustomerId => customerId(Number(text));

async function present(parts: MergeParts, id: CustomerId, principal: Principal): Promise<CustomerDetail> {
  const shown = await showCustomer(parts, id, principal);
  if (!shown) throw new Problem('not_found');
  if (shown.erased_at) throw new Problem('customer_erased');
  return shown;
}

export async function mergeByHand(
  parts: MergeParts,
  caller: Caller,
  id: CustomerId,
  other: CustomerId,
): Promise<void> {
  const { keeps, joins } = await previewMerge(parts, id, other, caller);
  const [one, with_] = [asId(keeps.id), asId(joins.id)];
  await writeCommand(parts, {
    event: COMMANDS.merge,
    profile: one,
    properties: { one, other: with_, actor: nameOf(caller) },
    audit: { actor: caller, act: 'customer.merge', object: `customer:${one}`, detail: { with: with_ } },
  });
  await renewCards(parts);
}

export async function undoMerge(parts: MergeParts, caller: Caller, mergeId: number): Promise<void> {
  const row = await mergeById(parts.db, mergeId);
  if (!row || !(await showCustomer(parts, row.one_id, caller))) throw new Problem('not_found');
  if (row.undone_at) throw new Problem('merge_undone');
  const { one_id: one, other_id: other, position } = row;
  await writeCommand(parts, {
    event: COMMANDS.undo,
    profile: one,
    properties: { one, other, position, actor: nameOf(caller) },
    audit: { actor: caller, act: 'customer.unmerge', object: `customer:${one}`, detail: { with: other } },
  });
  await renewCards(parts);
}

export type Caller = Exclude<Principal, { kind: 'anonymous' }>;

const nameOf = ({ kind, id }: Caller): string => `${kind}:${id}`;
