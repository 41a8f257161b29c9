/** Who belongs to a group: joining it, being something else in it, leaving it. */
import type { KeyObject } from 'node:crypto';
import { profilesFor } from '#know/customers';
import { Problem } from '#platform/errors';
import type { Principal } from '#platform/http';
import { type CustomerId, customerId } from '#platform/ids';
import type { Tx } from '#platform/postgres';
import { firstHeld, seal } from '#platform/vault';
import {
  type AfterLeaving,
  type GroupDetail,
  MOST_GROUPS,
  MOST_MEMBERS,
  type NewMember,
} from './contract.ts';
import { type GroupParts, householdName, showGroup } from './show-group.ts';
import * as store from './store.ts';

type Caller = Exclude<Principal, { kind: 'anonymous' }>;
type Joining = { profiles: CustomerId[]; profile: CustomerId; key: KeyObject };

/** Throws `not_found`, `customer_erased`. */
export async function theOneWhoJoins(
  { db, vault }: Pick<GroupParts, 'db' | 'vault'>,
  caller: Caller,
  id: CustomerId,
): Promise<Joining> {
  const profiles = await profilesFor(db, id, caller);
  if (profiles.length === 0) throw new Problem('not_found');
  const keys = await vault.existingKeys(profiles);
  const held = firstHeld(keys, [id, ...profiles]);
  if (!held) throw new Problem('customer_erased');
  return { profiles, profile: held.subject, key: held.key };
}

type Terms = Pick<NewMember, 'role' | 'since'> & { at: Date; by: string };

/** Throws `groups_full`. */
export async function join(
  tx: Tx,
  { group_id, kind, name }: Pick<store.GroupRow, 'group_id' | 'kind' | 'name'>,
  { profiles, profile, key }: Joining,
  { role, since, at, by }: Terms,
): Promise<void> {
  if ((await store.groupsWith(tx, profiles)).length >= MOST_GROUPS)
    throw new Problem('groups_full', { params: { most: MOST_GROUPS } });
  await store.addMember(tx, group_id, {
    customer: profile,
    role,
    since: since ?? at.toISOString().slice(0, 10),
    sealedName: kind === 'household' && name !== null ? seal(key, name) : null,
    at,
    by,
  });
}

/** Who belongs to it already takes the role given. Throws `not_found`, `customer_erased`, `group_full`, `groups_full`. */
export async function addToGroup(
  parts: GroupParts,
  caller: Caller,
  id: number,
  { customer, role, since }: NewMember,
): Promise<GroupDetail> {
  await showGroup(parts, id, caller);
  const joining = await theOneWhoJoins(parts, caller, customerId(Number(customer)));
  const signed = { at: parts.clock.now(), by: `${caller.kind}:${caller.id}` };
  await parts.db.transaction().execute(async (tx) => {
    const group = await store.lockGroup(tx, id);
    if (!group) throw new Problem('not_found');
    const members = await store.membersOf(tx, [id]);
    const isMember = members.some(({ customer_id }) => joining.profiles.includes(customer_id));
    if (isMember) await store.changeMember(tx, id, joining.profiles, { role, since: since ?? null });
    else if (members.length >= MOST_MEMBERS)
      throw new Problem('group_full', { params: { most: MOST_MEMBERS } });
    else {
      const name = group.name ?? (await householdName(parts, members));
      await join(tx, { ...group, name }, joining, { role, since, ...signed });
    }
    await parts.audit.record(tx, {
      actor: caller,
      act: 'group.member',
      object: `group:${id}`,
      detail: { customer: joining.profile, role, joined: !isMember },
    });
  });
  return await showGroup(parts, id, caller);
}

/** A household ends with its last member. Throws `not_found`. */
export async function leaveGroup(
  parts: GroupParts,
  caller: Caller,
  id: number,
  customer: CustomerId,
): Promise<AfterLeaving> {
  const profiles = await profilesFor(parts.db, customer, caller);
  const signed = { at: parts.clock.now(), by: `${caller.kind}:${caller.id}` };
  const isOver = await parts.db.transaction().execute(async (tx) => {
    const group = await store.lockGroup(tx, id);
    if (!group || (await store.leave(tx, id, profiles, signed)) === 0) throw new Problem('not_found');
    const left = await store.membersOf(tx, [id]);
    const ends = group.kind === 'household' && left.length === 0;
    if (ends) await store.close(tx, id, signed);
    await parts.audit.record(tx, {
      actor: caller,
      act: 'group.leave',
      object: `group:${id}`,
      detail: { customer, ended: ends },
    });
    return ends;
  });
  if (isOver) return { group: null };
  // The last whom she may see is gone: she sees the group no more.
  const group = await showGroup(parts, id, caller).catch((failure: unknown) => {
    if (failure instanceof Problem && failure.code === 'not_found') return null;
    throw failure;
  });
  return { group };
}
