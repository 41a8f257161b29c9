/** SQL of staff, their sessions and links; schema `auth`. Keys and tries have stores of their own beside it. */
import type { Role } from '../http/index.ts';
import { type KeyColumns, keyset, type Page } from '../lists/index.ts';
import { type Db, sql, type Tx } from '../postgres/index.ts';

export type StaffRow = {
  id: string;
  email: string;
  name: string;
  role: Role;
  channels: string[] | null;
  locale: 'en' | 'zh-CN' | null;
  two_factor: boolean;
  created_at: Date;
  suspended_at: Date | null;
  /** Has set a password, or came by OpenID Connect. */
  accepted: boolean;
};

const STAFF = sql`u."id" AS id, u."email" AS email, u."name" AS name, s.role, s.channels, s.locale, s.created_at, s.suspended_at,
  coalesce(u."twoFactorEnabled", false) AS two_factor,
  EXISTS (SELECT 1 FROM auth."account" a WHERE a."userId" = u."id" AND (a."password" IS NOT NULL OR a."providerId" <> 'credential')) AS accepted`;
const FROM_STAFF = sql`FROM auth.staff s JOIN auth."user" u ON u."id" = s.user_id`;

export async function staffById(db: Db | Tx, id: string): Promise<StaffRow | null> {
  const { rows } = await sql<StaffRow>`SELECT ${STAFF} ${FROM_STAFF} WHERE s.user_id = ${id}`.execute(db);
  return rows[0] ?? null;
}

export async function staffByEmail(db: Db | Tx, email: string): Promise<StaffRow | null> {
  const { rows } =
    await sql<StaffRow>`SELECT ${STAFF} ${FROM_STAFF} WHERE u."email" = ${email.toLowerCase()}`.execute(db);
  return rows[0] ?? null;
}

export async function allStaff(db: Db | Tx): Promise<StaffRow[]> {
  const { rows } = await sql<StaffRow>`SELECT ${STAFF} ${FROM_STAFF} ORDER BY s.created_at, u."id"`.execute(
    db,
  );
  return rows;
}

const staffKeys = keyset({
  id: { column: sql`u."id"`, type: 'text' },
  sorts: {
    name: { column: sql`u."name"`, type: 'text' },
    created_at: { column: sql`s.created_at`, type: 'timestamptz' },
  },
  search: [sql`u."name"`, sql`u."email"`],
  filters: {
    role: (role: Role) => sql`s.role = ${role}`,
    suspended: (suspended: boolean) => sql`(s.suspended_at IS NOT NULL) = ${suspended}`,
  },
});

export async function listStaff(
  db: Db,
  query: Parameters<typeof staffKeys.pageSql>[0],
): Promise<Page<StaffRow>> {
  const page = staffKeys.pageSql(query);
  const { rows } = await sql<StaffRow & KeyColumns>`SELECT ${STAFF}, ${page.keys} ${FROM_STAFF}
    WHERE ${page.where} ORDER BY ${page.order} LIMIT ${page.limit}`.execute(db);
  return page.page(rows, (row) => row);
}

export async function insertStaff(
  tx: Tx,
  staff: {
    id: string;
    email: string;
    name: string;
    role: Role;
    channels: readonly string[] | null;
    at: Date;
  },
): Promise<void> {
  await sql`INSERT INTO auth."user" ("id", "name", "email", "emailVerified", "createdAt", "updatedAt")
    VALUES (${staff.id}, ${staff.name}, ${staff.email.toLowerCase()}, true, ${staff.at}, ${staff.at})`.execute(
    tx,
  );
  await sql`INSERT INTO auth.staff (user_id, role, channels, created_at)
    VALUES (${staff.id}, ${staff.role}, ${staff.channels}, ${staff.at})`.execute(tx);
}

export async function saveStaff(
  tx: Tx,
  id: string,
  to: { role: Role; channels: readonly string[] | null; suspendedAt: Date | null },
): Promise<void> {
  await sql`UPDATE auth.staff SET role = ${to.role}, channels = ${to.channels}, suspended_at = ${to.suspendedAt} WHERE user_id = ${id}`.execute(
    tx,
  );
}

