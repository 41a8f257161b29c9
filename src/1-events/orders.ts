/**
 * What `know/orders` says in the log. Written by the house from what a channel tells of an order; a shop's own tracked `Order Completed` is
 * behaviour, and never counted beside it. Amounts are integers in minor units of `currency`.
 */
import { z } from 'zod';

export const ORDER_EVENTS = {
  placed: 'Order Placed',
  changed: 'Order Changed',
  cancelled: 'Order Cancelled',
  refunded: 'Order Refunded',
  adjusted: 'Sales Adjusted',
} as const;
export type OrderEventName = (typeof ORDER_EVENTS)[keyof typeof ORDER_EVENTS];

/** What this event adds to the figures: all events of an order together are what it counts for. */
export const orderEntry = z.object({
  kind: z.string(),
  /** The instant of the day it counts on, in milliseconds since 1970. */
  at: z.number().int(),
  amount: z.number().int(),
  quantity: z.number().int(),
  product_id: z.number().int().nullable(),
});

export const orderEvent = z.object({
  channel_id: z.number().int(),
  /** The channel's number of the order. */
  order_id: z.string(),
  order: z.number().int(),
  currency: z.string(),
  total: z.number().int(),
  placed_at: z.number().int(),
  coupon: z.string().optional(),
  campaign: z.string().optional(),
  /** Where it goes: ISO 3166. */
  country: z.string().optional(),
  products: z.array(
    z.object({
      product_id: z.string(),
      sku: z.string().optional(),
      name: z.string(),
      quantity: z.number(),
      price: z.number(),
    }),
  ),
  entries: z.array(orderEntry),
});
export type OrderEvent = z.output<typeof orderEvent>;
