/** Devices of a customer over HTTP, shared by server and console. */
import { z } from 'zod';

export const DEVICE_KINDS = ['desktop', 'mobile', 'tablet', 'tv', 'bot', 'unknown'] as const;

export const customerParams = z.strictObject({ id: z.string().regex(/^[1-9]\d{0,14}$/) });

export const deviceItem = z.object({
  kind: z.enum(DEVICE_KINDS),
  /** Android, iOS, Windows … */
  os: z.string().nullable(),
  os_version: z.string().nullable(),
  /** The browser; null in an app of the shop's own. */
  browser: z.string().nullable(),
  browser_version: z.string().nullable(),
  app: z.string().nullable(),
  model: z.string().nullable(),
  first_seen: z.iso.datetime(),
  last_seen: z.iso.datetime(),
  events: z.number().int(),
  /** How often it was met under another anonymous id: cookies are lost. */
  visitors: z.number().int(),
  /** The latest of those ids; null where the caller sees no personal values. */
  anonymous_ids: z.array(z.string()).nullable(),
});
export type DeviceItem = z.output<typeof deviceItem>;
export const devicesOf = z.object({ items: z.array(deviceItem), next: z.null() });
export type DevicesOf = z.output<typeof devicesOf>;
