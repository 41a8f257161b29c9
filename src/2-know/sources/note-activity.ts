import type { Subscriber } from '#platform/log';
import { addActivity } from './store.ts';

/** Keeps when each source first and last sent something, and how many events a day, in the shop's zone. */
export const noteActivity = (zone: string): Subscriber => ({
  name: 'know/sources: note activity',
  hears: '*',
  startsAt: 'beginning',
  wants: 'envelope',
  batch: 5000,
  on: ({ tx, events }) =>
    addActivity(
      tx,
      events.map((event) => event.sourceId),
      events.map((event) => event.receivedAt),
      zone,
    ),
});
