import { HOUSE } from '#platform/ids';
import type { JsonObject, LoggedEvent } from '#platform/log';
import { factsIn } from './facts.ts';
import type { PastEvent } from './history.ts';

/** An event of the log as definitions look at it. `personal`: what stands sealed in it, opened; null where it cannot be. */
export function pastEvent(event: LoggedEvent, personal: JsonObject | null): PastEvent {
  const { position, customerId, receivedAt, timestamp, sourceId, type, properties, context } = event;
  const told = { type, event: event.event, house: sourceId === HOUSE, properties };
  return {
    ...told,
    position,
    customer: customerId,
    receivedAt: receivedAt.getTime(),
    at: timestamp.getTime(),
    context,
    facts: factsIn({ ...told, personal }),
  };
}
