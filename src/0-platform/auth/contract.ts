/** Staff, sessions and API keys over HTTP, shared by server and console. */
import { z } from 'zod';
import { flagFilter, listQuery, pageOf } from '../lists/contract.ts';

// The same words as in `#platform/http`, which is server code.
export const STAFF_ROLES = ['owner', 'analyst', 'marketer', 'agent', 'operations', 'developer'] as const;
export const staffRole = z.enum(STAFF_ROLES);
export type StaffRole = z.output<typeof staffRole>;

const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((value) => !value.includes('\0'));
const channels = z.array(text(100)).max(200).nullable();
const locale = z.enum(['en', 'zh-CN']);
export const password = z.string().min(12).max(128);

export const me = z.object({
  id: z.string(),
  kind: z.enum(['staff', 'api_key']),
  name: z.string(),
  email: z.string().nullable(),
  role: staffRole,
  channels,
  locale: locale.nullable(),
  two_factor: z.boolean(),
  instance: z.object({
    version: z.string(),
    shop_name: z.string(),
    default_locale: locale,
    sample: z.boolean(),
    /** Nothing has arrived here yet, and one click opens the sample shop. */
    sample_offered: z.boolean(),
    egress_released: z.boolean(),
    restored_from: z.string().nullable(),
    zone: z.string(),
    disk: z.enum(['roomy', 'tight', 'full']),
  }),
});
export type Me = z.output<typeof me>;
export const ownChanges = z.strictObject({ name: text(120), locale }).partial();

/** What the sign-in page may know before anybody signed in. */
export const signInOptions = z.object({
  oidc: z.boolean(),
  sample: z.boolean(),
  /** Somebody who asked for the sample is expected. */
  expects: z.boolean(),
});
export type SignInOptions = z.output<typeof signInOptions>;

export const staffQuery = listQuery({
  sorts: ['name', 'created_at'],
  sort: 'name',
  filters: { role: staffRole, suspended: flagFilter() },
});
export const staffItem = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: staffRole,
  channels,
  two_factor: z.boolean(),
  accepted: z.boolean(),
  suspended: z.boolean(),
  created_at: z.iso.datetime(),
});
export type StaffItem = z.output<typeof staffItem>;
export const staffPage = pageOf(staffItem);
export const staffParams = z.strictObject({ id: z.string().regex(/^[\w-]{1,64}$/) });
export const staffChanges = z.strictObject({ role: staffRole, channels, suspended: z.boolean() }).partial();

export const invitation = z.strictObject({
  email: z.email().max(254),
  name: text(120),
  role: staffRole,
  channels: channels.default(null),
});
/** The only time that the link is shown. `mailed`: it is also on its way to them. */
export const issuedReset = z.object({ link: z.string(), mailed: z.boolean() });
export const invited = issuedReset.extend({ id: z.string() });
export const acceptance = z.strictObject({
  token: z.string().min(20).max(100),
  password,
  name: text(120).optional(),
});
export const accepted = z.object({ email: z.string() });

export const sessionItem = z.object({
  id: z.string(),
  created_at: z.iso.datetime(),
  expires_at: z.iso.datetime(),
  ip: z.string().nullable(),
  user_agent: z.string().nullable(),
  current: z.boolean(),
});
export type SessionItem = z.output<typeof sessionItem>;
export const sessionList = z.object({ items: z.array(sessionItem), next: z.null() });

export const apiKeyQuery = listQuery({
  sorts: ['id', 'name'],
  sort: '-id',
  filters: { role: staffRole, active: flagFilter() },
});
export const apiKeyItem = z.object({
  id: z.string(),
  name: z.string(),
  prefix: z.string(),
  role: staffRole,
  channels,
  created_at: z.iso.datetime(),
  last_used_at: z.iso.datetime().nullable(),
  revoked_at: z.iso.datetime().nullable(),
});
export type ApiKeyItem = z.output<typeof apiKeyItem>;
export const apiKeyPage = pageOf(apiKeyItem);
export const newApiKey = z.strictObject({
  name: text(120),
  role: staffRole,
  channels: channels.default(null),
});
/** The only time that the key is shown. */
export const madeApiKey = z.object({ id: z.string(), api_key: z.string() });
export const apiKeyParams = z.strictObject({ id: z.string().regex(/^[1-9]\d{0,14}$/) });
