/** Orders over HTTP, shared by server and console. Amounts are integers in minor units of the order's currency. */
import { z } from 'zod';
import { flagFilter, idFilter, instantFilter, listQuery, pageOf, textFilter } from '#platform/lists/contract';

export const ORDER_STATES = [
  'pending',
  'paid',
  'partially_fulfilled',
  'fulfilled',
  'completed',
  'cancelled',
] as const;
export const PAYMENT_STATES = [
  'pending',
  'paid',
  'partially_paid',
  'partially_refunded',
  'refunded',
] as const;
export const FULFILMENTS = ['unfulfilled', 'partially_fulfilled', 'fulfilled'] as const;
export const ORDER_KINDS = ['sale', 'credit', 'adjustment'] as const;
const LINE_KIND = z.enum(['goods', 'postage', 'fee', 'adjustment', 'gift_card']);
const ADJUSTMENT = z.enum(['discount', 'shipping', 'tax', 'fee', 'gift_card', 'rounding']);
const PAYMENT = z.enum(['authorised', 'paid', 'failed', 'voided']);

// Postgres holds neither NUL nor half a surrogate pair.
const text = (max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => value.isWellFormed() && !value.includes('\0'), 'text_invalid');
const name = (max: number) => text(max).min(1);
const amount = z.number().int().min(-1e13).max(1e13);
const money = amount.min(0);
const instant = z.iso
  .datetime({ offset: true })
  .refine((value) => /^(19|20|21)\d\d-/.test(value), 'instant_out_of_range');
const decimal = z.string().regex(/^-?\d{1,12}(\.\d{1,6})?$/);
const country = z.string().regex(/^[A-Z]{2}$/);
const details = z.record(name(100), z.json());

const line = z.strictObject({
  id: name(128),
  product_id: name(128),
  variant_id: name(128).optional(),
  sku: name(128).nullable().default(null),
  title: text(500).default(''),
  kind: LINE_KIND.default('goods'),
  quantity: z.number().int().min(-1e6).max(1e6),
  unit_price: decimal,
  /** Quantity × unit price where it is not said. */
  amount: amount.optional(),
  discount: money.default(0),
});

/** An order as a shop's own system sends it. */
export const givenOrder = z.strictObject({
  platform_id: name(128),
  number: text(128).optional(),
  kind: z.enum(ORDER_KINDS).default('sale'),
  placed_at: instant,
  /** The instant of the last change: an older one never overwrites a newer. */
  updated_at: instant.nullable().default(null),
  test: z.boolean().default(false),
  tax_included: z.boolean().default(true),
  customer: z
    .strictObject({
      user_id: name(256).optional(),
      customer_id: name(256).optional(),
      email: name(320).optional(),
      phone: name(40).optional(),
      traits: details.default({}),
    })
    .default({ traits: {} }),
  details: details.default({}),
  lines: z.array(line).max(5000),
  adjustments: z
    .array(z.strictObject({ kind: ADJUSTMENT, amount, label: text(200).default('') }))
    .max(200)
    .default([]),
  payments: z
    .array(
      z.strictObject({
        id: name(128),
        method: text(60),
        amount: money,
        at: instant,
        state: PAYMENT.default('paid'),
      }),
    )
    .max(200)
    .default([]),
  refunds: z
    .array(
      z.strictObject({
        id: name(128),
        at: instant,
        amount: money,
        reason: text(500).default(''),
        lines: z
          .array(z.strictObject({ line: name(128), quantity: z.number().int().min(0), amount: money }))
          .max(5000)
          .default([]),
        /** What was given back beside lines, where it is known; `other`: goodwill. */
        beside: z.strictObject({ shipping: money, tax: money, other: amount }).optional(),
      }),
    )
    .max(500)
    .default([]),
  cancelled_at: instant.nullable().default(null),
  cancel_reason: text(500).nullable().default(null),
  completed_at: instant.nullable().default(null),
  fulfilment: z.enum(FULFILMENTS).default('unfulfilled'),
  campaign: text(200).nullable().default(null),
  /** Where it goes: ISO 3166. */
  country: country.nullable().default(null),
});
export type GivenOrder = z.output<typeof givenOrder>;

export const givenOrders = z.strictObject({
  /** `import`: all of them are history, however recent, and set nothing off. */
  origin: z.enum(['live', 'import']).default('live'),
  orders: z.array(givenOrder).min(1).max(500),
});
export const recorded = z.object({
  /** Written now. */
  recorded: z.number().int(),
  /** Known already in this version or a newer one. */
  unchanged: z.number().int(),
});

export const orderQuery = listQuery({
  sorts: ['placed_at', 'total'],
  sort: '-placed_at',
  filters: {
    channel: idFilter(),
    platform_id: textFilter(128),
    customer: idFilter(),
    country,
    state: z.enum(ORDER_STATES),
    payment: z.enum(PAYMENT_STATES),
    kind: z.enum(ORDER_KINDS),
    test: flagFilter(),
    from: instantFilter(),
    to: instantFilter(),
  },
});

