/** Events and rejected events over HTTP, shared by server and console. */
import { z } from 'zod';
import { idFilter, instantFilter, listQuery, pageOf, textFilter } from '#platform/lists/contract';

// The same words as in `#platform/log`, which is server code.
export const EVENT_TYPES = ['track', 'identify', 'page', 'screen', 'group', 'alias'] as const;
export const ORIGINS = ['live', 'import', 'replay', 'backfill', 'system'] as const;
export const EVENT_FLAGS = ['clock_skew', 'future', 'late', 'claimed_identity'] as const;

const eventFilters = {
  message_id: textFilter(256),
  source: idFilter(),
  type: z.enum(EVENT_TYPES),
  event: textFilter(200),
  customer: idFilter(),
  from: instantFilter(),
  to: instantFilter(),
};

export const eventQuery = listQuery({ sorts: ['position'], sort: '-position', filters: eventFilters });
export type EventQuery = z.output<typeof eventQuery>;

export const streamQuery = z.strictObject({
  source: idFilter().optional(),
  type: eventFilters.type.optional(),
  event: eventFilters.event.optional(),
  customer: idFilter().optional(),
});
export type StreamQuery = z.output<typeof streamQuery>;

const json = z.record(z.string(), z.unknown());

export const eventItem = z.object({
  position: z.number().int(),
  message_id: z.string(),
  source: z.object({ id: z.number().int(), name: z.string() }),
  type: z.enum(EVENT_TYPES),
  event: z.string(),
  customer_id: z.number().int(),
  origin: z.enum(ORIGINS),
  timestamp: z.iso.datetime(),
  received_at: z.iso.datetime(),
  /** Null also for roles that may not see who it was, and after an erasure. */
  user_id: z.string().nullable(),
  anonymous_id: z.string().nullable(),
  properties: json,
  context: json,
  flags: z.array(z.enum(EVENT_FLAGS)),
});
export type EventItem = z.output<typeof eventItem>;

export const eventDetail = eventItem.extend({
  /** Of identify and group calls, where the role may see them. */
  traits: json.nullable(),
  group_id: z.string().nullable(),
  previous_id: z.string().nullable(),
  /** `shown`, `masked` by role, `erased` with the customer's key. */
  personal: z.enum(['shown', 'masked', 'erased', 'none']),
  caused_by: z.number().int().nullable(),
  depth: z.number().int(),
  schema_version: z.number().int(),
});
export type EventDetail = z.output<typeof eventDetail>;

/** What a timeline can be narrowed to. */
const timelineKind = z.enum(['browse', 'cart', 'order', 'identity']);
export type TimelineKind = z.output<typeof timelineKind>;
export const timelineQuery = z.strictObject({
  kind: timelineKind.optional(),
  /** Only what happened before this instant: to jump to a date. */
  before: instantFilter().optional(),
  after: z.string().min(1).max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type TimelineQuery = z.output<typeof timelineQuery>;

const looked = z.object({
  id: z.string(),
  /** As it was called last; null where nobody said. */
  name: z.string().nullable(),
  looks: z.number().int(),
  last_at: z.iso.datetime(),
});
export type Looked = z.output<typeof looked>;
/** What somebody looked at most, from her own events. */
export const looks = z.object({
  /** The days that were asked for. */
  days: z.number().int(),
  /** The day before which nothing was looked through, because she did too much since; null: all of the days. */
  since: z.iso.datetime().nullable(),
  products: z.array(looked),
  categories: z.array(looked),
});
export type Looks = z.output<typeof looks>;

export const eventPage = pageOf(eventItem);
export const timelineParams = z.strictObject({ id: z.string().regex(/^[1-9]\d{0,14}$/) });
export const timelinePage = pageOf(eventDetail);
export const eventParams = z.strictObject({ position: z.string().regex(/^[1-9]\d{0,14}$/) });

export const lookupBody = z.strictObject({
  message_ids: z.array(z.string().min(1).max(256)).min(1).max(1000),
});
/** Rows under that id: in the log, and in the lake (null while the lake is away). */
export const lookupAnswer = z.object({
  items: z.array(
    z.object({ message_id: z.string(), stored: z.number().int(), in_lake: z.number().int().nullable() }),
  ),
});

export const rejectedQuery = listQuery({
  sorts: ['id'],
  sort: '-id',
  filters: { source: idFilter(), reason: textFilter(60), state: z.enum(['waiting', 'replayed']) },
});
export type RejectedQuery = z.output<typeof rejectedQuery>;

export const rejectedItem = z.object({
  id: z.string(),
  received_at: z.iso.datetime(),
  source: z.object({ id: z.number().int(), name: z.string() }),
  /** Code of the error catalogue, and its sentence in the caller's language. */
  reason: z.string(),
  message: z.string(),
  /** Where in the event, such as `properties.note`. */
  field: z.string(),
  message_id: z.string().nullable(),
  type: z.string().nullable(),
  event: z.string().nullable(),
  replayed_at: z.iso.datetime().nullable(),
  verdict: z.string().nullable(),
});
export type RejectedItem = z.output<typeof rejectedItem>;

/** `json`: the event as it came; null where the role may not see it, or it was erased. */
export const rejectedDetail = rejectedItem.extend({ json: z.string().nullable() });
export type RejectedDetail = z.output<typeof rejectedDetail>;
export const rejectedPage = pageOf(rejectedItem);

const id = z.string().regex(/^[1-9]\d{0,14}$/);
export const rejectedParams = z.strictObject({ id });
/** `event`: the corrected event; without it, the event as it came. */
export const replayBody = z.strictObject({ event: json.optional() });
export const replayManyBody = z.strictObject({ ids: z.array(id).min(1).max(500) });

export const verdict = z.object({
  message_id: z.string().nullable(),
  status: z.enum(['stored', 'duplicate', 'rejected']),
  code: z.string().optional(),
  field: z.string().optional(),
  message: z.string().optional(),
});
export const verdicts = z.object({ items: z.array(verdict.extend({ id })) });
export type VerdictItem = z.output<typeof verdict>;
