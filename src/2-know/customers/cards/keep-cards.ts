/** The subscriber that notices what makes a card old: an order of hers, or that she was here. What is known of her is marked by those who learn it. */
import { ORDER_EVENTS } from '#events/orders';
import { BoundedMap } from '#platform/bounded';
import type { CustomerId } from '#platform/ids';
import type { Subscriber } from '#platform/log';
import { mark, noteActivity } from './store.ts';

const HOUR = 3_600_000;
const REMEMBERED = 300_000;
const ORDERS: ReadonlySet<string> = new Set(Object.values(ORDER_EVENTS));

/** That she was here is noted once an hour: each note writes four indexes. */
export function keepingCards(): Subscriber {
  const noted = new BoundedMap<CustomerId, number>(REMEMBERED);
  return {
    name: 'know/customers: keep cards',
    hears: '*',
    startsAt: 'beginning',
    batch: 5000,
    async on({ tx, events }) {
      const changed = new Set<CustomerId>();
      const here = new Map<CustomerId, Date>();
      for (const { customerId, event, timestamp } of events) {
        if (ORDERS.has(event)) changed.add(customerId);
        const hour = Math.floor(timestamp.getTime() / HOUR);
        if (hour <= (noted.get(customerId) ?? 0)) continue;
        noted.set(customerId, hour);
        if ((here.get(customerId)?.getTime() ?? 0) < timestamp.getTime()) here.set(customerId, timestamp);
      }
      for (const customer of changed) here.delete(customer);
      await noteActivity(tx, here);
      await mark(tx, [...changed]);
    },
  };
}
