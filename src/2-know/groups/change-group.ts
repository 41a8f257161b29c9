/** Making a group, naming it, and ending it. */
import { profilesFor } from '#know/customers';
import { Problem } from '#platform/errors';
import type { Principal } from '#platform/http';
import { customerId } from '#platform/ids';
import { seal } from '#platform/vault';
import type { Dissolved, GroupDetail, NewGroup } from './contract.ts';
import { digestOfName } from './group.ts';
import { join, theOneWhoJoins } from './join-group.ts';
import { type GroupParts, showGroup } from './show-group.ts';
import * as store from './store.ts';

export type Caller = Exclude<Principal, { kind: 'anonymous' }>;

/** A company's name is public; a household's stands with its members, and here only as what finds it. */
const named = (kind: 'household' | 'company', name: string, pepper: Buffer) =>
  kind === 'company' ? { name, digest: null } : { name: null, digest: digestOfName(name, pepper) };

/** Throws `group_member_missing`, `not_found`, `customer_erased`, `groups_full`. */
export async function makeGroup(
  parts: GroupParts,
  caller: Caller,
  { kind, name, member }: NewGroup,
): Promise<GroupDetail> {
  // Who is limited to channels would not see one that is empty.
  if (!member && (kind === 'household' || caller.channels !== null))
    throw new Problem('group_member_missing', {
      fields: [{ field: 'member', code: 'group_member_missing' }],
    });
  const joining = member && (await theOneWhoJoins(parts, caller, customerId(Number(member.customer))));
  const signed = { at: parts.clock.now(), by: `${caller.kind}:${caller.id}` };
  const id = await parts.db.transaction().execute(async (tx) => {
    const made = await store.insertGroup(tx, { kind, ...named(kind, name, parts.pepper), ...signed });
    if (member && joining) await join(tx, { group_id: made, kind, name }, joining, { ...member, ...signed });
    await parts.audit.record(tx, {
      actor: caller,
      act: 'group.make',
      object: `group:${made}`,
      detail: { kind, ...(joining && { customer: joining.profile }) },
    });
    return made;
  });
  return await showGroup(parts, id, caller);
}

/** Throws `not_found`. */
export async function renameGroup(
  parts: GroupParts,
  caller: Caller,
  id: number,
  name: string,
): Promise<GroupDetail> {
  await showGroup(parts, id, caller);
  await parts.db.transaction().execute(async (tx) => {
    const group = await store.lockGroup(tx, id);
    if (!group) throw new Problem('not_found');
    const members = group.kind === 'household' ? await store.membersOf(tx, [id]) : [];
    const keys = await parts.vault.existingKeys(members.map(({ customer_id }) => customer_id));
    const sealed = members.flatMap(({ customer_id: customer }) => {
      const key = keys.get(customer);
      return key ? [{ customer, name: seal(key, name) }] : [];
    });
    await store.rename(tx, id, named(group.kind, name, parts.pepper), sealed);
    await parts.audit.record(tx, { actor: caller, act: 'group.rename', object: `group:${id}` });
  });
  return await showGroup(parts, id, caller);
}

/**
 * All leave it, and it is shown no more. Throws `not_found`, and `not_allowed` where it has members the caller may not see: she would send away
 * people of another channel.
 */
export async function dissolveGroup(parts: GroupParts, caller: Caller, id: number): Promise<Dissolved> {
  await showGroup(parts, id, caller);
  const signed = { at: parts.clock.now(), by: `${caller.kind}:${caller.id}` };
  await parts.db.transaction().execute(async (tx) => {
    if (!(await store.lockGroup(tx, id))) throw new Problem('not_found');
    for (const { customer_id } of await store.membersOf(tx, [id]))
      if (caller.channels !== null && (await profilesFor(parts.db, customer_id, caller)).length === 0)
        throw new Problem('not_allowed');
    const members = await store.leave(tx, id, 'all', signed);
    await store.close(tx, id, signed);
    await parts.audit.record(tx, {
      actor: caller,
      act: 'group.dissolve',
      object: `group:${id}`,
      detail: { members },
    });
  });
  return { id: String(id), closed_at: signed.at.toISOString() };
}
