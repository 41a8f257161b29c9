/** Sources over HTTP, shared by server and console. */
import { z } from 'zod';
import { flagFilter, listQuery, pageOf } from '#platform/lists/contract';

export const SOURCE_KINDS = [
  'web',
  'app',
  'server',
  'store',
  'call_centre',
  'courier',
  'marketplace',
  'social',
] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

// The same words as in `key.ts`, which is server code.
export const keyKind = z.enum(['server', 'browser']);
export const keyState = z.enum(['active', 'revoked']);

const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((value) => !value.includes('\0'));
const sourceKind = z.enum(SOURCE_KINDS);
const distinct = (values: string[]): boolean => new Set(values).size === values.length;
const names = z.array(text(200)).max(500).refine(distinct);

/** `https://shop.example.com`: scheme, host and port, as browsers send it in `Origin`. */
const origin = z
  .string()
  .max(300)
  .refine((value) => URL.canParse(value) && /^https?:/.test(value) && new URL(value).origin === value);

const settings = {
  /** Names of events it may send; null for any. */
  allowed_events: names.nullable(),
  /** Names of properties that are not personal and may be kept in clear. */
  clear_properties: names,
  /** Web origins its browser keys work from; null for any. */
  allowed_origins: z.array(origin).max(100).refine(distinct).nullable(),
};

export const newSource = z.strictObject({
  name: text(80),
  kind: sourceKind,
  allowed_events: settings.allowed_events.default(null),
  clear_properties: settings.clear_properties.default([]),
  allowed_origins: settings.allowed_origins.default(null),
});

/** What is not named stays as it is. */
export const sourceChanges = z.strictObject({ name: text(80), enabled: z.boolean(), ...settings }).partial();

export const sourceQuery = listQuery({
  sorts: ['id', 'name', 'last_event_at'],
  sort: 'id',
  filters: { kind: sourceKind, enabled: flagFilter() },
});

export const keyItem = z.object({
  id: z.string(),
  kind: keyKind,
  /** The first characters; the key itself is shown only when it is made. */
  prefix: z.string(),
  state: keyState,
  created_at: z.iso.datetime(),
  revoked_at: z.iso.datetime().nullable(),
});

export const sourceItem = z.object({
  id: z.string(),
  name: z.string(),
  kind: sourceKind,
  enabled: z.boolean(),
  created_at: z.iso.datetime(),
  disabled_at: z.iso.datetime().nullable(),
  allowed_events: z.array(z.string()).nullable(),
  clear_properties: z.array(z.string()),
  allowed_origins: z.array(z.string()).nullable(),
  /** A secret for signed user ids was issued; it is never shown again. */
  signs_users: z.boolean(),
  active_keys: z.number().int(),
  first_event_at: z.iso.datetime().nullable(),
  last_event_at: z.iso.datetime().nullable(),
  events: z.number().int(),
});
export type SourceItem = z.output<typeof sourceItem>;

export const sourceDetail = sourceItem.extend({
  keys: z.array(keyItem),
  /** The last 30 days that had events, in the shop's zone, newest first. */
  days: z.array(z.object({ day: z.iso.date(), events: z.number().int() })),
});
export type SourceDetail = z.output<typeof sourceDetail>;

export const sourcePage = pageOf(sourceItem);

const id = z.string().regex(/^[1-9]\d{0,8}$/);
export const sourceParams = z.strictObject({ id });
export const keyParams = z.strictObject({ id, key_id: id });

export const newKey = z.strictObject({ kind: keyKind });
/** The only time that the write key is shown. */
export const madeKey = z.object({ id: z.string(), write_key: z.string() });
/** The only time that the secret is shown. */
export const madeSecret = z.object({ user_token_secret: z.string() });
