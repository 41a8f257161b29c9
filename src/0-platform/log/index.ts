/**
 * The event log, spine of the house: append-only, in commit order, deduplicated for 30 days, partitioned by month.
 *
 * It guarantees: what `append` returned as stored is durable once the caller's transaction commits; positions ascend in
 * commit order, so a reader that follows them skips nothing; the same (source, message id) is stored once; subscribers
 * see every event exactly once in effect, in order.
 * It leaves to others: who a customer is, what a name means, and keeping personal values out of `properties`.
 */

export { Backlog } from './backlog.ts';
export {
  EVENT_TYPES,
  type EventType,
  FLAGS,
  type Json,
  type JsonObject,
  type LoggedEvent,
  type NewEvent,
  ORIGINS,
  type Origin,
  type Verdict,
} from './event.ts';
export { createEventLog, type EventFilter, type EventLog } from './event-log.ts';
export { readAhead } from './read-ahead.ts';
export { deliverOnce, runSubscribers } from './run-subscribers.ts';
export { subscriberStatus } from './status.ts';
export type { Delivery, Subscriber, SubscriberStatus } from './subscriber.ts';
export { listenToLog, type Wakeup } from './wakeup.ts';
