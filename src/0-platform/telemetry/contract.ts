/** Health over HTTP, shared by server and console. */
import { z } from 'zod';

export const healthReport = z.object({
  name: z.string(),
  level: z.enum(['ok', 'warning', 'failing']),
  en: z.string(),
  zh: z.string(),
  figures: z.record(z.string(), z.union([z.number(), z.string(), z.null()])).optional(),
});
export const health = z.object({ items: z.array(healthReport) });

export const subscribers = z.object({
  items: z.array(
    z.object({
      name: z.string(),
      position: z.number().int(),
      behind: z.number().int(),
      lag_seconds: z.number(),
      failure: z
        .object({ message: z.string(), since: z.iso.datetime(), attempts: z.number().int() })
        .nullable(),
    }),
  ),
});
