/** Reading the log in position order, whole or filtered. */
import {
  type CustomerId,
  customerId,
  type Position,
  position,
  type SourceId,
  sourceId,
} from '../ids/index.ts';
import { type Db, sql, type Tx } from '../postgres/index.ts';
import { EVENT_TYPES, type EventType, type JsonObject, type LoggedEvent, ORIGINS } from './event.ts';

export type EventFilter = {
  /** Exclusive lower bound. */
  after?: Position | number;
  /** Exclusive upper bound. */
  before?: Position | number;
  customerId?: CustomerId | number;
  sourceId?: SourceId | number;
  type?: EventType;
  event?: string;
  /** Names of events and types of calls, either of them. */
  said?: readonly string[];
  from?: Date;
  to?: Date;
  /** Newest first where `'descending'`. */
  order?: 'ascending' | 'descending';
  limit: number;
};

type Row = {
  position: number;
  received_at: Date;
  timestamp: Date;
  customer_id: number;
  caused_by: number | null;
  source_id: number;
  type: number;
  origin: number;
  flags: number;
  depth: number;
  schema_version: number;
  message_id: string;
  event: string;
  properties: string;
  context: string;
  personal: Buffer | null;
};

const COLUMNS = sql`position, received_at, "timestamp", customer_id, caused_by, source_id, type, origin, flags, depth,
  schema_version, message_id, event, properties::text, context::text, personal`;

export async function readEvents(db: Db | Tx, filter: EventFilter): Promise<LoggedEvent[]> {
  const conditions = [
    filter.after === undefined ? null : sql`position > ${filter.after}`,
    filter.before === undefined ? null : sql`position < ${filter.before}`,
    filter.customerId === undefined ? null : sql`customer_id = ${filter.customerId}`,
    filter.sourceId === undefined ? null : sql`source_id = ${filter.sourceId}`,
    filter.type === undefined ? null : sql`type = ${EVENT_TYPES.indexOf(filter.type)}`,
    filter.event === undefined ? null : sql`event = ${filter.event}`,
    filter.said === undefined
      ? null
      : sql`(event = ANY(${filter.said}::text[]) OR type = ANY(${typesIn(filter.said)}::smallint[]))`,
    filter.from === undefined ? null : sql`received_at >= ${filter.from}`,
    filter.to === undefined ? null : sql`received_at < ${filter.to}`,
  ].filter((condition) => condition !== null);
  const where = conditions.length > 0 ? sql`WHERE ${sql.join(conditions, sql` AND `)}` : sql``;
  const direction = filter.order === 'descending' ? sql`DESC` : sql`ASC`;
  const { rows } = await sql<Row>`SELECT ${COLUMNS} FROM log.event ${where}
    ORDER BY position ${direction} LIMIT ${filter.limit}`.execute(db);
  return rows.map(toEvent);
}

const typesIn = (names: readonly string[]): number[] =>
  names.map((name) => (EVENT_TYPES as readonly string[]).indexOf(name)).filter((type) => type >= 0);

/** A place in a history: instants repeat, positions do not. */
export type Moment = { at: Date; position: number };

export type HistoryFilter = {
  customers: readonly CustomerId[];
  /** Exclusive upper bound. */
  before?: Moment;
  /** Inclusive lower bound, by when it happened. */
  from?: Date;
  types?: readonly EventType[];
  events?: readonly string[];
  limit: number;
  /** Looks through so many of each customer's latest at most: what seldom fits would otherwise read all of a heavy one's. */
  among?: number;
  /** `'properties'`: without context and personal values, which weigh most. */
  wants?: 'properties' | 'whole';
};

const PROPERTIES = sql`position, received_at, "timestamp", customer_id, caused_by, source_id, type, origin, flags, depth,
  schema_version, message_id, event, properties::text, '{}' AS context, NULL::bytea AS personal`;

/** What these customers did, latest first, in the order it happened and not in that of its arrival. */
export async function readHistory(db: Db | Tx, filter: HistoryFilter): Promise<LoggedEvent[]> {
  const { customers, before, from, types, events, limit, among } = filter;
  const when = [
    sql`e.customer_id = c.id`,
    ...(before ? [sql`(e."timestamp", e.position) < (${before.at}, ${before.position})`] : []),
    ...(from ? [sql`e."timestamp" >= ${from}`] : []),
  ];
  const what =
    types || events
      ? [
          sql`(e.type = ANY(${(types ?? []).map((type) => EVENT_TYPES.indexOf(type))}::smallint[])
               OR e.event = ANY(${events ?? []}::text[]))`,
        ]
      : [];
  const columns = filter.wants === 'properties' ? PROPERTIES : COLUMNS;
  // Whole rows of the log and not the columns asked for: what stands outside a row is fetched for those that come back only.
  const table = among
    ? sql`(SELECT * FROM log.event e WHERE ${sql.join(when, sql` AND `)}
            ORDER BY e."timestamp" DESC, e.position DESC LIMIT ${among})`
    : sql`log.event`;
  const conditions = among ? what : [...when, ...what];
  const where = conditions.length > 0 ? sql`WHERE ${sql.join(conditions, sql` AND `)}` : sql``;
  const { rows } = await sql<Row>`
    SELECT e.* FROM unnest(${customers}::bigint[]) AS c (id)
     CROSS JOIN LATERAL (
       SELECT ${columns} FROM ${table} e ${where} ORDER BY e."timestamp" DESC, e.position DESC LIMIT ${limit}
     ) e ORDER BY e."timestamp" DESC, e.position DESC LIMIT ${limit}`.execute(db);
  return rows.map(toEvent);
}

