/** Addresses of a customer over HTTP, shared by server and console. */
import { z } from 'zod';

export const MOST_LABEL = 60;

export const customerParams = z.strictObject({ id: z.string().regex(/^[1-9]\d{0,14}$/) });
export const addressParams = z.strictObject({
  ...customerParams.shape,
  address: z.string().regex(/^[0-9a-f]{1,24}$/),
});

/** What is not named stays; an empty label takes it away. */
export const addressChanges = z.strictObject({
  label: z
    .string()
    .trim()
    .max(MOST_LABEL)
    .refine((value) => value.isWellFormed() && !value.includes('\0'), 'text_invalid')
    .optional(),
  default: z.boolean().optional(),
});
export type AddressChanges = z.output<typeof addressChanges>;

const part = z.string().nullable();
const place = z.object({
  name: part,
  phone: part,
  company: part,
  street: part,
  district: part,
  city: part,
  state: part,
  postal_code: part,
  country: part,
});
export type Place = z.output<typeof place>;

export const addressItem = z.object({
  id: z.string(),
  /** Null where the caller may not see it. */
  label: z.string().nullable(),
  /** Null where the caller may not see where she lives. */
  place: place.nullable(),
  country: z.string().nullable(),
  default: z.boolean(),
  /** `order`: something was sent there; `said`: a sender told it; `staff`: somebody here named or chose it. */
  sources: z.array(z.enum(['order', 'said', 'staff'])),
  /** Of the latest 300 orders. */
  orders: z.number().int(),
  first_at: z.iso.datetime(),
  last_at: z.iso.datetime(),
});
export type AddressItem = z.output<typeof addressItem>;
export const addressesOf = z.object({ items: z.array(addressItem), next: z.null() });
export type AddressesOf = z.output<typeof addressesOf>;
