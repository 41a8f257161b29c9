/** Connectors over HTTP, shared by server and console. */
import { z } from 'zod';
import { idFilter, listQuery, pageOf, textFilter } from '#platform/lists/contract';

const words = z.object({ en: z.string(), zh: z.string() });
const nullableInstant = z.iso.datetime().nullable();
const failure = z
  .object({ code: z.string(), words, detail: z.string().nullable(), since: nullableInstant })
  .nullable();
export type FailureShown = z.output<typeof failure>;

export const WEBHOOK_STATES = [
  'subscribed',
  'refused',
  'waiting',
  'by_hand',
  // After disconnecting: they are being taken back, are gone, or had to be left there.
  'leaving',
  'left',
  'left_behind',
] as const;
export const CONNECTION_STATES = ['connected', 'paused', 'disconnected'] as const;
export const ACT_NAMES = [
  'refund',
  'cancel',
  'change_address',
  'fulfil',
  'create_codes',
  'tag',
  'set_consent',
] as const;
/** What nobody asks for by itself is listed with the others. */
export const REQUEST_ACTS = [...ACT_NAMES, 'unsubscribe'] as const;

export const connectorItem = z.object({
  name: z.string(),
  title: words,
  platform: z.string(),
  notes: z.array(words),
  fields: z.array(
    z.object({
      name: z.string(),
      title: words,
      hint: words.nullable(),
      secret: z.boolean(),
      optional: z.boolean(),
    }),
  ),
  feeds: z.array(z.object({ name: z.string(), title: words })),
  acts: z.array(z.enum(ACT_NAMES)),
  webhook: z.boolean(),
});
export type ConnectorItem = z.output<typeof connectorItem>;
export const connectorList = z.object({ items: z.array(connectorItem), next: z.null() });

const settings = z.record(z.string().max(60), z.string().max(2000));

export const newConnection = z.strictObject({
  connector: z.string().min(1).max(60),
  channel_id: z.string().regex(/^[1-9]\d{0,8}$/),
  settings,
});
/** What is not named stays as it is. */
export const connectionChanges = z.strictObject({ settings });

const feedShown = z.object({
  name: z.string(),
  title: words,
  /** Everything before was read. */
  up_to: nullableInstant,
  /** Seconds between now and what was read; null where nothing was yet. */
  behind_seconds: z.number().int().nullable(),
  caught_up: z.boolean(),
  last_run_at: nullableInstant,
  due_at: z.iso.datetime(),
  fetched: z.number().int(),
  skipped: z.number().int(),
  failure,
});
export type FeedShown = z.output<typeof feedShown>;

export const connectionItem = z.object({
  id: z.string(),
  connector: z.string(),
  title: words,
  channel: z.object({ id: z.string(), name: z.string() }),
  state: z.enum(CONNECTION_STATES),
  state_at: z.iso.datetime(),
  state_by: z.string(),
  created_at: z.iso.datetime(),
  feeds: z.array(feedShown),
});
export type ConnectionItem = z.output<typeof connectionItem>;

export const connectionDetail = connectionItem.extend({
  notes: z.array(words),
  /** Settings that are no secret. */
  settings: z.array(z.object({ name: z.string(), title: words, value: z.string().nullable() })),
  acts: z.array(z.enum(ACT_NAMES)),
  /** Where the platform reports to, or did; null where it cannot, or where no public address is set. */
  webhook_url: z.string().nullable(),
  /** Whether the platform reports to us: subscribed by us, refused, not yet because nobody has reached us by our address, or for people to do. */
  webhooks: z
    .object({
      state: z.enum(WEBHOOK_STATES),
      checked_at: nullableInstant,
      detail: z.string().nullable(),
      /** What people have to enter there all the same: our address in each field. */
      by_hand: z
        .object({
          where: words,
          fields: z.array(z.object({ topic: z.string(), title: words })),
          file: z.object({ title: words, text: z.string() }).nullable(),
        })
        .nullable(),
    })
    .nullable(),
  texts: z.array(z.object({ title: words, hint: words.nullable(), text: z.string() })),
});
export type ConnectionDetail = z.output<typeof connectionDetail>;

