/**
 * The list of events, newest first. A filter that no index serves (a name, a type) looks through a bounded stretch of the log a page, so
 * that a rare name costs the same as a common one; `next` then goes on where the search stopped, items found or not.
 */
import { sourceNames } from '#know/sources';
import { Problem } from '#platform/errors';
import { sourceId } from '#platform/ids';
import type { EventFilter, EventLog, LoggedEvent } from '#platform/log';
import type { Db } from '#platform/postgres';
import type { EventQuery } from './contract.ts';

const STRETCH = 50_000;

export type EventPage = { events: LoggedEvent[]; next: string | null };

export async function listEvents(
  { db, log }: { db: Db; log: EventLog },
  query: EventQuery,
): Promise<EventPage> {
  if (query.message_id !== undefined) {
    const sources = [...(await sourceNames(db)).keys()];
    return { events: await log.byMessageId(db, sources, query.message_id), next: null };
  }
  const ascending = query.sort === 'position';
  const cursor = cursorOf(query.after);
  const filter: EventFilter = {
    order: ascending ? 'ascending' : 'descending',
    limit: query.limit + 1,
    ...(query.customer !== undefined && { customerId: query.customer }),
    ...(query.source !== undefined && { sourceId: sourceId(query.source) }),
    ...(query.type !== undefined && { type: query.type }),
    ...(query.event !== undefined && { event: query.event }),
    ...(query.from !== undefined && { from: new Date(query.from) }),
    ...(query.to !== undefined && { to: new Date(query.to) }),
  };
  if (!isScanning(query)) {
    const events = await log.read(db, {
      ...filter,
      ...(cursor !== null && (ascending ? { after: cursor } : { before: cursor })),
    });
    return pageOf(events, query.limit);
  }
  return ascending ? scanUp(db, log, filter, cursor ?? 0) : scanDown(db, log, filter, cursor);
}

/** Filters that only a look at each event can answer. */
const isScanning = (query: EventQuery): boolean =>
  query.customer === undefined &&
  (query.source !== undefined ||
    query.type !== undefined ||
    query.event !== undefined ||
    query.from !== undefined ||
    query.to !== undefined);

async function scanDown(
  db: Db,
  log: EventLog,
  filter: EventFilter,
  cursor: number | null,
): Promise<EventPage> {
  const from = cursor ?? (await log.head(db)) + 1;
  const until = Math.max(0, from - STRETCH - 1);
  const page = pageOf(await log.read(db, { ...filter, before: from, after: until }), filter.limit - 1);
  return page.next !== null || until === 0 ? page : { ...page, next: String(until + 1) };
}

async function scanUp(db: Db, log: EventLog, filter: EventFilter, cursor: number): Promise<EventPage> {
  const until = cursor + STRETCH + 1;
  const page = pageOf(await log.read(db, { ...filter, after: cursor, before: until }), filter.limit - 1);
  return page.next !== null || until > (await log.head(db)) ? page : { ...page, next: String(until - 1) };
}

function pageOf(events: LoggedEvent[], limit: number): EventPage {
  const shown = events.slice(0, limit);
  return { events: shown, next: events.length > limit ? String(shown.at(-1)?.position) : null };
}

function cursorOf(after: string | undefined): number | null {
  if (after === undefined) return null;
  if (!/^\d{1,15}$/.test(after))
    throw new Problem('body_invalid', { fields: [{ field: 'after', code: 'field_invalid' }] });
  return Number(after);
}
