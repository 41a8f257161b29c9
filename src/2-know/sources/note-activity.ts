import type { LoggedEvent, Subscriber } from '#platform/log';
import { type Arrivals, addActivity } from './store.ts';

const MINUTE = 60_000;

/** Keeps when each source first and last sent something, and how many events a day, in the shop's zone. */
export const noteActivity = (zone: string): Subscriber => ({
  name: 'know/sources: note activity',
  hears: '*',
  startsAt: 'beginning',
  batch: 5000,
  on: ({ tx, events }) => addActivity(tx, arrivalsIn(events), zone),
});

/** By source and minute: no zone's day begins within one. */
function arrivalsIn(events: readonly LoggedEvent[]): Arrivals[] {
  const arrivals = new Map<string, Arrivals>();
  for (const { sourceId, receivedAt } of events) {
    const name = `${sourceId} ${Math.floor(receivedAt.getTime() / MINUTE)}`;
    const known = arrivals.get(name);
    if (!known) {
      arrivals.set(name, { sourceId, first: receivedAt, last: receivedAt, events: 1 });
      continue;
    }
    known.events++;
    if (receivedAt < known.first) known.first = receivedAt;
    if (receivedAt > known.last) known.last = receivedAt;
  }
  return [...arrivals.values()];
}
