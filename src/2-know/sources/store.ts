/** The only SQL of sources. */

import type { SourceId } from '#platform/ids';
import { type KeyColumns, keyset, type Page } from '#platform/lists';
import { type Db, sql, type Tx } from '#platform/postgres';
import type { SourceKind } from './contract.ts';
import type { KeyKind } from './key.ts';

export type SourceRow = {
  source_id: SourceId;
  name: string;
  kind: SourceKind;
  created_at: Date;
  disabled_at: Date | null;
  allowed_events: string[] | null;
  clear_properties: string[];
  allowed_origins: string[] | null;
  signs_users: boolean;
  active_keys: number;
  first_event_at: Date | null;
  last_event_at: Date | null;
  events: number;
};

export type KeyRow = {
  key_id: number;
  kind: KeyKind;
  prefix: string;
  created_at: Date;
  revoked_at: Date | null;
};

const sources = keyset({
  id: { column: sql`s.source_id`, type: 'int8' },
  sorts: {
    id: { column: sql`s.source_id`, type: 'int8' },
    name: { column: sql`s.name`, type: 'text' },
    last_event_at: { column: sql`a.last_event_at`, type: 'timestamptz', nullable: true },
  },
  search: [sql`s.name`],
  filters: {
    kind: (kind: SourceKind) => sql`s.kind = ${kind}`,
    enabled: (enabled: boolean) => sql`(s.disabled_at IS NULL) = ${enabled}`,
  },
});
export type SourceQuery = Parameters<typeof sources.pageSql>[0];

const columns = sql`s.source_id, s.name, s.kind, s.created_at, s.disabled_at, s.allowed_events, s.clear_properties, s.allowed_origins,
  s.user_token_secret IS NOT NULL AS signs_users,
  (SELECT count(*) FROM sources.key k WHERE k.source_id = s.source_id AND k.revoked_at IS NULL) AS active_keys,
  a.first_event_at, a.last_event_at, coalesce(a.events, 0) AS events`;

export async function listSources(db: Db, query: SourceQuery): Promise<Page<SourceRow>> {
  const page = sources.pageSql(query);
  const { rows } = await sql<SourceRow & KeyColumns>`
    SELECT ${columns}, ${page.keys} FROM sources.source s LEFT JOIN sources.activity a USING (source_id)
     WHERE ${page.where} ORDER BY ${page.order} LIMIT ${page.limit}`.execute(db);
  return page.page(rows, (row) => row);
}

export async function sourceById(db: Db, id: SourceId): Promise<SourceRow | null> {
  const { rows } = await sql<SourceRow>`
    SELECT ${columns} FROM sources.source s LEFT JOIN sources.activity a USING (source_id) WHERE s.source_id = ${id}`.execute(
    db,
  );
  return rows[0] ?? null;
}

export async function sourceIdByName(db: Db, name: string): Promise<SourceId | null> {
  const { rows } = await sql<{ source_id: SourceId }>`
    SELECT source_id FROM sources.source WHERE lower(name) = lower(${name})`.execute(db);
  return rows[0]?.source_id ?? null;
}

/** Names of these sources, or of all: a shop has tens of them. */
export async function sourceNames(db: Db, ids?: readonly SourceId[]): Promise<Map<SourceId, string>> {
  const { rows } = await sql<{ source_id: SourceId; name: string }>`
    SELECT source_id, name FROM sources.source
     WHERE ${ids === undefined}::boolean OR source_id = ANY(${ids ?? []}::int[])`.execute(db);
  return new Map(rows.map((row) => [row.source_id, row.name]));
}

export type SourceSettings = Pick<
  SourceRow,
  'name' | 'disabled_at' | 'allowed_events' | 'clear_properties' | 'allowed_origins'
>;

/** Null where the name is taken. */
export async function insertSource(
  tx: Tx,
  source: Omit<SourceSettings, 'disabled_at'> & { kind: SourceKind; created_at: Date },
): Promise<SourceId | null> {
  const { rows } = await sql<{ source_id: SourceId }>`
    INSERT INTO sources.source (name, kind, created_at, allowed_events, clear_properties, allowed_origins)
    VALUES (${source.name}, ${source.kind}, ${source.created_at}, ${source.allowed_events}, ${source.clear_properties}, ${source.allowed_origins})
    ON CONFLICT (lower(name)) DO NOTHING RETURNING source_id`.execute(tx);
  return rows[0]?.source_id ?? null;
}

/** The settings as they are, locked until the caller's transaction ends. */
export async function lockSource(tx: Tx, id: SourceId): Promise<SourceSettings | null> {
  const { rows } = await sql<SourceSettings>`
    SELECT name, disabled_at, allowed_events, clear_properties, allowed_origins
      FROM sources.source WHERE source_id = ${id} FOR UPDATE`.execute(tx);
  return rows[0] ?? null;
}

/** False where another source has the name. */
export async function saveSource(tx: Tx, id: SourceId, to: SourceSettings): Promise<boolean> {
  const { rows } = await sql<{ source_id: SourceId }>`
    UPDATE sources.source s
       SET name = ${to.name}, disabled_at = ${to.disabled_at}, allowed_events = ${to.allowed_events},
           clear_properties = ${to.clear_properties}, allowed_origins = ${to.allowed_origins}
     WHERE source_id = ${id}
       AND NOT EXISTS (SELECT FROM sources.source o WHERE lower(o.name) = lower(${to.name}) AND o.source_id <> s.source_id)
    RETURNING source_id`.execute(tx);
  return rows.length > 0;
}

