/**
 * What the house itself says of somebody: tags that were added and taken away, attributes that were noted. A tag is a label and stands in
 * clear; the value of an attribute is personal and is sealed under her key, as `properties.value` of the event's personal part (null: it was
 * taken away).
 */
import { z } from 'zod';

export const FACT_EVENTS = {
  tagAdded: 'Tag Added',
  tagRemoved: 'Tag Removed',
  attributeNoted: 'Attribute Noted',
} as const;

export const tagChanged = z.object({ tag: z.string() });
export type TagChanged = z.output<typeof tagChanged>;
export const attributeNoted = z.object({ attribute: z.string() });
export type AttributeNoted = z.output<typeof attributeNoted>;
