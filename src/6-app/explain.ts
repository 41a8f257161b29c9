/**
 * Who hears an event, in the order of the wiring: for `bin/regulars explain 'Order Completed'` and for docs/map.md. Each subscriber follows
 * the log from a cursor of its own, so the order says where to read, not who waits for whom.
 */
import type { Module } from '#platform/module';

export type Hearer = { module: string; subscriber: string; everything: boolean };

export const explain = (
  modules: readonly Pick<Module, 'name' | 'subscribers'>[],
  eventName: string,
): Hearer[] =>
  modules.flatMap(({ name, subscribers = [] }) =>
    subscribers
      .filter(({ hears }) => hears === '*' || hears.includes(eventName))
      .map((subscriber) => ({
        module: name,
        subscriber: subscriber.name,
        everything: subscriber.hears === '*',
      })),
  );

/** Every name that some subscriber asks for, sorted; those who hear everything add none. */
export const namesHeard = (modules: readonly Pick<Module, 'subscribers'>[]): string[] =>
  [
    ...new Set(
      modules.flatMap(({ subscribers = [] }) =>
        subscribers.flatMap(({ hears }) => (hears === '*' ? [] : [...hears])),
      ),
    ),
  ].sort();