export const connectionPage = pageOf(connectionItem);
export const connectionQuery = listQuery({
  sorts: ['id', 'connector'],
  sort: 'id',
  filters: { state: z.enum(CONNECTION_STATES), connector: textFilter(60), channel: idFilter() },
});
const id = z.string().regex(/^[1-9]\d{0,8}$/);
export const connectionParams = z.strictObject({ id });
export const webhookParams = z.strictObject({ connection: id });

export const DELIVERY_STATES = ['waiting', 'taken', 'failed'] as const;
export const deliveryItem = z.object({
  id: z.string(),
  name: z.string(),
  topic: z.string(),
  state: z.enum(DELIVERY_STATES),
  arrived_at: z.iso.datetime(),
  settled_at: nullableInstant,
  attempts: z.number().int(),
  failure,
});
export type DeliveryItem = z.output<typeof deliveryItem>;
export const deliveryPage = pageOf(deliveryItem);
export const deliveryQuery = listQuery({
  sorts: ['id'],
  sort: '-id',
  filters: { state: z.enum(DELIVERY_STATES) },
});

export const skippedItem = z.object({
  what: z.string(),
  id: z.string(),
  code: z.string(),
  words,
  at: z.iso.datetime(),
});
export type SkippedItem = z.output<typeof skippedItem>;
export const skippedPage = pageOf(skippedItem);
export const skippedQuery = listQuery({ sorts: ['at'], sort: '-at', filters: { what: textFilter(60) } });

export const REQUEST_STATES = ['asked', 'confirmed', 'refused'] as const;
export const requestItem = z.object({
  id: z.string(),
  act: z.enum(REQUEST_ACTS),
  about: z.string(),
  state: z.enum(REQUEST_STATES),
  /** The platform took note of it. */
  sent_at: nullableInstant,
  reference: z.string().nullable(),
  reason: z.string().nullable(),
  actor: z.string(),
  asked_at: z.iso.datetime(),
  settled_at: nullableInstant,
});
export type RequestItem = z.output<typeof requestItem>;
export const requestPage = pageOf(requestItem);
export const requestQuery = listQuery({
  sorts: ['id'],
  sort: '-id',
  filters: { state: z.enum(REQUEST_STATES), act: z.enum(REQUEST_ACTS) },
});

const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((value) => value.isWellFormed() && !value.includes('\0'), 'text_invalid');
const order = text(128);
const customer = text(128);

/** What can be asked of a platform, in one shape for all of them. `order`: as the channel numbers it. Amounts in minor units. */
export const actRequest = z.discriminatedUnion('act', [
  z.strictObject({
    act: z.literal('refund'),
    order,
    amount: z.number().int().positive().max(1e12),
    note: text(500).optional(),
  }),
  z.strictObject({ act: z.literal('cancel'), order, restock: z.boolean().default(true) }),
  z.strictObject({
    act: z.literal('change_address'),
    order,
    address: z.strictObject({
      name: text(200),
      street: text(300),
      city: text(100),
      province: text(100).optional(),
      postcode: text(20).optional(),
      country: z.string().regex(/^[A-Z]{2}$/),
      phone: text(40).optional(),
    }),
  }),
  z.strictObject({
    act: z.literal('fulfil'),
    order,
    tracking: text(100).optional(),
    courier: text(100).optional(),
  }),
  z.strictObject({
    act: z.literal('create_codes'),
    /** The platform's number of the discount that the codes belong to, or what they take off. */
    discount: text(128),
    codes: z.array(text(60)).min(1).max(5000),
  }),
  z.strictObject({ act: z.literal('tag'), order, tags: z.array(text(60)).min(1).max(20) }),
  z.strictObject({
    act: z.literal('set_consent'),
    customer,
    channel: z.enum(['email', 'sms']),
    granted: z.boolean(),
    at: z.iso.datetime().optional(),
  }),
]);
export type ActRequest = z.output<typeof actRequest>;
export const askedAct = z.object({ id: z.string(), state: z.enum(REQUEST_STATES) });
