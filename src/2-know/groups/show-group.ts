/** Groups as a caller may see them: members once a person, names as far as her role goes, nobody of another channel. */
import { customerNames, profilesFor } from '#know/customers';
import { Problem } from '#platform/errors';
import { type Principal, seesPersonal } from '#platform/http';
import { type CustomerId, customerId } from '#platform/ids';
import type { Page } from '#platform/lists';
import type { Platform } from '#platform/module';
import type { Db, Tx } from '#platform/postgres';
import { open } from '#platform/vault';
import type { GroupDetail, GroupItem, GroupsOf } from './contract.ts';
import { asPersons, digestOfName } from './group.ts';
import * as store from './store.ts';

export type GroupParts = Pick<Platform, 'db' | 'vault' | 'clock' | 'audit'> & { pepper: Buffer };
type Reading = Pick<GroupParts, 'db' | 'vault' | 'pepper'>;

/** Staff who are limited to channels look through so many stretches at most. */
const MOST_STRETCHES = 20;
/** Of each group on a customer's page. */
const MOST_ON_HER_PAGE = 12;

export async function listGroups(
  parts: Reading,
  asked: Omit<store.GroupQuery, 'digest'>,
  principal: Principal,
): Promise<Page<GroupItem>> {
  const digest = asked.q === undefined ? null : digestOfName(asked.q, parts.pepper);
  const isLimited = principal.kind === 'anonymous' || principal.channels !== null;
  const found: GroupItem[] = [];
  let after = asked.after;
  for (let stretch = 0; stretch < MOST_STRETCHES; stretch++) {
    const limit = asked.limit - found.length;
    const page = await store.listGroups(parts.db, { ...asked, after, limit, digest });
    const ids = page.items.map(({ group_id }) => group_id);
    const byGroup = Map.groupBy(await store.membersOf(parts.db, ids), ({ group_id }) => group_id);
    for (const row of page.items) {
      const members = byGroup.get(row.group_id) ?? [];
      const seen = isLimited ? await personsOf(parts.db, members, principal) : null;
      if (seen === null || seen.size > 0)
        found.push({ ...(await headOf(parts, row, members, principal)), members: row.members });
    }
    after = page.next ?? undefined;
    if (page.next === null || found.length >= asked.limit) break;
  }
  return { items: found, next: after ?? null };
}

/** Throws `not_found`, also where the caller may see none of its members. */
export async function showGroup(parts: Reading, id: number, principal: Principal): Promise<GroupDetail> {
  const row = await store.groupOf(parts.db, id);
  if (!row) throw new Problem('not_found');
  const members = await store.membersOf(parts.db, [id]);
  const isLimited = principal.kind === 'anonymous' || principal.channels !== null;
  const shown = await detailOf(parts, row, members, principal);
  if (isLimited && shown.members.length === 0) throw new Problem('not_found');
  return shown;
}

/** Throws `not_found`. */
export async function groupsOfCustomer(
  parts: Reading,
  id: CustomerId,
  principal: Principal,
): Promise<GroupsOf> {
  const profiles = await profilesFor(parts.db, id, principal);
  if (profiles.length === 0) throw new Problem('not_found');
  const rows = await store.groupsWith(parts.db, profiles);
  const members = await store.membersOf(
    parts.db,
    rows.map(({ group_id }) => group_id),
  );
  const items: GroupDetail[] = [];
  for (const row of rows) {
    const own = members.filter(({ group_id }) => group_id === row.group_id);
    // She first: of a large group some are shown, and she is one of them.
    const hers = own.filter(({ customer_id }) => profiles.includes(customer_id));
    const rest = own.filter(({ customer_id }) => !profiles.includes(customer_id));
    const some = [...hers, ...rest.slice(0, MOST_ON_HER_PAGE)];
    const shown = await detailOf(parts, row, some, principal);
    items.push({ ...shown, others: shown.others + own.length - some.length });
  }
  return { items, next: null };
}

async function detailOf(
  parts: Reading,
  row: store.GroupRow,
  members: readonly store.MemberRow[],
  principal: Principal,
): Promise<GroupDetail> {
  const persons = await personsOf(parts.db, members, principal);
  const names = await customerNames(parts, [...new Set(persons.values())].map(customerId), principal);
  const memberships = members.map(({ customer_id, ...member }) => ({ ...member, customer: customer_id }));
  return {
    ...(await headOf(parts, row, members, principal)),
    members: asPersons(memberships, persons).map(({ person, roles, since }) => ({
      customer: String(person),
      name: names.get(person) ?? null,
      roles,
      since,
    })),
    others: members.filter(({ customer_id }) => !persons.has(customer_id)).length,
  };
}

async function headOf(
  parts: Reading,
  row: store.GroupRow,
  members: readonly store.MemberRow[],
  principal: Principal,
): Promise<Omit<GroupItem, 'members'>> {
  const masked = row.kind === 'household' && !seesPersonal(principal);
  return {
    id: String(row.group_id),
    kind: row.kind,
    name: masked ? null : (row.name ?? (await householdName(parts, members))),
    masked,
    created_at: row.created_at.toISOString(),
  };
}

/** Any of its members has it. */
export async function householdName(
  { vault }: Pick<GroupParts, 'vault'>,
  members: readonly store.MemberRow[],
): Promise<string | null> {
  const holders = members.filter(({ sealed_name }) => sealed_name !== null);
  const keys = await vault.existingKeys(holders.map(({ customer_id }) => customer_id));
  for (const { customer_id, sealed_name } of holders) {
    const key = keys.get(customer_id);
    const name = key && sealed_name ? open(key, sealed_name) : null;
    if (name) return name.toString();
  }
  return null;
}

/** By profile the person; absent for those the caller may not see. */
async function personsOf(
  db: Db | Tx,
  members: readonly store.MemberRow[],
  principal: Principal,
): Promise<Map<number, number>> {
  const persons = new Map<number, number>();
  for (const { customer_id } of members) {
    if (persons.has(customer_id)) continue;
    const profiles = await profilesFor(db as Db, customer_id, principal);
    for (const profile of profiles) persons.set(profile, Math.min(...profiles));
  }
  return persons;
}