export async function saveUserTokenSecret(tx: Tx, id: SourceId, secret: Buffer | null): Promise<void> {
  await sql`UPDATE sources.source SET user_token_secret = ${secret} WHERE source_id = ${id}`.execute(tx);
}

export async function keysOf(db: Db, id: SourceId): Promise<KeyRow[]> {
  const { rows } = await sql<KeyRow>`
    SELECT key_id, kind, prefix, created_at, revoked_at FROM sources.key WHERE source_id = ${id} ORDER BY key_id DESC`.execute(
    db,
  );
  return rows;
}

export async function countActiveKeys(tx: Tx, id: SourceId): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*) AS count FROM sources.key WHERE source_id = ${id} AND revoked_at IS NULL`.execute(tx);
  return rows[0]?.count ?? 0;
}

export async function insertKey(
  tx: Tx,
  key: { source_id: SourceId; kind: KeyKind; digest: Buffer; prefix: string; created_at: Date },
): Promise<number> {
  const { rows } = await sql<{ key_id: number }>`
    INSERT INTO sources.key (source_id, kind, digest, prefix, created_at)
    VALUES (${key.source_id}, ${key.kind}, ${key.digest}, ${key.prefix}, ${key.created_at}) RETURNING key_id`.execute(
    tx,
  );
  return (rows[0] as { key_id: number }).key_id;
}

export async function lockKey(tx: Tx, sourceId: SourceId, keyId: number): Promise<KeyRow | null> {
  const { rows } = await sql<KeyRow>`
    SELECT key_id, kind, prefix, created_at, revoked_at FROM sources.key
     WHERE key_id = ${keyId} AND source_id = ${sourceId} FOR UPDATE`.execute(tx);
  return rows[0] ?? null;
}

export async function markRevoked(tx: Tx, keyId: number, at: Date): Promise<void> {
  await sql`UPDATE sources.key SET revoked_at = ${at} WHERE key_id = ${keyId}`.execute(tx);
}

export type GrantRow = {
  source_id: SourceId;
  name: string;
  key_id: number;
  key_kind: KeyKind;
  enabled: boolean;
  allowed_events: string[] | null;
  clear_properties: string[];
  user_token_secret: Buffer | null;
  allowed_origins: string[] | null;
};

/** What the active key with this digest opens; switched-off sources are among them, since their senders are told so. */
/** What any key of that kind of the source would open; for whoever acts in its place. */
export async function grantBySource(
  db: Db,
  id: SourceId,
): Promise<Omit<GrantRow, 'key_id' | 'key_kind'> | null> {
  const { rows } = await sql<Omit<GrantRow, 'key_id' | 'key_kind'>>`
    SELECT source_id, name, disabled_at IS NULL AS enabled, allowed_events, clear_properties, user_token_secret, allowed_origins
      FROM sources.source WHERE source_id = ${id}`.execute(db);
  return rows[0] ?? null;
}

export async function grantByDigest(db: Db, digest: Buffer): Promise<GrantRow | null> {
  const { rows } = await sql<GrantRow>`
    SELECT s.source_id, s.name, k.key_id, k.kind AS key_kind, s.disabled_at IS NULL AS enabled, s.allowed_events,
           s.clear_properties, s.user_token_secret, s.allowed_origins
      FROM sources.key k JOIN sources.source s USING (source_id)
     WHERE k.digest = ${digest} AND k.revoked_at IS NULL`.execute(db);
  return rows[0] ?? null;
}

/** `events` of one source between two instants of one minute, ends included. */
export type Arrivals = { sourceId: SourceId; first: Date; last: Date; events: number };

/** Adds arrivals to activity and days, in one statement each. */
export async function addActivity(tx: Tx, arrivals: readonly Arrivals[], zone: string): Promise<void> {
  const of = <T>(value: (one: Arrivals) => T): T[] => arrivals.map(value);
  const rows = sql`unnest(${of((one) => one.sourceId)}::int[], ${of((one) => one.first)}::timestamptz[],
    ${of((one) => one.last)}::timestamptz[], ${of((one) => one.events)}::bigint[]) AS e (source_id, first, last, events)`;
  await sql`
    INSERT INTO sources.activity AS a (source_id, first_event_at, last_event_at, events)
    SELECT source_id, min(first), max(last), sum(events) FROM ${rows} GROUP BY source_id
    ON CONFLICT (source_id) DO UPDATE
      SET first_event_at = least(a.first_event_at, excluded.first_event_at),
          last_event_at = greatest(a.last_event_at, excluded.last_event_at),
          events = a.events + excluded.events`.execute(tx);
  await sql`
    INSERT INTO sources.day AS d (source_id, day, events)
    SELECT source_id, (first AT TIME ZONE ${zone})::date, sum(events) FROM ${rows} GROUP BY 1, 2
    ON CONFLICT (source_id, day) DO UPDATE SET events = d.events + excluded.events`.execute(tx);
}

export async function recentDays(
  db: Db,
  id: SourceId,
  most: number,
): Promise<{ day: string; events: number }[]> {
  const { rows } = await sql<{ day: string; events: number }>`
    SELECT day, events FROM sources.day WHERE source_id = ${id} ORDER BY day DESC LIMIT ${most}`.execute(db);
  return rows;
}