export const orderItem = z.object({
  id: z.string(),
  channel: z.object({ id: z.string(), name: z.string() }),
  platform_id: z.string(),
  number: z.string(),
  kind: z.enum(ORDER_KINDS),
  /** Null: nobody is known. */
  customer_id: z.string().nullable(),
  state: z.enum(ORDER_STATES),
  payment: z.enum(PAYMENT_STATES),
  fulfilment: z.enum(FULFILMENTS),
  placed_at: z.iso.datetime(),
  currency: z.string(),
  total: z.number().int(),
  refunded: z.number().int(),
  goods: z.number().int(),
  test: z.boolean(),
});
export type OrderItem = z.output<typeof orderItem>;
export const orderPage = pageOf(orderItem);

const PARCEL_STATES = ['waiting', 'on_the_way', 'late', 'failed', 'delivered'] as const;
const parcel = z.object({
  courier: z.string(),
  /** Null where the caller may not see where it goes. */
  tracking: z.string().nullable(),
  state: z.enum(PARCEL_STATES),
  shipped_at: z.iso.datetime().nullable(),
  delivered_at: z.iso.datetime().nullable(),
  promised_at: z.iso.datetime().nullable(),
  failure: z.string().nullable(),
});
export type ParcelShown = z.output<typeof parcel>;

/** An order on its customer's page: what somebody asks who has her on the phone. */
const orderOfCustomer = orderItem.extend({
  /** Of its parcels, the state that needs somebody first; null: nobody told of a parcel. */
  delivery: z.enum(PARCEL_STATES).nullable(),
  /** The first of them; `more_items` are not shown. */
  items: z.array(
    z.object({
      title: z.string(),
      variant: z.string(),
      sku: z.string().nullable(),
      quantity: z.number().int(),
      amount: z.number().int(),
      returned: z.number().int(),
    }),
  ),
  more_items: z.number().int(),
  parcels: z.array(parcel),
  refunds: z.array(z.object({ at: z.iso.datetime(), amount: z.number().int(), reason: z.string() })),
});
export type OrderOfCustomer = z.output<typeof orderOfCustomer>;
export const ordersOfCustomer = z.object({ items: z.array(orderOfCustomer), next: z.null() });
export type OrdersOfCustomer = z.output<typeof ordersOfCustomer>;

export const HABIT_KINDS = ['category', 'brand', 'price', 'hours', 'payment', 'channel'] as const;
/** What somebody mostly does, with the numbers it stands on: `count` of `of` orders, or of items bought. */
export const habit = z.object({
  kind: z.enum(HABIT_KINDS),
  /** `price`: `50-100 CNY`, of a piece; `hours`: `20-24` of the channel's clock. */
  value: z.string(),
  count: z.number().int(),
  of: z.number().int(),
  unit: z.enum(['orders', 'items']),
});
export type Habit = z.output<typeof habit>;
export const habits = z.object({
  /** Of so many of the latest orders. */
  orders: z.number().int(),
  since: z.iso.datetime().nullable(),
  items: z.array(habit),
});
export type Habits = z.output<typeof habits>;

export const orderDetail = orderItem.extend({
  parcels: z.array(parcel),
  cancelled_at: z.iso.datetime().nullable(),
  cancel_reason: z.string().nullable(),
  completed_at: z.iso.datetime().nullable(),
  campaign: z.string().nullable(),
  country: z.string().nullable(),
  tax_included: z.boolean(),
  recorded_at: z.iso.datetime(),
  changed_at: z.iso.datetime(),
  lines: z.array(
    z.object({
      id: z.string(),
      product_id: z.string(),
      variant_id: z.string(),
      title: z.string(),
      kind: LINE_KIND,
      quantity: z.number().int(),
      unit_price: z.string(),
      amount: z.number().int(),
      discount: z.number().int(),
    }),
  ),
  adjustments: z.array(z.object({ kind: ADJUSTMENT, amount: z.number().int(), label: z.string() })),
  payments: z.array(
    z.object({
      id: z.string(),
      method: z.string(),
      amount: z.number().int(),
      at: z.iso.datetime(),
      state: PAYMENT,
    }),
  ),
  refunds: z.array(
    z.object({
      id: z.string(),
      at: z.iso.datetime(),
      amount: z.number().int(),
      reason: z.string(),
      lines: z.array(z.object({ line: z.string(), quantity: z.number().int(), amount: z.number().int() })),
      beside: z
        .object({ shipping: z.number().int(), tax: z.number().int(), other: z.number().int() })
        .optional(),
    }),
  ),
  /** Addresses, contact, note; null where the caller may not see them, or they were erased. */
  details: z.record(z.string(), z.json()).nullable(),
});
export type OrderDetail = z.output<typeof orderDetail>;

export const orderParams = z.strictObject({ id: z.string().regex(/^[1-9]\d{0,14}$/) });
export const ordersOfChannel = z.strictObject({ id: z.string().regex(/^[1-9]\d{0,8}$/) });
