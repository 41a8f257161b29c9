/** The only SQL of the outbox. Instants are the caller's clock. */
import type { CustomerId } from '../ids/index.ts';
import { type KeyColumns, keyset, type Page } from '../lists/index.ts';
import { type Db, sql, type Tx } from '../postgres/index.ts';
import type { OutboxItem, OutboxQuery } from './contract.ts';
import { BREAKER_FAILURES, LONGEST_WAIT_MS, type Outcome } from './outcome.ts';

export const CHANNEL = 'regulars_outbox';

export type NewMessage = {
  kind: string;
  key: string;
  customer: CustomerId | null;
  destination: string;
  sealed: Buffer;
  at: Date;
};

/** False where the key is there already. Wakes the workers at commit. */
export async function insertMessage(tx: Tx, message: NewMessage): Promise<boolean> {
  const { rows } = await sql`
    WITH put AS (
      INSERT INTO outbox.message (kind, key, customer_id, destination, sealed, created_at, due_at)
      VALUES (${message.kind}, ${message.key}, ${message.customer}, ${message.destination}, ${message.sealed}, ${message.at}, ${message.at})
      ON CONFLICT (kind, key) DO NOTHING RETURNING kind)
    SELECT pg_notify(${CHANNEL}, kind) FROM put`.execute(tx);
  return rows.length > 0;
}

export type Claimed = {
  message_id: number;
  key: string;
  customer_id: CustomerId | null;
  destination: string;
  sealed: Buffer | null;
  attempts: number;
  first_tried_at: Date;
  claim: string;
  sick: boolean;
};

export type Claiming = {
  kind: string;
  now: Date;
  until: Date;
  claim: string;
  /** Under way to one destination at most. */
  lanes: number;
  /** Destinations of what is under way, each as often as it has messages under way. */
  busy: readonly string[];
  healthy: number;
  sick: number;
};

/**
 * The oldest that are due of each destination that is not left alone. Destinations that failed lately have slots of their own, so that a
 * hundred that hang cannot keep the others waiting.
 */
export async function claimMessages(db: Db, asked: Claiming): Promise<Claimed[]> {
  const { kind, now } = asked;
  const tooFar = new Date(now.getTime() + LONGEST_WAIT_MS);
  const { rows } = await sql<Claimed>`
    WITH RECURSIVE place AS (
      (SELECT destination FROM outbox.message WHERE kind = ${kind} AND state = 'queued' ORDER BY destination LIMIT 1)
      UNION ALL
      SELECT (SELECT m.destination FROM outbox.message m WHERE m.kind = ${kind} AND m.state = 'queued'
                 AND m.destination > place.destination ORDER BY m.destination LIMIT 1)
        FROM place WHERE place.destination IS NOT NULL),
    due AS (
      SELECT next.message_id, next.due_at, d.failures IS NOT NULL AS sick
        FROM place LEFT JOIN outbox.destination d ON d.kind = ${kind} AND d.destination = place.destination
       CROSS JOIN LATERAL (
         SELECT m.message_id, m.due_at FROM outbox.message m
          WHERE m.kind = ${kind} AND m.destination = place.destination AND m.state = 'queued'
            AND (m.due_at <= ${now} OR m.due_at > ${tooFar})
          ORDER BY m.due_at, m.message_id
          LIMIT greatest(0, CASE WHEN d.failures >= ${BREAKER_FAILURES} THEN 1 ELSE ${asked.lanes}::int END
                            - cardinality(array_positions(${asked.busy}::text[], place.destination)))) next
       WHERE place.destination IS NOT NULL AND (d.open_until IS NULL OR d.open_until <= ${now} OR d.open_until > ${tooFar})),
    chosen AS (
      SELECT message_id, sick FROM (
        SELECT message_id, sick, row_number() OVER (PARTITION BY sick ORDER BY due_at, message_id) AS nth FROM due) ranked
       WHERE nth <= CASE WHEN sick THEN ${asked.sick}::int ELSE ${asked.healthy}::int END)
    UPDATE outbox.message m SET state = 'claimed', claim = ${asked.claim}, claimed_until = ${asked.until},
           attempts = attempts + 1, first_tried_at = coalesce(first_tried_at, ${now})
      FROM chosen WHERE m.message_id = chosen.message_id AND m.state = 'queued'
    RETURNING m.message_id, m.key, m.customer_id, m.destination, m.sealed, m.attempts, m.first_tried_at, m.claim, chosen.sick`.execute(
    db,
  );
  return rows;
}

