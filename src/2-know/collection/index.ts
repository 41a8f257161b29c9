/**
 * Collection: the door through which every event of a shop comes in, in the words of Segment's API.
 *
 * It guarantees: an event answered as stored is durable and will be in the log exactly once; each event of a request gets a verdict of
 * its own; what is rejected is kept with its reason and can be corrected and replayed; personal values are sealed before they
 * touch a disk; it says no (429, 503) before it makes anybody wait.
 * It leaves to `know/sources` who may send, to `know/customers` whose event it is, to `#platform/log` order and repetition.
 */
export { type Collector, createCollector, type EventVerdict } from './collector.ts';
