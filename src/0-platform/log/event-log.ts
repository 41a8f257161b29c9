import { Problem } from '../errors/index.ts';
import type { CustomerId, Position, SourceId } from '../ids/index.ts';
import { type Db, sql, type Tx } from '../postgres/index.ts';
import { appendEvents, dedupKey, signed64 } from './append.ts';
import type { LoggedEvent, NewEvent, Verdict } from './event.ts';
import {
  type EventFilter,
  eventAt,
  type HistoryFilter,
  headOf,
  readAllOf,
  readByDedup,
  readEvents,
  readHistory,
  readReach,
  readSpans,
  type Span,
} from './read.ts';
import { reachedBy } from './status.ts';

export type { EventFilter } from './read.ts';

/** A chain of events that cause each other ends here, with an error one can see. */
const MOST_DEPTH = 8;

export type Counted = { counts: Map<string, number>; between: { from: Date; to: Date } | null };

export type EventLog = {
  /**
   * Appends in order, as the last statement of the caller's transaction (or in one of its own, on a `Db`).
   * With `vaultEpoch`: `null`, and nothing written, when keys were destroyed since.
   */
  append(on: Db | Tx, events: readonly NewEvent[]): Promise<Verdict[]>;
  appendSealed(on: Db | Tx, events: readonly NewEvent[], vaultEpoch: number): Promise<Verdict[] | null>;
  read(db: Db | Tx, filter: EventFilter): Promise<LoggedEvent[]>;
  history(db: Db | Tx, filter: HistoryFilter): Promise<LoggedEvent[]>;
  allOf: typeof readAllOf;
  /** Of somebody who did more than `among` things since `from`: when the ones before them begin. Null: nobody did so much. */
  reaches(db: Db | Tx, customers: readonly CustomerId[], from: Date, among: number): Promise<Date | null>;
  /** When each did something first and last; `without`: names of events that are nothing of theirs. */
  spans(
    db: Db | Tx,
    customers: readonly CustomerId[],
    without?: readonly string[],
  ): Promise<Map<CustomerId, Span>>;
  at(db: Db | Tx, at: Position): Promise<LoggedEvent | null>;
  head(db: Db | Tx): Promise<Position>;
  reachedBy: typeof reachedBy;
  /** Events under a message id, from whichever of these sources, within the 30 days of deduplication. */
  byMessageId(db: Db | Tx, sources: readonly SourceId[], messageId: string): Promise<LoggedEvent[]>;
  /** How many events stand under each message id, and when the first and the last of them all arrived. */
  countMessages(db: Db | Tx, sources: readonly SourceId[], messageIds: readonly string[]): Promise<Counted>;
  /** How many events each of these customers has. */
  countByCustomer(db: Db | Tx, customers: readonly number[]): Promise<Map<number, number>>;
  /** Makes this month's partition and the next two. */
  preparePartitions(db: Db, now: Date): Promise<void>;
};

export function createEventLog(): EventLog {
  return {
    async append(on, events) {
      if (events.some((event) => event.depth > MOST_DEPTH)) throw new Problem('event_depth');
      return (await appendEvents(on, events, null)) ?? [];
    },
    appendSealed: (on, events, vaultEpoch) => appendEvents(on, events, vaultEpoch),
    read: readEvents,
    history: readHistory,
    allOf: readAllOf,
    reaches: readReach,
    spans: readSpans,
    at: eventAt,
    head: headOf,
    reachedBy,
    byMessageId: (db, sources, messageId) => readByDedup(db, keysOf(sources, [messageId]), messageId),
    countMessages,
    countByCustomer,
    async preparePartitions(db, now) {
      for (const months of [0, 1, 2]) {
        const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, 1));
        await sql`SELECT log.ensure_partition(${month})`.execute(db);
      }
    },
  };
}

const keysOf = (sources: readonly SourceId[], messageIds: readonly string[]): string[] =>
  sources.flatMap((source) => messageIds.map((id) => signed64(dedupKey(source, id)).toString()));

async function countMessages(
  db: Db | Tx,
  sources: readonly SourceId[],
  messageIds: readonly string[],
): Promise<Counted> {
  const { rows } = await sql<{ message_id: string; count: number; first: Date; last: Date }>`
    SELECT message_id, count(*) AS count, min(received_at) AS first, max(received_at) AS last FROM log.event
     WHERE dedup = ANY(${keysOf(sources, messageIds)}::bigint[]) AND message_id = ANY(${messageIds}::text[])
     GROUP BY message_id`.execute(db);
  if (rows.length === 0) return { counts: new Map(), between: null };
  const times = rows.flatMap((row) => [row.first.getTime(), row.last.getTime()]);
  return {
    counts: new Map(rows.map((row) => [row.message_id, row.count])),
    between: { from: new Date(Math.min(...times)), to: new Date(Math.max(...times)) },
  };
}

async function countByCustomer(db: Db | Tx, customers: readonly number[]): Promise<Map<number, number>> {
  const { rows } = await sql<{ customer_id: number; count: number }>`
    SELECT customer_id, count(*) AS count FROM log.event WHERE customer_id = ANY(${customers}::bigint[]) GROUP BY customer_id`.execute(
    db,
  );
  return new Map(rows.map((row) => [row.customer_id, row.count]));
}
