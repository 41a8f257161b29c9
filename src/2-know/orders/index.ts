/**
 * Orders, as their channels know them: lines, adjustments, payments, refunds, and what they count for.
 *
 * It guarantees: an order is (channel, its number) and one, whatever it comes by; order and events are written in one transaction; the same
 * again changes nothing, an older version never overwrites a newer one; amounts are integers that add up; the entries of its
 * events, taken together, are what it counts for.
 * It leaves to `decide/metrics` what the figures are called, and to `act` what is done with an order.
 */

export { boughtBy, buyersOf } from './bought/store.ts';
export { channelCustomer } from './given-order.ts';
export type { Order, OrderLine } from './order.ts';
export { type ParcelRecord, recordParcels } from './parcels/record-parcels.ts';
export {
  type OrderRecord,
  type RecordParts,
  recordOrders,
} from './record-orders.ts';
