/** Preferences of a customer over HTTP, shared by server and console. */
import { z } from 'zod';
import { habits } from '#know/orders/contract';

export const PREFERENCES = [
  'language',
  'channel',
  'contact_time',
  'categories',
  'brands',
  'sizes',
  'other',
] as const;
export type PreferenceName = (typeof PREFERENCES)[number];
export const CHANNELS = ['email', 'sms', 'phone', 'wechat', 'push', 'post'] as const;
export const MOST_ENTRIES = 20;

const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((value) => value.isWellFormed() && !value.includes('\0'), 'text_invalid');
const list = z.array(text(60)).min(1).max(MOST_ENTRIES);

export const customerParams = z.strictObject({ id: z.string().regex(/^[1-9]\d{0,14}$/) });

/** Null takes one away; what is not named stays. */
export const givenPreferences = z.strictObject({
  values: z.strictObject({
    /** BCP 47: `zh-CN`. */
    language: z
      .string()
      .regex(/^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}$/)
      .nullish(),
    channel: z.enum(CHANNELS).nullish(),
    contact_time: text(80).nullish(),
    categories: list.nullish(),
    brands: list.nullish(),
    sizes: list.nullish(),
    other: text(500).nullish(),
  } satisfies Record<PreferenceName, z.ZodType>),
});
export type GivenPreferences = z.output<typeof givenPreferences>['values'];

export const statedItem = z.object({
  name: z.enum(PREFERENCES),
  /** Null where the caller sees no personal values. */
  value: z.union([z.string(), z.array(z.string())]).nullable(),
  /** `customer`: she said so in a preference centre; `staff`: typed in here; `trait`: sent along by the shop. */
  from: z.enum(['customer', 'staff', 'trait']),
  /** Who typed it in. */
  by: z.string().nullable(),
  at: z.iso.datetime(),
});
export type StatedItem = z.output<typeof statedItem>;

export const preferencesOf = z.object({
  stated: z.array(statedItem),
  /** Counted from her latest orders. */
  counted: habits,
});
export type PreferencesOf = z.output<typeof preferencesOf>;
