/** Comparing with the platforms and closing months, over HTTP; shared by server and console. Amounts are integers in minor units. */
import { z } from 'zod';
import { idFilter, listQuery, pageOf } from '#platform/lists/contract';

/** Figures that platforms state by the day. */
export const FIGURES = ['total_sales', 'gross_sales', 'net_sales', 'refunds'] as const;
export type FigureName = (typeof FIGURES)[number];

export const REASONS = [
  'missing_here',
  'missing_there',
  'amount_differs',
  'late_refund',
  'cancelled_later',
  'test_order',
  'tax_rule',
  'gift_card',
  'shipping',
  'discount',
  'other_day',
  'not_itemised',
  'unexplained',
] as const;
export type Reason = (typeof REASONS)[number];

const day = z.iso.date().refine((text) => /^(19|20|21)\d\d-/.test(text), 'instant_out_of_range');
const month = z.string().regex(/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/);
const amount = z.number().int().min(-1e13).max(1e13);
const figure = z.enum(FIGURES).default('total_sales');
const number = z
  .string()
  .min(1)
  .max(128)
  .refine((value) => value.isWellFormed() && !value.includes('\0'), 'text_invalid');
const channel = z.coerce.number().int().min(1).max(1e9);

/** What the platform says: the figure of each day, and if it likes, of which orders it is made. The same day again replaces it. */
export const givenStatements = z.strictObject({
  figure,
  days: z
    .array(
      z.strictObject({
        day,
        amount,
        orders: z.array(z.strictObject({ number, amount })).max(20_000).nullable().default(null),
      }),
    )
    .min(1)
    .max(400),
});
export type GivenStatements = z.output<typeof givenStatements>;
export const statementParams = z.strictObject({ id: z.string().regex(/^[1-9]\d{0,8}$/) });
export const stated = z.object({ days: z.number().int(), orders: z.number().int() });

export const monthQuery = z.strictObject({ channel, month, figure });
export type MonthQuery = z.output<typeof monthQuery>;
export const comparedMonth = z.object({
  channel: z.object({ id: z.string(), name: z.string() }),
  currency: z.string(),
  decimals: z.number().int(),
  zone: z.string(),
  /** Days of the month that somebody stated, or on which we count something. */
  items: z.array(
    z.object({
      day: z.string(),
      /** Null: the platform said nothing of this day. */
      platform: z.number().int().nullable(),
      ours: z.number().int(),
      difference: z.number().int().nullable(),
      /** The platform listed its orders. */
      itemised: z.boolean(),
    }),
  ),
});
export type ComparedMonth = z.output<typeof comparedMonth>;

export const dayQuery = z.strictObject({ channel, day, figure });
export type DayQuery = z.output<typeof dayQuery>;
export const explainedDay = z.object({
  day: z.string(),
  currency: z.string(),
  platform: z.number().int(),
  ours: z.number().int(),
  /** Platform less ours: all reasons together come to this. */
  difference: z.number().int(),
  itemised: z.boolean(),
  reasons: z.array(z.object({ reason: z.enum(REASONS), orders: z.number().int(), amount: z.number().int() })),
  /** The largest first; at most 500. */
  items: z.array(
    z.object({
      reason: z.enum(REASONS),
      amount: z.number().int(),
      /** `id` null: we know no such order. Null: no single order. */
      order: z.object({ id: z.string().nullable(), number: z.string() }).nullable(),
      /** False: it fits to the last unit, which may be chance. */
      certain: z.boolean(),
    }),
  ),
});
export type ExplainedDay = z.output<typeof explainedDay>;

export const closeBody = z.strictObject({ channel: z.number().int().min(1).max(1e9), month });
export const closingParams = z.strictObject({ id: z.string().regex(/^[1-9]\d{0,8}$/) });
export const closingFigure = z.strictObject({ figure });
export const closingQuery = listQuery({
  sorts: ['id'],
  sort: '-id',
  filters: { channel: idFilter(), month },
});
export const closingItem = z.object({
  id: z.string(),
  channel: z.object({ id: z.string(), name: z.string() }),
  month: z.string(),
  currency: z.string(),
  closed_at: z.iso.datetime(),
  closed_by: z.string(),
  reopened_at: z.iso.datetime().nullable(),
  reopened_by: z.string().nullable(),
});
export type ClosingItem = z.output<typeof closingItem>;
export const closingPage = pageOf(closingItem);

export const closingDetail = closingItem.extend({
  /** False: the lake has not come to the moment of closing yet. */
  ready: z.boolean(),
  figures: z.array(
    z.object({
      name: z.string(),
      unit: z.enum(['money', 'count']),
      title: z.object({ en: z.string(), zh: z.string() }),
      closed: z.number().int(),
      now: z.number().int(),
      restated: z.number().int(),
    }),
  ),
  /** Orders of which something was learned after closing, with what that changed of the figure asked for; the largest first, at most 200. */
  orders: z.array(z.object({ id: z.string(), number: z.string(), amount: z.number().int() })),
});
export type ClosingDetail = z.output<typeof closingDetail>;
