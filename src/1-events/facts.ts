/** What the house itself says of somebody: tags that were added and taken away, attributes that were noted. */
import { z } from 'zod';

export const FACT_EVENTS = {
  tagAdded: 'Tag Added',
  tagRemoved: 'Tag Removed',
  attributeNoted: 'Attribute Noted',
} as const;

export const tagChanged = z.object({ tag: z.string() });
export const attributeNoted = z.object({ attribute: z.string(), value: z.json() });
