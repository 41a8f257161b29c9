/**
 * An order as a channel knows it, whatever way it came by, and what follows from it: sums, states and the entries that figures are made of.
 * Pure. Amounts are integers in minor units of the order's currency; unit prices may be finer and are decimal text.
 */
import type { SoldVariant } from '#know/catalog';

export const LINE_KINDS = ['goods', 'postage', 'fee', 'adjustment', 'gift_card'] as const;
export type LineKind = (typeof LINE_KINDS)[number];

export type OrderLine = {
  /** Unique within the order. */
  platformId: string;
  sold: SoldVariant;
  quantity: number;
  /** Of one piece, before discounts. */
  unitPrice: string;
  /** Quantity × unit price, rounded once. */
  amount: number;
  /** What was taken off this line, ≥ 0. */
  discount: number;
};

/** What an order costs beside its lines: `amount` is signed, a discount is negative. */
export const ADJUSTMENT_KINDS = ['discount', 'shipping', 'tax', 'fee', 'gift_card', 'rounding'] as const;
export type Adjustment = { kind: (typeof ADJUSTMENT_KINDS)[number]; amount: number; label: string };

export type Payment = {
  platformId: string;
  method: string;
  amount: number;
  at: Date;
  state: 'authorised' | 'paid' | 'failed' | 'voided';
};

/** Money that went back, or was granted to go back. */
export type Refund = {
  platformId: string;
  at: Date;
  /** All of it, ≥ 0. */
  amount: number;
  /** Of it, for goods; the rest is shipping, tax or goodwill. */
  lines: readonly { line: string; quantity: number; amount: number }[];
  /**
   * What was given back beside lines, where the platform says so. `other`: goodwill; below nothing where less than the lines was given back
   * (a fee was kept).
   */
  beside?: { shipping: number; tax: number; other: number };
  reason: string;
};

export const FULFILMENT_STATES = ['unfulfilled', 'partially_fulfilled', 'fulfilled'] as const;

export type Order = {
  platformId: string;
  /** As people write it. */
  number: string;
  /**
   * `sale`; `credit`: goods or money given back without saying for which order, lines negative; `adjustment`: a booking that is
   * nobody's order (bad debt, a correction).
   */
  kind: 'sale' | 'credit' | 'adjustment';
  placedAt: Date;
  currency: string;
  /** Made to try the shop: in no figure. */
  test: boolean;
  /** Prices hold the tax already. */
  taxIncluded: boolean;
  lines: readonly OrderLine[];
  adjustments: readonly Adjustment[];
  payments: readonly Payment[];
  refunds: readonly Refund[];
  cancelledAt: Date | null;
  cancelReason: string | null;
  fulfilment: (typeof FULFILMENT_STATES)[number];
  completedAt: Date | null;
  /** Which message or link it is credited to by the platform. */
  campaign: string | null;
  /** Where it goes: ISO 3166; null where nobody said. */
  country: string | null;
};

const sum = <T>(items: readonly T[], amountOf: (item: T) => number): number =>
  items.reduce((total, item) => total + amountOf(item), 0);

/** Tax that prices hold already is said, and not added. */
export const totalOf = ({ lines, adjustments, taxIncluded }: Order): number =>
  sum(lines, ({ amount, discount }) => amount - discount) +
  sum(
    adjustments.filter(({ kind }) => kind !== 'tax' || !taxIncluded),
    ({ amount }) => amount,
  );

export const refundedOf = ({ refunds }: Order): number => sum(refunds, ({ amount }) => amount);
export const paidOf = ({ payments }: Order): number =>
  sum(
    payments.filter(({ state }) => state === 'paid'),
    ({ amount }) => amount,
  );

export type PaymentState = 'pending' | 'paid' | 'partially_paid' | 'partially_refunded' | 'refunded';

