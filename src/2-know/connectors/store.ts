/** The only SQL of `know/connectors`; schema `connectors`. Instants are the caller's clock. */
import type { z } from 'zod';
import type { ChannelId } from '#platform/ids';
import { type KeyColumns, keyset, type Page } from '#platform/lists';
import type { Json } from '#platform/log';
import { type Db, sql, type Tx } from '#platform/postgres';
import type { FeedName } from './connector.ts';
import type { connectionQuery, deliveryQuery, skippedQuery } from './contract.ts';
import type { UnreachableCode } from './unreachable.ts';

export type ConnectionState = 'connected' | 'paused' | 'disconnected';
export type ConnectionRow = {
  connection_id: number;
  connector: string;
  channel_id: ChannelId;
  settings: Buffer;
  state: ConnectionState;
  state_at: Date;
  state_by: string;
  created_at: Date;
  created_by: string;
  webhooks: 'subscribed' | 'refused' | 'waiting' | null;
  webhooks_detail: string | null;
  webhooks_checked_at: Date | null;
};

/** Null: the channel has such a connection already. Its settings follow in the same transaction. */
export async function insertConnection(
  tx: Tx,
  { connector, channelId, actor, at }: { connector: string; channelId: ChannelId; actor: string; at: Date },
): Promise<number | null> {
  const { rows } = await sql<{ connection_id: number }>`
    INSERT INTO connectors.connection (connector, channel_id, settings, state_at, state_by, created_at, created_by)
    VALUES (${connector}, ${channelId}, ''::bytea, ${at}, ${actor}, ${at}, ${actor})
    ON CONFLICT DO NOTHING RETURNING connection_id`.execute(tx);
  return rows[0]?.connection_id ?? null;
}

export const saveSettings = (tx: Tx, id: number, settings: Buffer): Promise<unknown> =>
  sql`UPDATE connectors.connection SET settings = ${settings} WHERE connection_id = ${id}`.execute(tx);

export async function connectionById(db: Db | Tx, id: number): Promise<ConnectionRow | null> {
  const { rows } = await sql<ConnectionRow>`
    SELECT * FROM connectors.connection WHERE connection_id = ${id}`.execute(db);
  return rows[0] ?? null;
}

/** Those that are not disconnected, of these connectors. */
export async function livingConnections(
  tx: Db | Tx,
  connectors: readonly string[],
): Promise<ConnectionRow[]> {
  const { rows } = await sql<ConnectionRow>`
    SELECT * FROM connectors.connection WHERE state <> 'disconnected' AND connector = ANY(${connectors}::text[])
     ORDER BY connection_id`.execute(tx);
  return rows;
}

export async function lockConnection(tx: Tx, id: number): Promise<ConnectionRow | null> {
  const { rows } = await sql<ConnectionRow>`
    SELECT * FROM connectors.connection WHERE connection_id = ${id} FOR UPDATE`.execute(tx);
  return rows[0] ?? null;
}

export const saveState = (
  tx: Tx,
  id: number,
  { state, at, actor }: { state: ConnectionState; at: Date; actor: string },
): Promise<unknown> =>
  sql`UPDATE connectors.connection SET state = ${state}, state_at = ${at}, state_by = ${actor} WHERE connection_id = ${id}`.execute(
    tx,
  );

/** What the platform told and nobody will take in any more. */
export async function forgetTold(tx: Tx, id: number): Promise<void> {
  await sql`UPDATE connectors.delivery SET sealed = NULL, state = CASE state WHEN 'waiting' THEN 'failed' ELSE state END
    WHERE connection_id = ${id} AND sealed IS NOT NULL`.execute(tx);
}

const connections = keyset({
  id: { column: sql`connection_id`, type: 'int8' },
  sorts: {
    id: { column: sql`connection_id`, type: 'int8' },
    connector: { column: sql`connector`, type: 'text' },
  },
  search: [sql`connector`],
  filters: {
    state: (state: string) => sql`state = ${state}`,
    connector: (name: string) => sql`connector = ${name}`,
    channel: (id: number) => sql`channel_id = ${id}`,
  },
});

