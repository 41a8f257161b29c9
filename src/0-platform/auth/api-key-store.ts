/** SQL of API keys; schema `auth`. */
import type { Role } from '../http/index.ts';
import { type KeyColumns, keyset, type Page } from '../lists/index.ts';
import { type Db, sql, type Tx } from '../postgres/index.ts';

export type ApiKeyRow = {
  id: number;
  name: string;
  prefix: string;
  role: Role;
  channels: string[] | null;
  created_at: Date;
  last_used_at: Date | null;
  revoked_at: Date | null;
};

export async function insertApiKey(
  tx: Tx,
  key: {
    name: string;
    digest: Buffer;
    prefix: string;
    role: Role;
    channels: readonly string[] | null;
    /** A key that makes a key does so in its own maker's name. */
    madeBy: { staff: string } | { key: string } | null;
    at: Date;
  },
): Promise<number> {
  const { madeBy } = key;
  const maker =
    madeBy && 'key' in madeBy
      ? sql`(SELECT made_by FROM auth.api_key WHERE id = ${madeBy.key})`
      : sql`${madeBy?.staff ?? null}`;
  const { rows } = await sql<{
    id: number;
  }>`INSERT INTO auth.api_key (name, digest, prefix, role, channels, made_by, created_at)
    VALUES (${key.name}, ${key.digest}, ${key.prefix}, ${key.role}, ${key.channels}, ${maker}, ${key.at}) RETURNING id`.execute(
    tx,
  );
  return rows[0]?.id as number;
}

/**
 * A key that still opens: not revoked, and no more than who made it may do now. Suspending somebody, or giving them another role, thereby
 * closes their keys too. Notes the use, at most once a minute.
 */
export async function apiKeyByDigest(db: Db, digest: Buffer, now: Date): Promise<ApiKeyRow | null> {
  const { rows } =
    await sql<ApiKeyRow>`SELECT k.id, k.name, k.prefix, k.role, k.channels, k.created_at, k.last_used_at, k.revoked_at
    FROM auth.api_key k LEFT JOIN auth.staff s ON s.user_id = k.made_by
    WHERE k.digest = ${digest} AND k.revoked_at IS NULL
      AND (k.made_by IS NULL
           OR s.suspended_at IS NULL AND s.role IN ('owner', k.role) AND (s.channels IS NULL OR k.channels <@ s.channels))`.execute(
      db,
    );
  const key = rows[0];
  if (key && (key.last_used_at === null || now.getTime() - key.last_used_at.getTime() > 60_000)) {
    await sql`UPDATE auth.api_key SET last_used_at = ${now} WHERE id = ${key.id}`.execute(db);
  }
  return key ?? null;
}

const apiKeys = keyset({
  id: { column: sql`id`, type: 'int8' },
  sorts: { id: { column: sql`id`, type: 'int8' }, name: { column: sql`name`, type: 'text' } },
  search: [sql`name`, sql`prefix`],
  filters: {
    role: (role: Role) => sql`role = ${role}`,
    active: (active: boolean) => sql`(revoked_at IS NULL) = ${active}`,
  },
});

export async function listApiKeys(
  db: Db,
  query: Parameters<typeof apiKeys.pageSql>[0],
): Promise<Page<ApiKeyRow>> {
  const page = apiKeys.pageSql(query);
  const { rows } = await sql<
    ApiKeyRow & KeyColumns
  >`SELECT id, name, prefix, role, channels, created_at, last_used_at, revoked_at, ${page.keys}
    FROM auth.api_key WHERE ${page.where} ORDER BY ${page.order} LIMIT ${page.limit}`.execute(db);
  return page.page(rows, (row) => row);
}

export async function markKeyRevoked(tx: Tx, id: number, at: Date): Promise<boolean> {
  const { numAffectedRows } =
    await sql`UPDATE auth.api_key SET revoked_at = ${at} WHERE id = ${id} AND revoked_at IS NULL`.execute(tx);
  return numAffectedRows === 1n;
}