/** Also from `unknown`: another worker gave it up for lost while it was still under way. */
export async function settleSent(db: Db, message: Claimed, now: Date): Promise<void> {
  await sql`UPDATE outbox.message SET state = 'sent', sealed = NULL, failure = NULL, claim = NULL, settled_at = ${now}
    WHERE message_id = ${message.message_id} AND claim = ${message.claim} AND state IN ('claimed', 'unknown')`.execute(
    db,
  );
}

export async function settleFailure(db: Db, message: Claimed, outcome: Outcome, now: Date): Promise<void> {
  const dueAt = outcome.state === 'queued' ? outcome.dueAt : now;
  await sql`UPDATE outbox.message SET state = ${outcome.state}, failure = ${outcome.failure}, due_at = ${dueAt},
      claim = NULL, settled_at = CASE WHEN ${outcome.state} = 'queued' THEN NULL ELSE ${now}::timestamptz END
    WHERE message_id = ${message.message_id} AND claim = ${message.claim} AND state IN ('claimed', 'unknown')`.execute(
    db,
  );
}

/** What a worker that died had claimed: in doubt, or queued again where it may be repeated. `mine` is still under way here. */
export async function settleLost(
  db: Db,
  kind: string,
  { atLeastOnce, now, mine }: { atLeastOnce: boolean; now: Date; mine: readonly number[] },
): Promise<void> {
  await sql`UPDATE outbox.message
      SET state = CASE WHEN ${atLeastOnce}::boolean THEN 'queued' ELSE 'unknown' END, due_at = ${now},
          claim = CASE WHEN ${atLeastOnce}::boolean THEN NULL ELSE claim END,
          settled_at = CASE WHEN ${atLeastOnce}::boolean THEN NULL ELSE ${now}::timestamptz END, failure = 'stopped while sending'
    WHERE kind = ${kind} AND state = 'claimed' AND claimed_until < ${now} AND message_id <> ALL(${mine}::bigint[])`.execute(
    db,
  );
}

export async function noteFailure(
  db: Db,
  at: { kind: string; destination: string },
  openUntil: (failures: number) => Date | null,
): Promise<void> {
  const { rows } = await sql<{ failures: number }>`
    INSERT INTO outbox.destination (kind, destination, failures) VALUES (${at.kind}, ${at.destination}, 1)
    ON CONFLICT (kind, destination) DO UPDATE SET failures = destination.failures + 1 RETURNING failures`.execute(
    db,
  );
  const until = openUntil(rows[0]?.failures ?? 1);
  if (until)
    await sql`UPDATE outbox.destination SET open_until = ${until}
      WHERE kind = ${at.kind} AND destination = ${at.destination}`.execute(db);
}

export async function noteSuccess(db: Db, at: { kind: string; destination: string }): Promise<void> {
  await sql`DELETE FROM outbox.destination WHERE kind = ${at.kind} AND destination = ${at.destination}`.execute(
    db,
  );
}

/** After a restore: what waited in the backup may have been sent since it was taken. Nothing of it goes by itself. */
export async function doubtRestored(db: Db | Tx): Promise<number> {
  const { numAffectedRows } = await sql`
    UPDATE outbox.message SET state = 'unknown', claim = NULL, failure = 'restored from a backup', settled_at = now()
     WHERE state IN ('queued', 'claimed')`.execute(db);
  return Number(numAffectedRows ?? 0);
}

export async function eraseMessages(tx: Tx, customer: CustomerId): Promise<void> {
  await sql`UPDATE outbox.message SET sealed = NULL, failure = 'erased', settled_at = coalesce(settled_at, now()),
      state = CASE WHEN state = 'queued' THEN 'failed' ELSE state END
    WHERE customer_id = ${customer} AND sealed IS NOT NULL`.execute(tx);
}