export async function listConnections(
  db: Db,
  query: z.output<typeof connectionQuery>,
  visible: readonly string[] | null,
): Promise<Page<ConnectionRow>> {
  const page = connections.pageSql(query);
  const { rows } = await sql<ConnectionRow & KeyColumns>`
    SELECT *, ${page.keys} FROM connectors.connection
     WHERE ${page.where} AND (${visible}::text[] IS NULL OR channel_id::text = ANY(${visible}::text[]))
     ORDER BY ${page.order} LIMIT ${page.limit}`.execute(db);
  return page.page(rows, (row) => row);
}

export type FeedRow = {
  connection_id: number;
  feed: FeedName;
  cursor: Json | null;
  up_to: Date | null;
  caught_up_at: Date | null;
  due_at: Date;
  last_run_at: Date | null;
  fetched: number;
  skipped: number;
  failures: number;
  failure: UnreachableCode | null;
  failure_detail: string | null;
  failing_since: Date | null;
};

/** Feeds that a connection has not yet begin at once; those that it has stay where they are. */
export const beginFeeds = (tx: Tx, id: number, feeds: readonly string[], at: Date): Promise<unknown> =>
  sql`INSERT INTO connectors.feed (connection_id, feed, due_at) SELECT ${id}, name, ${at} FROM unnest(${feeds}::text[]) AS f (name)
    ON CONFLICT (connection_id, feed) DO UPDATE SET due_at = ${at}`.execute(tx);

export async function feedsOf(db: Db, ids: readonly number[]): Promise<FeedRow[]> {
  const { rows } = await sql<FeedRow>`
    SELECT connection_id, feed, cursor, up_to, caught_up_at, due_at, last_run_at, fetched, skipped, failures, failure, failure_detail,
           failing_since FROM connectors.feed WHERE connection_id = ANY(${ids}::int[]) ORDER BY connection_id, feed`.execute(
    db,
  );
  return rows;
}

/** Feeds that are due, for this worker alone until `until`; one of a connection at a time, so that its limits are kept. */
export async function claimFeeds(
  db: Db,
  { now, until, claim, most }: { now: Date; until: Date; claim: string; most: number },
): Promise<FeedRow[]> {
  const { rows } = await sql<FeedRow>`
    WITH due AS (
      SELECT DISTINCT ON (f.connection_id) f.connection_id, f.feed, f.due_at
        FROM connectors.feed f JOIN connectors.connection c USING (connection_id)
       WHERE c.state = 'connected' AND f.due_at <= ${now} AND (f.claimed_until IS NULL OR f.claimed_until < ${now})
         AND NOT EXISTS (SELECT FROM connectors.feed o WHERE o.connection_id = f.connection_id AND o.claimed_until >= ${now})
       ORDER BY f.connection_id, f.due_at, f.feed),
    chosen AS (
      SELECT f.connection_id, f.feed FROM connectors.feed f JOIN due USING (connection_id, feed)
       WHERE f.claimed_until IS NULL OR f.claimed_until < ${now}
       ORDER BY due.due_at LIMIT ${most} FOR UPDATE OF f SKIP LOCKED)
    UPDATE connectors.feed f SET claim = ${claim}, claimed_until = ${until} FROM chosen
     WHERE f.connection_id = chosen.connection_id AND f.feed = chosen.feed
    RETURNING f.*`.execute(db);
  return rows;
}

export type Progress = {
  cursor: Json;
  upTo: Date | null;
  caughtUp: boolean;
  dueAt: Date;
  at: Date;
  fetched: number;
  skipped: number;
  /** Whoever reads on keeps the feed until then. */
  keepUntil: Date | null;
};