export function paymentStateOf(order: Order): PaymentState {
  const [total, paid, refunded] = [totalOf(order), paidOf(order), refundedOf(order)];
  if (refunded > 0) return refunded >= total ? 'refunded' : 'partially_refunded';
  if (paid >= total) return 'paid';
  return paid > 0 ? 'partially_paid' : 'pending';
}

export type OrderState = 'pending' | 'paid' | 'partially_fulfilled' | 'fulfilled' | 'completed' | 'cancelled';

/** DOMAIN: one state for people; payment and fulfilment are kept apart. */
export function stateOf(order: Order): OrderState {
  if (order.cancelledAt) return 'cancelled';
  if (order.completedAt || order.kind !== 'sale') return 'completed';
  if (order.fulfilment !== 'unfulfilled') return order.fulfilment;
  return paymentStateOf(order) === 'pending' || paymentStateOf(order) === 'partially_paid'
    ? 'pending'
    : 'paid';
}

/**
 * `gross`: lines at their price · `discount`, `shipping`, `tax`, `fee`, `gift_card`, `rounding` · `tax_included`: tax that the prices hold
 * already, never added to them · `returned`, `cancelled`: lines that were given back or called off · `refund`: all money that went
 * back · `adjustment`: bookings that are no orders · `placed`, `kept`: orders.
 */
export type EntryKind =
  | 'gross'
  | Adjustment['kind']
  | 'tax_included'
  | 'returned'
  | 'cancelled'
  | 'refund'
  | 'adjustment'
  | 'placed'
  | 'kept';

/** One amount of one kind on one day: what figures add up. `product`: what the channel calls the variant. */
export type Entry = { kind: EntryKind; at: Date; amount: number; quantity: number; product: string | null };

/** Everything an order counts for now. An order to try the shop counts for nothing. */
export function entriesOf(order: Order): Entry[] {
  if (order.test) return [];
  const { kind, placedAt: at } = order;
  if (kind === 'adjustment') return [{ kind, at, amount: totalOf(order), quantity: 0, product: null }];
  if (kind === 'credit') return creditEntries(order);
  return [
    ...saleEntries(order),
    ...order.refunds.flatMap((refund) => refundEntries(order, refund)),
    ...cancelEntries(order),
  ];
}

/** Pieces are counted of goods only; a gift card is money to be spent later, not a sale. */
const lineEntry = (
  kind: 'gross' | 'returned' | 'cancelled',
  at: Date,
  sold: SoldVariant,
  { amount, quantity }: { amount: number; quantity: number },
): Entry => ({
  kind: sold.kind === 'gift_card' ? 'gift_card' : kind,
  at,
  amount,
  quantity: sold.kind === 'goods' ? quantity : 0,
  product: sold.platformId,
});

function saleEntries(order: Order): Entry[] {
  const at = order.placedAt;
  const total = totalOf(order);
  const kept = order.cancelledAt ? { amount: 0, quantity: 0 } : { amount: total, quantity: 1 };
  return [
    { kind: 'placed', at, amount: total, quantity: 1, product: null },
    { kind: 'kept', at, ...kept, product: null },
    ...order.lines.flatMap((line): Entry[] => [
      lineEntry('gross', at, line.sold, line),
      { kind: 'discount', at, amount: -line.discount, quantity: 0, product: line.sold.platformId },
    ]),
    ...order.adjustments.map(
      ({ kind, amount }): Entry => ({
        kind: kind === 'tax' && order.taxIncluded ? 'tax_included' : kind,
        at,
        amount,
        quantity: 0,
        product: null,
      }),
    ),
  ];
}

function creditEntries(order: Order): Entry[] {
  const at = order.placedAt;
  return [
    { kind: 'refund', at, amount: totalOf(order), quantity: 0, product: null },
    ...order.lines.map((line) =>
      lineEntry('returned', at, line.sold, { amount: line.amount - line.discount, quantity: line.quantity }),
    ),
  ];
}

