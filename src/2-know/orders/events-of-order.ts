/** What an order that was written says in the log: what happened, and by how much the figures change. */
import { ORDER_EVENTS, type OrderEvent, type OrderEventName } from '#events/orders';
import type { ChannelRow } from '#know/channels';
import { type CustomerId, HOUSE, type OrderId } from '#platform/ids';
import type { NewEvent, Origin } from '#platform/log';
import { difference, type Entry, entriesOf, type Order, totalOf } from './order.ts';

export type WrittenOrder = {
  orderId: OrderId;
  customerId: CustomerId;
  order: Order;
  digest: Buffer;
  version: Date | null;
  rank: number;
  before: { order: Order; customerId: CustomerId } | null;
  /** Sealed under the key of `customerId`. */
  personal: Buffer | null;
  /** Our product, by what the channel calls the variant. */
  productOf(soldAs: string): number | null;
};

/** `back`: what was said before is taken back. */
type Around = { channel: ChannelRow; origin: Origin; at: Date; back?: boolean };

export function eventsOf(written: WrittenOrder, around: Around): NewEvent[] {
  const { before, order, customerId } = written;
  const now = entriesOf(order);
  if (!before) return happened(written, customerId, difference([], now), around);
  const was = entriesOf(before.order);
  if (before.customerId === customerId && countsFor(before.order) === countsFor(order))
    return happened(written, customerId, difference(was, now), around);
  // Somebody else's now, or of another campaign or country: it counts for nothing where it was, and for all of it where it is.
  const gone = { ...written, order: { ...order, ...placeOf(before.order) }, personal: null };
  return [
    ...happened(gone, before.customerId, difference(was, []), { ...around, back: true }),
    ...happened(written, customerId, difference([], now), around),
  ];
}

const placeOf = ({ campaign, country }: Order): Pick<Order, 'campaign' | 'country'> => ({
  campaign,
  country,
});
const countsFor = (order: Order): string => JSON.stringify(placeOf(order));

const GIVEN_BACK: ReadonlySet<Entry['kind']> = new Set(['refund', 'returned']);
const BESIDE: ReadonlySet<Entry['kind']> = new Set(['shipping', 'tax', 'tax_included']);
const CALLED_OFF: ReadonlySet<Entry['kind']> = new Set(['cancelled', 'kept']);

function happened(
  written: WrittenOrder,
  whose: CustomerId,
  entries: readonly Entry[],
  around: Around,
): NewEvent[] {
  const { order, before } = written;
  const isNew = before === null || before.customerId !== whose;
  const cancelled = order.cancelledAt !== null;
  const refundedAt = new Set(order.refunds.flatMap(({ at, beside }) => (beside ? [at.getTime()] : [])));
  const back = entries.filter(
    ({ kind, at, amount }) =>
      GIVEN_BACK.has(kind) || (BESIDE.has(kind) && amount < 0 && refundedAt.has(at.getTime())),
  );
  const off =
    cancelled && !isNew
      ? entries.filter(({ kind }) => CALLED_OFF.has(kind))
      : entries.filter(({ kind }) => kind === 'cancelled');
  const rest = entries.filter((entry) => !back.includes(entry) && !off.includes(entry));
  const lastRefund = new Date(
    Math.max(...order.refunds.map(({ at }) => at.getTime()), order.placedAt.getTime()),
  );
  const event = (name: OrderEventName, at: Date, own: readonly Entry[]): NewEvent[] =>
    own.length > 0 ? [newEvent({ ...written, customerId: whose }, { name, at, entries: own }, around)] : [];
  const main =
    order.kind === 'adjustment' ? ORDER_EVENTS.adjusted : isNew ? ORDER_EVENTS.placed : ORDER_EVENTS.changed;
  return [
    ...event(main, isNew ? order.placedAt : (written.version ?? around.at), rest),
    ...event(ORDER_EVENTS.refunded, lastRefund, back),
    ...event(ORDER_EVENTS.cancelled, order.cancelledAt ?? around.at, off),
  ];
}

type Happening = { name: OrderEventName; at: Date; entries: readonly Entry[] };

function newEvent(
  written: WrittenOrder,
  { name, at, entries }: Happening,
  { channel, origin, at: now, back = false }: Around,
): NewEvent {
  const { order, digest, customerId } = written;
  const properties: OrderEvent = {
    channel_id: channel.channel_id,
    order_id: order.platformId,
    order: written.orderId,
    currency: order.currency,
    total: totalOf(order),
    placed_at: order.placedAt.getTime(),
    ...(order.campaign !== null && { campaign: order.campaign }),
    ...(order.country !== null && { country: order.country }),
    products: name === ORDER_EVENTS.placed ? productsOf(order) : [],
    entries: entries.map((entry) => ({
      kind: entry.kind,
      at: entry.at.getTime(),
      amount: entry.amount,
      quantity: entry.quantity,
      product_id: entry.product === null ? null : written.productOf(entry.product),
    })),
  };
  // All that orders versions: an order that comes back to what it was says so again.
  const instant = written.version?.getTime() ?? '';
  const fingerprint = digest.toString('hex').slice(0, 16);
  const version = `${instant}.${written.rank}.${fingerprint}`;
  return {
    sourceId: HOUSE,
    messageId: `order:${channel.channel_id}:${written.orderId}:${version}:${customerId}:${name}${back ? ':back' : ''}`,
    type: 'track',
    event: name,
    customerId,
    origin,
    timestamp: at,
    receivedAt: now,
    properties: JSON.stringify(properties),
    context: '{}',
    personal: written.personal,
    fingerprint,
    flags: 0,
    causedBy: null,
    depth: 0,
    schemaVersion: 1,
  };
}

const productsOf = ({ lines }: Order): OrderEvent['products'] =>
  lines.map(({ sold, quantity, unitPrice }) => ({
    product_id: sold.platformProduct,
    ...(sold.sku !== null && { sku: sold.sku }),
    name: sold.title,
    quantity,
    price: Number(unitPrice),
  }));