/** False: somebody else has taken the feed over meanwhile, and what was read is read again. */
export async function notePage(
  db: Db,
  { connection_id, feed }: FeedRow,
  claim: string,
  page: Progress,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    UPDATE connectors.feed SET cursor = ${JSON.stringify(page.cursor)}::jsonb, up_to = coalesce(${page.upTo}, up_to),
           caught_up_at = CASE WHEN ${page.caughtUp}::boolean THEN coalesce(caught_up_at, ${page.at}) ELSE caught_up_at END,
           due_at = ${page.dueAt}, last_run_at = ${page.at}, fetched = fetched + ${page.fetched}, skipped = skipped + ${page.skipped},
           failures = 0, failure = NULL, failure_detail = NULL, failing_since = NULL,
           claim = CASE WHEN ${page.keepUntil}::timestamptz IS NOT NULL THEN claim END, claimed_until = ${page.keepUntil}
     WHERE connection_id = ${connection_id} AND feed = ${feed} AND claim = ${claim}`.execute(db);
  return numAffectedRows === 1n;
}

export const noteFailure = (
  db: Db,
  { connection_id, feed }: FeedRow,
  claim: string,
  failure: { code: UnreachableCode; detail: string; dueAt: Date; at: Date },
): Promise<unknown> =>
  sql`UPDATE connectors.feed SET failures = failures + 1, failure = ${failure.code}, failure_detail = ${failure.detail},
         failing_since = coalesce(failing_since, ${failure.at}), last_run_at = ${failure.at}, due_at = ${failure.dueAt},
         claim = NULL, claimed_until = NULL
    WHERE connection_id = ${connection_id} AND feed = ${feed} AND claim = ${claim}`.execute(db);

export const noteSkipped = (
  db: Db,
  connection: number,
  skipped: readonly { what: string; id: string; code: string }[],
  at: Date,
): Promise<unknown> =>
  sql`INSERT INTO connectors.skipped (connection_id, what, id, code, at)
    SELECT DISTINCT ON (what, id) ${connection}::int, what, id, code, ${at}::timestamptz
      FROM unnest(${skipped.map((one) => one.what)}::text[], ${skipped.map((one) => one.id.slice(0, 200))}::text[],
                  ${skipped.map((one) => one.code)}::text[]) AS s (what, id, code)
    ON CONFLICT (connection_id, what, id) DO UPDATE SET code = excluded.code, at = excluded.at`.execute(db);

/** What was skipped before and has come by now. */
export const unskip = (db: Db, connection: number, what: string, ids: readonly string[]): Promise<unknown> =>
  sql`DELETE FROM connectors.skipped WHERE connection_id = ${connection} AND what = ${what} AND id = ANY(${ids}::text[])`.execute(
    db,
  );

export type DeliveryRow = {
  delivery_id: number;
  connection_id: number;
  name: string;
  topic: string;
  arrived_at: Date;
  sealed: Buffer | null;
  state: 'waiting' | 'taken' | 'failed';
  attempts: number;
  failure: UnreachableCode | null;
  failure_detail: string | null;
  settled_at: Date | null;
};

/** False: it came before. */
export async function insertDelivery(
  db: Db,
  delivery: Pick<DeliveryRow, 'connection_id' | 'name' | 'topic'> & { sealed: Buffer; at: Date },
): Promise<boolean> {
  const { rows } = await sql`
    INSERT INTO connectors.delivery (connection_id, name, topic, arrived_at, sealed, due_at)
    VALUES (${delivery.connection_id}, ${delivery.name}, ${delivery.topic}, ${delivery.at}, ${delivery.sealed}, ${delivery.at})
    ON CONFLICT (connection_id, name) DO NOTHING RETURNING delivery_id`.execute(db);
  return rows.length > 0;
}

/** The oldest that are due, of paused connections only topics that are taken in `always`; each is tried again later by itself where its worker dies. */
export async function claimDeliveries(
  db: Db,
  { now, until, most, always }: { now: Date; until: Date; most: number; always: readonly string[] },
): Promise<DeliveryRow[]> {
  const { rows } = await sql<DeliveryRow>`
    WITH chosen AS (
      SELECT d.delivery_id FROM connectors.delivery d JOIN connectors.connection c USING (connection_id)
       WHERE d.state = 'waiting' AND d.due_at <= ${now}
         AND (c.state = 'connected' OR (c.state = 'paused' AND d.topic = ANY(${always}::text[])))
       ORDER BY d.due_at, d.delivery_id LIMIT ${most} FOR UPDATE OF d SKIP LOCKED)
    UPDATE connectors.delivery d SET attempts = attempts + 1, due_at = ${until} FROM chosen
     WHERE d.delivery_id = chosen.delivery_id RETURNING d.*`.execute(db);
  return rows.sort((one, other) => one.delivery_id - other.delivery_id);
}

export const settleDelivery = (
  db: Db,
  id: number,
  to: {
    state: DeliveryRow['state'];
    failure: { code: UnreachableCode; detail: string } | null;
    dueAt: Date;
    at: Date;
  },
): Promise<unknown> =>
  sql`UPDATE connectors.delivery SET state = ${to.state}, failure = ${to.failure?.code ?? null}, failure_detail = ${to.failure?.detail ?? null},
         due_at = ${to.dueAt}, settled_at = CASE WHEN ${to.state} = 'waiting' THEN NULL ELSE ${to.at}::timestamptz END,
         sealed = CASE WHEN ${to.state} = 'waiting' THEN sealed END
    WHERE delivery_id = ${id} AND state = 'waiting'`.execute(db);

export async function forgetBefore(db: Db, at: Date): Promise<void> {
  await sql`DELETE FROM connectors.delivery WHERE arrived_at < ${at}`.execute(db);
}

const deliveries = keyset({
  id: { column: sql`delivery_id`, type: 'int8' },
  sorts: { id: { column: sql`delivery_id`, type: 'int8' } },
  search: [sql`topic`, sql`name`],
  filters: { state: (state: string) => sql`state = ${state}` },
});

export async function listDeliveries(
  db: Db,
  connection: number,
  query: z.output<typeof deliveryQuery>,
): Promise<Page<DeliveryRow>> {
  const page = deliveries.pageSql(query);
  const { rows } = await sql<DeliveryRow & KeyColumns>`
    SELECT delivery_id, connection_id, name, topic, arrived_at, NULL AS sealed, state, attempts, failure, failure_detail, settled_at, ${page.keys}
      FROM connectors.delivery WHERE connection_id = ${connection} AND ${page.where} ORDER BY ${page.order} LIMIT ${page.limit}`.execute(
    db,
  );
  return page.page(rows, (row) => row);
}

export type SkippedRow = { what: string; id: string; code: string; at: Date };

const skippedThings = keyset({
  id: { column: sql`hashtextextended(what || ' ' || id, 0)`, type: 'int8' },
  sorts: { at: { column: sql`at`, type: 'timestamptz' } },
  search: [sql`id`],
  filters: { what: (what: string) => sql`what = ${what}` },
});

export async function listSkipped(
  db: Db,
  connection: number,
  query: z.output<typeof skippedQuery>,
): Promise<Page<SkippedRow>> {
  const page = skippedThings.pageSql(query);
  const { rows } = await sql<SkippedRow & KeyColumns>`
    SELECT what, id, code, at, ${page.keys} FROM connectors.skipped
     WHERE connection_id = ${connection} AND ${page.where} ORDER BY ${page.order} LIMIT ${page.limit}`.execute(
    db,
  );
  return page.page(rows, (row) => row);
}

export async function stuck(
  db: Db,
  before: Date,
): Promise<{ connection_id: number; feed: string; failure: string | null }[]> {
  const { rows } = await sql<{ connection_id: number; feed: string; failure: string | null }>`
    SELECT f.connection_id, f.feed, f.failure FROM connectors.feed f JOIN connectors.connection c USING (connection_id)
     WHERE c.state = 'connected' AND f.failing_since < ${before} ORDER BY f.failing_since LIMIT 20`.execute(
    db,
  );
  return rows;
}