export async function saveOwn(
  tx: Tx,
  id: string,
  to: { name?: string | undefined; locale?: string | undefined },
): Promise<void> {
  await sql`UPDATE auth."user" SET "name" = coalesce(${to.name ?? null}, "name") WHERE "id" = ${id}`.execute(
    tx,
  );
  await sql`UPDATE auth.staff SET locale = coalesce(${to.locale ?? null}, locale) WHERE user_id = ${id}`.execute(
    tx,
  );
}

export async function savePassword(tx: Tx, id: string, hash: string, at: Date): Promise<void> {
  const { numAffectedRows } = await sql`UPDATE auth."account" SET "password" = ${hash}, "updatedAt" = ${at}
    WHERE "userId" = ${id} AND "providerId" = 'credential'`.execute(tx);
  if (numAffectedRows === 0n) {
    await sql`INSERT INTO auth."account" ("id", "accountId", "providerId", "userId", "password", "createdAt", "updatedAt")
      VALUES (gen_random_uuid()::text, ${id}, 'credential', ${id}, ${hash}, ${at}, ${at})`.execute(tx);
  }
}

/** Who lost the phone, and every code kept for that day, has no other way in. */
export async function removeSecondFactor(tx: Tx, id: string): Promise<void> {
  await sql`UPDATE auth."user" SET "twoFactorEnabled" = false WHERE "id" = ${id}`.execute(tx);
  await sql`DELETE FROM auth."twoFactor" WHERE "userId" = ${id}`.execute(tx);
}

export async function owners(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ user_id: string }>`
    SELECT user_id FROM auth.staff WHERE role = 'owner' AND suspended_at IS NULL FOR UPDATE`.execute(tx);
  return rows.map((row) => row.user_id);
}

export type SessionRow = {
  id: string;
  created_at: Date;
  expires_at: Date;
  ip: string | null;
  user_agent: string | null;
};

export async function sessionsOf(db: Db | Tx, userId: string): Promise<SessionRow[]> {
  const { rows } = await sql<SessionRow>`
    SELECT "id" AS id, "createdAt" AS created_at, "expiresAt" AS expires_at, "ipAddress" AS ip, "userAgent" AS user_agent
      FROM auth."session" WHERE "userId" = ${userId} AND "expiresAt" > now() ORDER BY "createdAt" DESC`.execute(
    db,
  );
  return rows;
}

export async function endSession(tx: Tx | Db, userId: string, id: string): Promise<boolean> {
  const { numAffectedRows } =
    await sql`DELETE FROM auth."session" WHERE "userId" = ${userId} AND "id" = ${id}`.execute(tx);
  return numAffectedRows === 1n;
}

/** Half-finished sign-ins and trusted devices end with them. */
export async function endAllSessions(tx: Tx, userId: string): Promise<void> {
  await sql`DELETE FROM auth."session" WHERE "userId" = ${userId}`.execute(tx);
  await sql`DELETE FROM auth."verification" WHERE "value" = ${userId}`.execute(tx);
}

export async function insertLink(
  tx: Tx,
  link: { digest: Buffer; userId: string; purpose: 'invitation' | 'reset'; expiresAt: Date },
): Promise<number> {
  // An earlier link of the same kind is void: the newest is the one that was meant.
  await sql`DELETE FROM auth.link WHERE user_id = ${link.userId} AND purpose = ${link.purpose}`.execute(tx);
  const { rows } = await sql<{ id: number }>`INSERT INTO auth.link (digest, user_id, purpose, expires_at)
    VALUES (${link.digest}, ${link.userId}, ${link.purpose}, ${link.expiresAt}) RETURNING id`.execute(tx);
  return rows[0]?.id as number;
}

/** Uses it up; null where it is unknown, used or too old. */
export async function useLink(
  tx: Tx,
  digest: Buffer,
  now: Date,
): Promise<{ userId: string; purpose: string } | null> {
  const { rows } = await sql<{ user_id: string; purpose: string }>`UPDATE auth.link SET used_at = ${now}
    WHERE digest = ${digest} AND used_at IS NULL AND expires_at > ${now} RETURNING user_id, purpose`.execute(
    tx,
  );
  return rows[0] ? { userId: rows[0].user_id, purpose: rows[0].purpose } : null;
}
