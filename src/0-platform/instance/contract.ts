/** The installation's settings over HTTP, shared by server and console. */
import { z } from 'zod';

export const instanceSettings = z.object({
  shop_name: z.string(),
  default_locale: z.enum(['en', 'zh-CN']),
  /** Set where the installation is started, not here. */
  zone: z.string(),
  public_url: z.string().nullable(),
});
export type InstanceSettings = z.output<typeof instanceSettings>;

export const instanceChanges = z
  .strictObject({
    shop_name: z
      .string()
      .trim()
      .max(120)
      .refine((value) => !value.includes('\0')),
    default_locale: z.enum(['en', 'zh-CN']),
  })
  .partial();