function refundEntries(order: Order, refund: Refund): Entry[] {
  const { at, amount, lines } = refund;
  const soldAs = new Map(order.lines.map((line) => [line.platformId, line.sold]));
  return [
    { kind: 'refund', at, amount: -amount, quantity: 0, product: null },
    ...lines.flatMap((back): Entry[] => {
      const sold = soldAs.get(back.line);
      return sold
        ? [lineEntry('returned', at, sold, { amount: -back.amount, quantity: -back.quantity })]
        : [];
    }),
    ...besideEntries(order, refund),
  ];
}

/** What goes back of shipping and tax takes off what was asked for them; goodwill is a return of no line. */
function besideEntries({ taxIncluded }: Order, { at, beside }: Refund): Entry[] {
  if (!beside) return [];
  const parts = [
    ['shipping', beside.shipping],
    [taxIncluded ? 'tax_included' : 'tax', beside.tax],
    ['returned', beside.other],
  ] as const;
  return parts
    .filter(([, amount]) => amount !== 0)
    .map(([kind, amount]) => ({ kind, at, amount: -amount, quantity: 0, product: null }));
}

/** What was sold and then called off, as far as no refund gave it back already. */
function cancelEntries(order: Order): Entry[] {
  if (!order.cancelledAt) return [];
  const at = order.cancelledAt;
  const returned = returnedByLine(order.refunds);
  return [
    ...order.lines.map((line) => {
      const back = returned.get(line.platformId) ?? { quantity: 0, amount: 0 };
      return lineEntry('cancelled', at, line.sold, {
        amount: -(line.amount - line.discount - back.amount),
        quantity: -(line.quantity - back.quantity),
      });
    }),
    ...chargesCalledOff(order, at),
  ];
}

/** Nothing is asked for an order that was called off: no shipping, no tax; and what was discounted or given back of the whole stays with it. */
function chargesCalledOff(order: Order, at: Date): Entry[] {
  const left = new Map<EntryKind, number>();
  const add = (kind: EntryKind, amount: number): void => void left.set(kind, (left.get(kind) ?? 0) + amount);
  for (const { kind, amount } of order.adjustments)
    add(kind === 'tax' && order.taxIncluded ? 'tax_included' : kind, amount);
  for (const refund of order.refunds)
    for (const { kind, amount } of besideEntries(order, refund)) add(kind, amount);
  return [...left]
    .filter(([, amount]) => amount !== 0)
    .map(([kind, amount]) => ({
      kind: kind === 'discount' || kind === 'returned' ? 'cancelled' : kind,
      at,
      amount: -amount,
      quantity: 0,
      product: null,
    }));
}

function returnedByLine(refunds: readonly Refund[]): Map<string, { quantity: number; amount: number }> {
  const returned = new Map<string, { quantity: number; amount: number }>();
  for (const { line, quantity, amount } of refunds.flatMap(({ lines }) => lines)) {
    const before = returned.get(line) ?? { quantity: 0, amount: 0 };
    returned.set(line, { quantity: before.quantity + quantity, amount: before.amount + amount });
  }
  return returned;
}

const keyOf = ({ kind, at, product }: Entry): string => `${kind} ${at.getTime()} ${product ?? ''}`;

/** What has to be added to `before` to give `now`; nothing where they are the same. */
export function difference(before: readonly Entry[], now: readonly Entry[]): Entry[] {
  const sums = new Map<string, Entry>();
  const add = (entry: Entry, sign: 1 | -1): void => {
    const present = sums.get(keyOf(entry)) ?? { ...entry, amount: 0, quantity: 0 };
    sums.set(keyOf(entry), {
      ...present,
      amount: present.amount + sign * entry.amount,
      quantity: present.quantity + sign * entry.quantity,
    });
  };
  for (const entry of now) add(entry, 1);
  for (const entry of before) add(entry, -1);
  return [...sums.values()].filter(({ amount, quantity }) => amount !== 0 || quantity !== 0);
}
