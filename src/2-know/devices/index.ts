/**
 * Devices: what somebody uses to come to the shop, read off the events that her browsers and apps send: kind, system, browser, since when,
 * how many events.
 *
 * It guarantees: every event counts once, whatever is killed in between; what a device says of itself is sealed under her key, and what leads to
 * it (anonymous ids) is shown by role; of one profile the fifty used last are kept, so that a till under one name stays small.
 * It leaves to `know/customers` who somebody is: a device proves nothing, and two people may share one.
 */
export { devicesOfCustomer } from './show-devices.ts';