/** Everything that these customers did up to a position, in the order of the log; of certain names, or all. */
export async function readAllOf(
  db: Db | Tx,
  customers: readonly CustomerId[],
  upTo: Position,
  names: readonly string[] | null,
): Promise<LoggedEvent[]> {
  const named = names === null ? sql`` : sql`AND event = ANY(${names}::text[])`;
  const { rows } = await sql<Row>`
    SELECT ${COLUMNS} FROM log.event WHERE customer_id = ANY(${customers}::bigint[]) AND position <= ${upTo} ${named}
     ORDER BY position`.execute(db);
  return rows.map(toEvent);
}

/** How far back the latest `among` of each go, where they do not go back to `from`; of several customers, the shortest reach. */
export async function readReach(
  db: Db | Tx,
  customers: readonly CustomerId[],
  from: Date,
  among: number,
): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    SELECT max(e."timestamp") AS at FROM unnest(${customers}::bigint[]) AS c (id)
     CROSS JOIN LATERAL (
       SELECT "timestamp" FROM log.event e WHERE e.customer_id = c.id AND e."timestamp" >= ${from}
        ORDER BY e."timestamp" DESC, e.position DESC OFFSET ${among} LIMIT 1
     ) e`.execute(db);
  return rows[0]?.at ?? null;
}

export type Span = { first: Date; last: Date };

/** When each of these did something first and last. `without`: events that are nothing of theirs. */
export async function readSpans(
  db: Db | Tx,
  customers: readonly CustomerId[],
  without: readonly string[] = [],
): Promise<Map<CustomerId, Span>> {
  const { rows } = await sql<{ id: number; first: Date | null; last: Date | null }>`
    SELECT c.id, (SELECT min(e."timestamp") FROM log.event e WHERE e.customer_id = c.id AND e.event <> ALL(${without}::text[])) AS first,
           (SELECT max(e."timestamp") FROM log.event e WHERE e.customer_id = c.id AND e.event <> ALL(${without}::text[])) AS last
      FROM unnest(${customers}::bigint[]) AS c (id)`.execute(db);
  return new Map(
    rows.flatMap(({ id, first, last }) => (first && last ? [[customerId(id), { first, last }]] : [])),
  );
}

export async function readByDedup(
  db: Db | Tx,
  keys: readonly string[],
  messageId: string,
): Promise<LoggedEvent[]> {
  const { rows } = await sql<Row>`SELECT ${COLUMNS} FROM log.event
    WHERE dedup = ANY(${keys}::bigint[]) AND message_id = ${messageId} ORDER BY position DESC LIMIT 200`.execute(
    db,
  );
  return rows.map(toEvent);
}

export async function eventAt(db: Db | Tx, at: Position): Promise<LoggedEvent | null> {
  const { rows } = await sql<Row>`SELECT ${COLUMNS} FROM log.event WHERE position = ${at}`.execute(db);
  return rows[0] ? toEvent(rows[0]) : null;
}

/** `bytes`: of the text and the sealed bytes that came. `upTo`: position of the last. */
export type ReadPage = { events: LoggedEvent[]; upTo: Position; bytes: number };

/** The next `limit` events after a position; null where there are none. */
export async function readPage(on: Db | Tx, after: Position, limit: number): Promise<ReadPage | null> {
  const { rows } = await sql<Row>`
    SELECT ${COLUMNS} FROM log.event WHERE position > ${after} ORDER BY position LIMIT ${limit}`.execute(on);
  const last = rows.at(-1);
  if (!last) return null;
  const bytes = rows.reduce(
    (sum, row) => sum + row.properties.length + row.context.length + (row.personal?.length ?? 0),
    0,
  );
  return { events: rows.map(toEvent), upTo: position(last.position), bytes };
}

/** Highest position there is; 0 in an empty log. */
export async function headOf(db: Db | Tx): Promise<Position> {
  const { rows } = await sql<{ head: number | null }>`SELECT max(position) AS head FROM log.event`.execute(
    db,
  );
  return position(rows[0]?.head ?? 0);
}

function toEvent(row: Row): LoggedEvent {
  return {
    position: position(row.position),
    sourceId: sourceId(row.source_id),
    messageId: row.message_id,
    type: EVENT_TYPES[row.type] as EventType,
    event: row.event,
    customerId: customerId(row.customer_id),
    origin: ORIGINS[row.origin] ?? 'live',
    timestamp: row.timestamp,
    receivedAt: row.received_at,
    properties: JSON.parse(row.properties) as JsonObject,
    context: JSON.parse(row.context) as JsonObject,
    personal: row.personal,
    flags: row.flags,
    causedBy: row.caused_by === null ? null : position(row.caused_by),
    depth: row.depth,
    schemaVersion: row.schema_version,
  };
}
