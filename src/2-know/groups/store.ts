/** The only SQL of `know/groups`; schema `groups`. */
import type { z } from 'zod';
import type { CustomerId } from '#platform/ids';
import { type KeyColumns, keyset, type Page } from '#platform/lists';
import { type Db, sql, type Tx } from '#platform/postgres';
import type { GroupKind, groupQuery, MemberRole } from './contract.ts';

export type GroupRow = {
  group_id: number;
  kind: GroupKind;
  name: string | null;
  members: number;
  created_at: Date;
};

const GROUP = sql`g.group_id, g.kind, g.name, g.members, g.created_at`;

const lists = keyset({
  id: { column: sql`g.group_id`, type: 'int8' },
  sorts: {
    created_at: { column: sql`g.created_at`, type: 'timestamptz' },
    name: { column: sql`g.name`, type: 'text', nullable: true },
    members: { column: sql`g.members`, type: 'int8' },
  },
  filters: { kind: (kind: string) => sql`g.kind = ${kind}` },
});

export type GroupQuery = z.output<typeof groupQuery> & { digest: Buffer | null };

/** `q`: part of a company's name, or by its digest a household's whole one. */
export async function listGroups(db: Db, { q, digest, ...query }: GroupQuery): Promise<Page<GroupRow>> {
  const page = lists.pageSql(query);
  const pattern = `%${(q ?? '').replace(/[\\%_]/g, '\\$&')}%`;
  const { rows } = await sql<GroupRow & KeyColumns>`
    SELECT ${GROUP}, ${page.keys} FROM groups.customer_group g
     WHERE ${page.where} AND g.closed_at IS NULL
       AND (${q === undefined}::boolean OR g.name ILIKE ${pattern} OR g.name_digest = ${digest})
     ORDER BY ${page.order} LIMIT ${page.limit}`.execute(db);
  return page.page(rows, (row) => row);
}

export async function groupOf(db: Db | Tx, id: number): Promise<GroupRow | null> {
  const { rows } = await sql<GroupRow>`
    SELECT ${GROUP} FROM groups.customer_group g WHERE g.group_id = ${id} AND g.closed_at IS NULL`.execute(
    db,
  );
  return rows[0] ?? null;
}

/** Locked until the caller's transaction ends; null where there is none, or it was closed. */
export async function lockGroup(tx: Tx, id: number): Promise<GroupRow | null> {
  const { rows } = await sql<GroupRow>`
    SELECT ${GROUP} FROM groups.customer_group g WHERE g.group_id = ${id} AND g.closed_at IS NULL FOR UPDATE`.execute(
    tx,
  );
  return rows[0] ?? null;
}

/** Groups that one of these belongs to. */
export async function groupsWith(db: Db | Tx, profiles: readonly CustomerId[]): Promise<GroupRow[]> {
  const { rows } = await sql<GroupRow>`
    SELECT ${GROUP} FROM groups.customer_group g
     WHERE g.closed_at IS NULL AND EXISTS (SELECT 1 FROM groups.membership m
       WHERE m.group_id = g.group_id AND m.left_at IS NULL AND m.customer_id = ANY(${profiles}::bigint[]))
     ORDER BY g.created_at, g.group_id`.execute(db);
  return rows;
}

export type MemberRow = {
  group_id: number;
  customer_id: CustomerId;
  role: MemberRole;
  since: string;
  sealed_name: Buffer | null;
};

export async function membersOf(db: Db | Tx, groups: readonly number[]): Promise<MemberRow[]> {
  const { rows } = await sql<MemberRow>`
    SELECT group_id, customer_id, role, since::text AS since, sealed_name FROM groups.membership
     WHERE group_id = ANY(${groups}::bigint[]) AND left_at IS NULL ORDER BY membership_id`.execute(db);
  return rows;
}

type Signed = { at: Date; by: string };

export async function insertGroup(
  tx: Tx,
  { kind, name, digest, at, by }: { kind: GroupKind; name: string | null; digest: Buffer | null } & Signed,
): Promise<number> {
  const { rows } = await sql<{ group_id: number }>`
    INSERT INTO groups.customer_group (kind, name, name_digest, created_at, created_by)
    VALUES (${kind}, ${name}, ${digest}, ${at}, ${by}) RETURNING group_id`.execute(tx);
  return rows[0]?.group_id as number;
}

