/** Everything somebody did, latest first by when it happened: an import brings years that are older than yesterday's visit. */
import { ORDER_EVENTS } from '#events/orders';
import { Problem } from '#platform/errors';
import type { CustomerId } from '#platform/ids';
import type { EventLog, EventType, JsonObject } from '#platform/log';
import type { Db } from '#platform/postgres';
import type { Vault } from '#platform/vault';
import type { EventDetail, TimelineKind, TimelineQuery } from './contract.ts';
import { showEvents } from './show-event.ts';

/** Names are those of Segment's e-commerce specification. */
const KINDS: Record<TimelineKind, { types?: readonly EventType[]; events?: readonly string[] }> = {
  browse: {
    types: ['page', 'screen'],
    events: [
      'Product Viewed',
      'Product Clicked',
      'Product List Viewed',
      'Products Searched',
      'Product Added to Wishlist',
    ],
  },
  cart: {
    events: [
      'Product Added',
      'Product Removed',
      'Cart Viewed',
      'Checkout Started',
      'Checkout Step Viewed',
      'Checkout Step Completed',
      'Payment Info Entered',
      'Coupon Entered',
      'Coupon Applied',
    ],
  },
  order: { events: [...Object.values(ORDER_EVENTS), 'Order Completed'] },
  identity: { types: ['identify', 'alias', 'group'], events: ['Customers Merged', 'Customer Merge Undone'] },
};

export type TimelineParts = { db: Db; log: EventLog; vault: Vault };

/** `customers`: all profiles of the person. Throws `body_invalid` for a cursor that is none. */
export async function timeline(
  parts: TimelineParts,
  customers: readonly CustomerId[],
  query: TimelineQuery,
  maySee: boolean,
): Promise<{ items: EventDetail[]; next: string | null }> {
  const before = beforeOf(query);
  const events = await parts.log.history(parts.db, {
    customers,
    limit: query.limit + 1,
    ...(before && { before }),
    ...(query.kind && KINDS[query.kind]),
  });
  const shown = events.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: await showEvents(parts, shown, maySee),
    next: events.length > query.limit && last ? `${last.timestamp.getTime()}.${last.position}` : null,
  };
}

function beforeOf({ after, before }: TimelineQuery): { at: Date; position: number } | null {
  if (after !== undefined) {
    const [, ms, position] = /^(-?\d{1,14})\.(\d{1,15})$/.exec(after) ?? [];
    if (ms === undefined || position === undefined)
      throw new Problem('body_invalid', { fields: [{ field: 'after', code: 'field_invalid' }] });
    return { at: new Date(Number(ms)), position: Number(position) };
  }
  return before === undefined ? null : { at: new Date(before), position: 0 };
}

const MOST_EXPORTED = 100_000;

/** What a profile did, as she may take it along. */
export async function exportedEvents(parts: TimelineParts, customer: CustomerId): Promise<JsonObject[]> {
  const events = await parts.log.history(parts.db, { customers: [customer], limit: MOST_EXPORTED });
  return (await showEvents(parts, events, true)) as unknown as JsonObject[];
}
