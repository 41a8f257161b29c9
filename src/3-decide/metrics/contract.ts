/** Figures over HTTP, shared by server and console. */
import { z } from 'zod';

const words = z.object({ en: z.string(), zh: z.string() });

export const metricItem = z.object({
  name: z.string(),
  unit: z.enum(['money', 'count', 'share']),
  title: words,
  meaning: words,
});
export type MetricItem = z.output<typeof metricItem>;
export const metricList = z.object({ items: z.array(metricItem), next: z.null() });

export const metricParams = z.strictObject({ name: z.string().regex(/^[a-z_]{1,40}$/) });

const day = z.iso.date().refine((text) => /^(19|20|21)\d\d-/.test(text), 'instant_out_of_range');
export const BY = ['day', 'month', 'channel', 'category', 'country', 'campaign', 'none'] as const;
export const metricQuery = z.strictObject({
  /** First day, in the zone of each channel. */
  from: day,
  /** Last day, included. */
  to: day,
  by: z.enum(BY).default('none'),
  channel: z.coerce.number().int().min(1).max(1e9).optional(),
  /** Needed where channels have several: amounts of two currencies are never added. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  /** Of one product: only for figures that are made of lines of orders. */
  product: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
});
export type MetricQuery = z.output<typeof metricQuery>;

export const metricAnswer = z.object({
  name: z.string(),
  /** `CNY minor`: integers in the smallest unit · `count` · `share`: between 0 and 1. */
  unit: z.string(),
  currency: z.string().nullable(),
  /** How many decimals an amount has; 0 for counts. */
  decimals: z.number().int(),
  /** `key`: a day, a month, a channel's id, a category's way, a country (ISO 3166), a campaign, or `all`. */
  items: z.array(z.object({ key: z.string(), value: z.number().nullable() })),
});
export type MetricAnswer = z.output<typeof metricAnswer>;

export const behindQuery = metricQuery.omit({ by: true });
export type BehindQuery = z.output<typeof behindQuery>;
export const behindAnswer = z.object({
  unit: z.enum(['money', 'count']),
  currency: z.string().nullable(),
  items: z.array(z.object({ customer_id: z.string(), name: z.string().nullable(), value: z.number().int() })),
  next: z.null(),
});
export type BehindAnswer = z.output<typeof behindAnswer>;

export const pulseQuery = metricQuery.omit({ by: true, currency: true, product: true }).extend({
  currency: z.string().regex(/^[A-Z]{3}$/),
});
export type PulseQuery = z.output<typeof pulseQuery>;
export const pulseAnswer = z.object({
  currency: z.string(),
  decimals: z.number().int(),
  /** The stretch it is compared with. */
  before: z.object({ from: z.string(), to: z.string() }),
  items: z.array(z.object({ name: z.string(), value: z.number().nullable(), before: z.number().nullable() })),
});
export type PulseAnswer = z.output<typeof pulseAnswer>;
