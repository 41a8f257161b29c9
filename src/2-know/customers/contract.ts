/** Finding and erasing a customer over HTTP, shared by server and console. */
import { z } from 'zod';
import { flagFilter, idFilter, instantFilter, listQuery, pageOf, textFilter } from '#platform/lists/contract';

export const findQuery = z.strictObject({
  kind: z.enum(['user_id', 'anonymous_id', 'customer_id']),
  value: z
    .string()
    .min(1)
    .max(256)
    .refine((text) => !text.includes('\0')),
});

export const foundCustomer = z.object({
  customer_id: z.number().int(),
  created_at: z.iso.datetime(),
  identifiers: z.array(z.object({ kind: z.string(), verified: z.boolean() })),
  events: z.number().int(),
  erased_at: z.iso.datetime().nullable(),
  /** Profiles that were seen together with this one. */
  linked: z.array(z.number().int()),
});
export type FoundCustomer = z.output<typeof foundCustomer>;
export const foundCustomers = z.object({ items: z.array(foundCustomer), next: z.null() });

export const customerParams = z.strictObject({ id: z.string().regex(/^[1-9]\d{0,14}$/) });
export const erasureBody = z.strictObject({ with_linked: z.boolean() });

/** What was destroyed where. Holds none of her values. */
export const certificate = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  actor: z.string(),
  customers: z.array(z.number().int()),
  destroyed: z.object({
    /** Keys of the vault: with them everything sealed, in the log, its archive and every backup. */
    keys: z.number().int(),
    identifiers: z.number().int(),
    links: z.number().int(),
    /** Modules that kept something of their own about her. */
    modules: z.array(z.string()),
  }),
  /** Seen together with her and not erased: customers of their own, or left on request. */
  left: z.array(z.number().int()),
  /** Events that stay, without anything that says whose they were. */
  events_left: z.number().int(),
  /** The lake holds no personal values, and what it holds belongs to nobody now. */
  lake: z.literal('holds no personal values'),
});
export type Certificate = z.output<typeof certificate>;
export const erasures = z.object({ items: z.array(certificate), next: z.null() });

export const REQUESTED = ['erasure', 'copy'] as const;
export type RequestedThing = (typeof REQUESTED)[number];
export const CUSTOMER_REQUEST_STATES = ['open', 'done', 'declined', 'lapsed'] as const;
export type RequestState = (typeof CUSTOMER_REQUEST_STATES)[number];

export const requestItem = z.object({
  id: z.string(),
  customer_id: z.string(),
  what: z.enum(REQUESTED),
  /** `connection:3`: the platform by way of which she asked. */
  asked_via: z.string(),
  asked_at: z.iso.datetime(),
  /** An erasure happens by itself then; a copy must be with her by then. */
  due_at: z.iso.datetime(),
  state: z.enum(CUSTOMER_REQUEST_STATES),
  settled_at: z.iso.datetime().nullable(),
  settled_by: z.string().nullable(),
  reason: z.string().nullable(),
});
export type RequestItem = z.output<typeof requestItem>;
export const requestPage = pageOf(requestItem);
export const requestQuery = listQuery({
  sorts: ['due_at', 'asked_at'],
  sort: 'due_at',
  filters: { state: z.enum(CUSTOMER_REQUEST_STATES), what: z.enum(REQUESTED) },
});
export const requestParams = z.strictObject({ id: z.string().regex(/^[1-9]\d{0,14}$/) });
export const declineBody = z.strictObject({
  reason: z
    .string()
    .trim()
    .min(1)
    .max(500)
    .refine((value) => value.isWellFormed() && !value.includes('\0'), 'text_invalid'),
});

export const customerQuery = listQuery({
  sorts: ['active_at', 'first_seen', 'orders', 'spent', 'last_order_at'],
  sort: '-active_at',
  filters: {
    /** The same as `q`. */
    query: textFilter(),
    /** Only these: `12,15`, at most 200. */
    ids: z
      .string()
      .regex(/^[1-9]\d{0,14}(,[1-9]\d{0,14}){0,199}$/)
      .transform((text) => text.split(',').map(Number)),
    email: flagFilter(),
    phone: flagFilter(),
    country: textFilter(60),
    tag: textFilter(60),
    channel: idFilter(),
    orders_from: idFilter(),
    orders_to: idFilter(),
    spent_from: idFilter(),
    active_from: instantFilter(),
    active_to: instantFilter(),
    seen_from: instantFilter(),
    seen_to: instantFilter(),
  },
});

/** `masked` by role; `erased`: her key is destroyed; `none`: nothing personal is known. */
const PERSONAL = z.enum(['shown', 'masked', 'erased', 'none']);

export const customerItem = z.object({
  id: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  user_id: z.string().nullable(),
  city: z.string().nullable(),
  country: z.string().nullable(),
  tags: z.array(z.string()),
  orders: z.number().int(),
  /** Minor units of `currency`, refunds taken off. */
  spent: z.number().int(),
  currency: z.string().nullable(),
  last_order_at: z.iso.datetime().nullable(),
  first_seen: z.iso.datetime(),
  active_at: z.iso.datetime(),
  /** How many profiles are this person. */
  profiles: z.number().int(),
  personal: PERSONAL,
});
export type CustomerItem = z.output<typeof customerItem>;
export const customerPage = pageOf(customerItem);

