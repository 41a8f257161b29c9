/** What `know/consent` says in the log: what somebody said to a purpose on a channel. */
import { z } from 'zod';

export const CONSENT_EVENTS = { changed: 'Consent Changed' } as const;

export const consentChanged = z.object({
  purpose: z.string(),
  channel: z.string(),
  /** granted, denied, withdrawn. */
  state: z.string(),
  method: z.string(),
  source: z.string(),
  text_version: z.string().nullable(),
});
export type ConsentChanged = z.output<typeof consentChanged>;
