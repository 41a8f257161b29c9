/** What the console reads of the lake. */
import { z } from 'zod';

export const lakeStatusSchema = z.strictObject({
  reachable: z.boolean(),
  version: z.string().nullable(),
  events: z.number().int().nullable(),
  bytes: z.number().int().nullable(),
  /** Everything up to here is in the lake. */
  position: z.number().int(),
  behind: z.number().int(),
  lag_seconds: z.number(),
  failure: z.strictObject({ message: z.string(), since: z.iso.datetime() }).nullable(),
  rebuild: z
    .strictObject({
      started_at: z.iso.datetime(),
      finished_at: z.iso.datetime().nullable(),
      outcome: z.enum(['running', 'done', 'cancelled', 'failed']),
      copied: z.number().int(),
      total: z.number().int(),
    })
    .nullable(),
  check: z
    .strictObject({
      at: z.iso.datetime(),
      compared: z.number().int(),
      differing: z.number().int(),
      repaired: z.number().int(),
    })
    .nullable(),
});

export type LakeStatus = z.infer<typeof lakeStatusSchema>;
