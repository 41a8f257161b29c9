/** Segments over HTTP, shared by server and console. */
import { z } from 'zod';
import { listQuery, pageOf } from '#platform/lists/contract';

const words = z.object({ en: z.string(), zh: z.string() });
const id = z
  .number()
  .int()
  .min(1)
  .max(2 ** 31 - 1);
export const segmentParams = z.strictObject({ id: z.string().regex(/^[1-9]\d{0,8}$/) });
export const customerParams = z.strictObject({ id: z.string().regex(/^[1-9]\d{0,14}$/) });
export const whyParams = customerParams.extend({ segment: z.string().regex(/^[1-9]\d{0,8}$/) });

/** As JSON or as text (`/api/definitions/schema`); one of the two. */
const given = {
  definition: z.record(z.string(), z.json()).optional(),
  text: z.string().max(20_000).optional(),
};
const name = z.string().trim().min(1).max(120);
const description = z.string().trim().max(1000);

export const createBody = z.strictObject({ name, description: description.default(''), ...given });
/** `revision`: the one that is changed; another in between is a conflict. */
export const changeBody = z.strictObject({
  revision: z.number().int().min(1),
  name: name.optional(),
  description: description.optional(),
  ...given,
});
export const previewBody = z.strictObject(given);

/** `filling`: its first members are being found; `live`: kept up with every event and the clock; `failed`: finding them failed, and is tried again. */
export const SEGMENT_STATES = ['filling', 'live', 'failed', 'archived'] as const;

export const segmentItem = z.object({
  id,
  name: z.string(),
  description: z.string(),
  state: z.enum(SEGMENT_STATES),
  /** While it is filled: how much of it is done, 0 to 1. */
  filled: z.number(),
  members: z.number().int(),
  definition: z.looseObject({ version: z.literal(1) }),
  text: z.string(),
  sentence: words,
  revision: z.number().int(),
  created_at: z.iso.datetime(),
  changed_at: z.iso.datetime(),
  live_since: z.iso.datetime().nullable(),
});
export type SegmentItem = z.output<typeof segmentItem>;

export const segmentsQuery = listQuery({
  sorts: ['name', 'members', 'created'],
  sort: 'name',
  filters: { state: z.enum(['current', 'archived']).default('current') },
});
export const segmentPage = pageOf(segmentItem);

export const segmentDetail = segmentItem.extend({
  /** Segments whose definition asks for membership in this one. */
  used_by: z.array(z.object({ id, name: z.string() })),
});
export type SegmentDetail = z.output<typeof segmentDetail>;

export const preview = z.object({
  count: z.number().int(),
  /** Some of them, the same as long as they are in it. */
  sample: z.array(z.object({ customer_id: z.number().int(), name: z.string().nullable() })),
  definition: z.looseObject({ version: z.literal(1) }),
  text: z.string(),
  sentence: words,
  /** Up to when the lake knows what happened. */
  as_of: z.iso.datetime(),
});
export type Preview = z.output<typeof preview>;

/** What made somebody enter or leave: an event, time that passed, a merge or its undoing, or the first filling. */
export const CAUSES = ['event', 'time', 'merge', 'filling', 'definition'] as const;

export const membersQuery = listQuery({ sorts: ['since'], sort: '-since', filters: {} });
export const memberItem = z.object({
  customer_id: z.number().int(),
  name: z.string().nullable(),
  since: z.iso.datetime(),
  cause: z.enum(CAUSES),
});
export type MemberItem = z.output<typeof memberItem>;
export const memberPage = pageOf(memberItem);

export const sizeQuery = z.strictObject({ days: z.coerce.number().int().min(1).max(400).default(30) });
export const sizes = z.object({
  items: z.array(z.object({ at: z.iso.datetime(), members: z.number().int() })),
});
export const overlaps = z.object({
  items: z.array(z.object({ id, name: z.string(), members: z.number().int(), both: z.number().int() })),
});

export const atQuery = z.strictObject({ at: z.iso.datetime({ offset: true }).optional() });
export const segmentsOfCustomer = z.object({
  at: z.iso.datetime(),
  items: z.array(
    z.object({
      id,
      name: z.string(),
      /** As known then: what we had decided at that instant. */
      in: z.boolean(),
      since: z.iso.datetime().nullable(),
      /** As known now: what is true of that instant by everything that came since, late events and merges included. */
      in_as_known_now: z.boolean(),
    }),
  ),
});
export type SegmentsOfCustomer = z.output<typeof segmentsOfCustomer>;

const evidence = z.object({ position: z.number().int(), event: z.string(), at: z.iso.datetime() });
/** A condition, whether it holds of her, and the latest events that count for it; or conditions joined. */
export type Reason =
  | { joined: 'all' | 'any' | 'not'; holds: boolean; parts: Reason[] }
  | {
      sentence: { en: string; zh: string };
      holds: boolean;
      counted: number;
      events: z.output<typeof evidence>[];
    };
export const reason: z.ZodType<Reason> = z
  .lazy(() =>
    z.union([
      z.object({ joined: z.enum(['all', 'any', 'not']), holds: z.boolean(), parts: z.array(reason) }),
      z.object({
        sentence: words,
        holds: z.boolean(),
        counted: z.number().int(),
        events: z.array(evidence),
      }),
    ]),
  )
  .meta({ id: 'Reason' });
export const why = z.object({
  in: z.boolean(),
  since: z.iso.datetime().nullable(),
  /** When time alone will change it at the earliest; null: never. */
  until: z.iso.datetime().nullable(),
  because: reason,
  history: z.array(
    z.object({ entered_at: z.iso.datetime(), left_at: z.iso.datetime().nullable(), cause: z.enum(CAUSES) }),
  ),
});
export type Why = z.output<typeof why>;
