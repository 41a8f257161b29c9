/** Consent over HTTP, shared by server and console. */
import { z } from 'zod';

export const PURPOSES = ['service', 'marketing', 'personalisation', 'third_party'] as const;
export type Purpose = (typeof PURPOSES)[number];

export const REACHED_BY = ['email', 'sms', 'phone', 'push', 'post', 'wechat', 'any'] as const;
export type ReachedBy = (typeof REACHED_BY)[number];

export const CHOICES = ['granted', 'denied', 'withdrawn'] as const;
export type ChoiceState = (typeof CHOICES)[number];

export const METHODS = [
  'form',
  'double_opt_in',
  'phone',
  'store',
  'import',
  'staff',
  'platform',
  'bounce',
  'preference_page',
] as const;
export type Method = (typeof METHODS)[number];

const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((value) => value.isWellFormed() && !value.includes('\0'), 'text_invalid');

const choiceShown = z.object({
  purpose: z.enum(PURPOSES),
  channel: z.enum(REACHED_BY),
  state: z.enum(CHOICES),
  at: z.iso.datetime(),
  method: z.enum(METHODS),
  source: z.string(),
  text_version: z.string().nullable(),
  /** The profile it came to. */
  profile: z.string(),
  actor: z.string(),
});
export type ChoiceShown = z.output<typeof choiceShown>;

export const consentOf = z.object({
  /** What counts now, the most restrictive of all her profiles. */
  standing: z.array(choiceShown),
  /** All that was ever said, the latest first. */
  history: z.array(choiceShown),
});
export type ConsentOf = z.output<typeof consentOf>;

export const consentParams = z.strictObject({ id: z.string().regex(/^[1-9]\d{0,14}$/) });
export const newChoice = z.strictObject({
  purpose: z.enum(PURPOSES),
  channel: z.enum(REACHED_BY),
  state: z.enum(CHOICES),
  method: z.enum(METHODS).default('staff'),
  source: text(200),
  text_version: text(60).nullable().default(null),
});