export async function rename(
  tx: Tx,
  group: number,
  { name, digest }: { name: string | null; digest: Buffer | null },
  sealed: readonly { customer: CustomerId; name: Buffer }[],
): Promise<void> {
  await sql`UPDATE groups.customer_group SET name = ${name}, name_digest = ${digest} WHERE group_id = ${group}`.execute(
    tx,
  );
  await sql`
    UPDATE groups.membership m SET sealed_name = t.name
      FROM unnest(${sealed.map(({ customer }) => customer)}::bigint[], ${sealed.map((one) => one.name)}::bytea[]) AS t (customer, name)
     WHERE m.group_id = ${group} AND m.customer_id = t.customer AND m.left_at IS NULL`.execute(tx);
}

export async function addMember(
  tx: Tx,
  group: number,
  member: { customer: CustomerId; role: MemberRole; since: string; sealedName: Buffer | null } & Signed,
): Promise<void> {
  await sql`
    INSERT INTO groups.membership (group_id, customer_id, role, since, sealed_name, added_at, added_by)
    VALUES (${group}, ${member.customer}, ${member.role}, ${member.since}, ${member.sealedName}, ${member.at}, ${member.by})`.execute(
    tx,
  );
  await recount(tx, [group]);
}

export async function changeMember(
  tx: Tx,
  group: number,
  profiles: readonly CustomerId[],
  { role, since }: { role: MemberRole; since: string | null },
): Promise<void> {
  await sql`
    UPDATE groups.membership SET role = ${role}, since = coalesce(${since}::date, since)
     WHERE group_id = ${group} AND customer_id = ANY(${profiles}::bigint[]) AND left_at IS NULL`.execute(tx);
}

/** How many left. */
export async function leave(
  tx: Tx,
  group: number,
  profiles: readonly CustomerId[] | 'all',
  { at, by }: Signed,
): Promise<number> {
  const all = profiles === 'all';
  const { numAffectedRows } = await sql`
    UPDATE groups.membership SET left_at = ${at}, left_by = ${by}, sealed_name = NULL
     WHERE group_id = ${group} AND left_at IS NULL
       AND (${all}::boolean OR customer_id = ANY(${all ? [] : profiles}::bigint[]))`.execute(tx);
  await recount(tx, [group]);
  return Number(numAffectedRows ?? 0);
}

async function recount(tx: Tx, groups: readonly number[]): Promise<void> {
  await sql`
    UPDATE groups.customer_group g SET members =
        (SELECT count(*) FROM groups.membership m WHERE m.group_id = g.group_id AND m.left_at IS NULL)
     WHERE group_id = ANY(${groups}::bigint[])`.execute(tx);
}

export async function close(tx: Tx, group: number, { at, by }: Signed): Promise<void> {
  await sql`
    UPDATE groups.customer_group SET closed_at = ${at}, closed_by = ${by}, name_digest = NULL WHERE group_id = ${group}`.execute(
    tx,
  );
}

export type PastRow = {
  group_id: number;
  kind: GroupKind;
  name: string | null;
  role: MemberRole;
  since: string;
  left_at: Date | null;
  sealed_name: Buffer | null;
};

/** Also what is over. */
export async function membershipsOf(db: Db, customer: CustomerId): Promise<PastRow[]> {
  const { rows } = await sql<PastRow>`
    SELECT m.group_id, g.kind, g.name, m.role, m.since::text AS since, m.left_at, m.sealed_name
      FROM groups.membership m JOIN groups.customer_group g USING (group_id) WHERE m.customer_id = ${customer}
     ORDER BY m.membership_id`.execute(db);
  return rows;
}

/** A household ends with its last member: nothing is left that its name could be read by, nor found. */
export async function eraseMemberships(tx: Tx, customer: CustomerId, at: Date): Promise<void> {
  const { rows } = await sql<{ group_id: number }>`
    DELETE FROM groups.membership WHERE customer_id = ${customer} RETURNING group_id`.execute(tx);
  const groups = rows.map(({ group_id }) => group_id);
  await recount(tx, groups);
  await sql`
    UPDATE groups.customer_group SET closed_at = ${at}, closed_by = 'system:erasure', name_digest = NULL
     WHERE group_id = ANY(${groups}::bigint[]) AND kind = 'household' AND members = 0 AND closed_at IS NULL`.execute(
    tx,
  );
}