export async function messagesOf(
  db: Db,
  customer: CustomerId,
): Promise<{ kind: string; state: string; created_at: Date }[]> {
  const { rows } = await sql<{ kind: string; state: string; created_at: Date }>`
    SELECT kind, state, created_at FROM outbox.message WHERE customer_id = ${customer} ORDER BY message_id`.execute(
    db,
  );
  return rows;
}

/** Nobody tried it again for so long: what it said goes, then the line itself. */
export async function forgetBefore(db: Db, payload: Date, line: Date): Promise<void> {
  await sql`UPDATE outbox.message SET sealed = NULL WHERE sealed IS NOT NULL AND settled_at < ${payload}`.execute(
    db,
  );
  await sql`DELETE FROM outbox.message WHERE settled_at < ${line}`.execute(db);
}

const messages = keyset({
  id: { column: sql`message_id`, type: 'int8' },
  sorts: { id: { column: sql`message_id`, type: 'int8' } },
  search: [sql`key`],
  filters: {
    state: (state: string) => sql`state = ${state}`,
    kind: (kind: string) => sql`kind = ${kind}`,
  },
});

type ListRow = KeyColumns &
  Omit<OutboxItem, 'id' | 'created_at' | 'due_at'> & { message_id: number; created_at: Date; due_at: Date };

export async function listMessages(db: Db, query: OutboxQuery): Promise<Page<OutboxItem>> {
  const { keys, where, order, limit, page } = messages.pageSql(query);
  const { rows } = await sql<ListRow>`
    SELECT message_id, kind, key, destination, state, attempts, created_at, due_at, failure, ${keys}
      FROM outbox.message WHERE ${where} ORDER BY ${order} LIMIT ${limit}`.execute(db);
  return page(rows, (row) => ({
    id: String(row.message_id),
    kind: row.kind,
    key: row.key,
    destination: row.destination,
    state: row.state,
    attempts: row.attempts,
    created_at: row.created_at.toISOString(),
    due_at: row.state === 'queued' ? row.due_at.toISOString() : null,
    failure: row.failure,
  }));
}

/** `null`: no such message; else whether it was one that can be tried again, and now is. */
export async function requeue(
  tx: Tx,
  id: number,
  now: Date,
): Promise<{ kind: string; key: string; result: 'queued' | 'settled' | 'gone' } | null> {
  const { rows } = await sql<{ kind: string; key: string; state: string; gone: boolean }>`
    SELECT kind, key, state, sealed IS NULL AS gone FROM outbox.message WHERE message_id = ${id} FOR UPDATE`.execute(
    tx,
  );
  const row = rows[0];
  if (!row) return null;
  const { kind, key } = row;
  if (!['failed', 'unknown'].includes(row.state)) return { kind, key, result: 'settled' };
  if (row.gone) return { kind, key, result: 'gone' };
  await sql`WITH again AS (
      UPDATE outbox.message SET state = 'queued', attempts = 0, first_tried_at = NULL, claim = NULL, settled_at = NULL, due_at = ${now}
       WHERE message_id = ${id} RETURNING kind, destination),
    closed AS (DELETE FROM outbox.destination d USING again WHERE d.kind = again.kind AND d.destination = again.destination)
    SELECT pg_notify(${CHANNEL}, kind) FROM again`.execute(tx);
  return { kind, key, result: 'queued' };
}

export type Figures = { queued: number; oldest_seconds: number; failed: number; unknown: number };

export async function outboxFigures(db: Db, now: Date): Promise<Figures> {
  const { rows } = await sql<Figures>`
    SELECT (SELECT count(*) FROM outbox.message WHERE state = 'queued') AS queued,
           (SELECT coalesce(extract(epoch FROM ${now}::timestamptz - min(created_at)), 0)::int FROM outbox.message WHERE state = 'queued') AS oldest_seconds,
           count(*) FILTER (WHERE state = 'failed') AS failed, count(*) FILTER (WHERE state = 'unknown') AS unknown
      FROM outbox.message WHERE state IN ('failed', 'unknown')`.execute(db);
  return rows[0] ?? { queued: 0, oldest_seconds: 0, failed: 0, unknown: 0 };
}