const knownValue = z.object({
  kind: z.string(),
  /** Masked by role; null: erased, or sealed where the caller may not look. */
  value: z.string().nullable(),
  profile: z.string(),
  since: z.iso.datetime(),
  /** Why it leads to nobody: claimed, masked, virtual, relay, own, changing, limit, shared, apart; null: it leads to her. */
  weak: z.string().nullable(),
});

const merge = z.object({
  id: z.string(),
  one: z.string(),
  other: z.string(),
  /** Kind of the identifier that is the evidence; null: a person said so. */
  kind: z.string().nullable(),
  actor: z.string().nullable(),
  merged_at: z.iso.datetime(),
  undone_at: z.iso.datetime().nullable(),
  undone_by: z.string().nullable(),
});

const boughtIn = z.object({
  currency: z.string(),
  orders: z.number().int(),
  spent: z.number().int(),
  refunded: z.number().int(),
  returned: z.number().int(),
  cancelled: z.number().int(),
  average: z.number().int(),
  /** Of the orders that were not called off, those of which something came back; null: more came back than was ordered here. */
  returned_share: z.number().nullable(),
  /** Of the money for them, what went back. */
  refunded_share: z.number(),
  last_returned_at: z.iso.datetime().nullable(),
  first_at: z.iso.datetime(),
  last_at: z.iso.datetime(),
  /** Days between one order and the next, on average; null: fewer than two. */
  days_between: z.number().nullable(),
});

export const customerDetail = z.object({
  id: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  created_at: z.iso.datetime(),
  first_seen: z.iso.datetime(),
  active_at: z.iso.datetime(),
  erased_at: z.iso.datetime().nullable(),
  personal: PERSONAL,
  profiles: z.array(z.string()),
  identifiers: z.array(knownValue),
  traits: z.record(z.string(), z.json()),
  tags: z.array(z.string()),
  bought: z.array(boughtIn),
  merges: z.array(merge),
  /** Profiles that were seen with hers without being her. */
  seen_with: z.array(z.string()),
});
export type CustomerDetail = z.output<typeof customerDetail>;

/** It stands in the log and in the lake as it is: what could be an address or a telephone is no label of many. */
const tagText = textFilter(60).refine((value) => !/@|\d{7}/.test(value), 'tag_personal');
export const tagBody = z.strictObject({
  add: z.array(tagText).max(50).default([]),
  remove: z.array(textFilter(60)).max(50).default([]),
});
/** The same for many at once: a page of the list. */
export const tagManyBody = z.strictObject({
  ids: z
    .array(z.string().regex(/^[1-9]\d{0,14}$/))
    .min(1)
    .max(200),
  ...tagBody.shape,
});
export const taggedMany = z.object({ customers: z.number().int() });
export const mergeBody = z.strictObject({ with: z.string().regex(/^[1-9]\d{0,14}$/) });
export const mergePreview = z.object({
  keeps: customerDetail,
  joins: customerDetail,
  /** What of both will be shown: the value said last. */
  traits: z.record(z.string(), z.json()),
  /** A person undid their merge before. */
  kept_apart: z.boolean(),
});
export type MergePreview = z.output<typeof mergePreview>;
export const mergeParams = z.strictObject({ id: z.string().regex(/^[1-9]\d{0,14}$/) });

export const DUPLICATE_REASONS = ['name_phone', 'name_address', 'masked_phone', 'seen_with'] as const;
export type DuplicateReason = (typeof DUPLICATE_REASONS)[number];
export const duplicateQuery = listQuery({
  sorts: ['confidence', 'found_at'],
  sort: '-confidence',
  filters: {
    reason: z.enum(DUPLICATE_REASONS),
    confidence_from: z.coerce.number().int().min(0).max(100),
  },
});
const duplicateSide = z.object({ id: z.string(), name: z.string().nullable(), orders: z.number().int() });
export const duplicateItem = z.object({
  id: z.string(),
  one: duplicateSide,
  other: duplicateSide,
  reasons: z.array(z.enum(DUPLICATE_REASONS)),
  /** Of a hundred; a judgement that orders the list. */
  confidence: z.number().int(),
  found_at: z.iso.datetime(),
});
export type DuplicateItem = z.output<typeof duplicateItem>;
export const duplicatePage = pageOf(duplicateItem);

export const done = z.object({ done: z.literal(true) });

/** One section a module; what each holds is its own. */
export const customerExport = z.object({
  exported_at: z.iso.datetime(),
  customer: customerDetail,
  sections: z.record(z.string(), z.array(z.json())),
});
export type CustomerExport = z.output<typeof customerExport>;

/** What a profile bought in one currency, as `know/orders` adds it up; minor units. */
export type Bought = {
  currency: string;
  /** Sales that were not called off; tests never count. */
  orders: number;
  /** Of those, what was not given back. */
  spent: number;
  /** Of those: what a called-off order gave back was never hers to spend. */
  refunded: number;
  /** Of those, with something given back; and credits, which say no order. */
  returned: number;
  lastReturnedAt: Date | null;
  cancelled: number;
  firstAt: Date;
  lastAt: Date;
  channels: number[];
};
