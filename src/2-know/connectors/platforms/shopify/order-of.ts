/**
 * From an order of Shopify's to the record that is kept. Pure. Its number is its name (`#1001`), as in Shopify's own exports, so that an order is
 * one whichever way it comes. Amounts are those in the shop's money.
 */
import { createHash } from 'node:crypto';
import { soldAs } from '#know/catalog';
import type { ChannelRow } from '#know/channels';
import { channelCustomer, type Order, type OrderRecord, type ParcelRecord } from '#know/orders';
import type { JsonObject } from '#platform/log';
import { minorAmount } from '#platform/money';
import { numberOf } from './client.ts';
import type { LineNode, OrderNode, RefundLine, RefundParts } from './order-shape.ts';

type Money = OrderNode['totalPriceSet'] | null | undefined;
export type RefundLines = ReadonlyMap<string, RefundParts>;

/** Throws RangeError where an amount is none. `refundLines`: by the refund's id. */
export function recordOf(
  node: OrderNode,
  lines: readonly LineNode[],
  refundLines: RefundLines,
  channel: ChannelRow,
): OrderRecord {
  return {
    order: orderOf(node, lines, refundLines, channel),
    buyer: buyerOf(node, channel),
    version: new Date(node.updatedAt),
    rank: 'feed',
  };
}

function orderOf(
  node: OrderNode,
  lineNodes: readonly LineNode[],
  refundLines: RefundLines,
  channel: ChannelRow,
): Order {
  const currency = node.totalPriceSet.shopMoney.currencyCode;
  const minor = (money: Money): number => (money ? minorAmount(money.shopMoney.amount, 1, currency) : 0);
  const lines = lineNodes.map((line) => lineOf(line, currency, minor));
  const shipped = node.displayFulfillmentStatus;
  return {
    platformId: node.name,
    number: node.name,
    kind: 'sale',
    placedAt: new Date(node.createdAt),
    currency,
    test: node.test,
    taxIncluded: node.taxesIncluded,
    lines,
    adjustments: adjustmentsOf(node, lines, minor),
    payments: paymentsOf(node, minor),
    refunds: node.refunds
      .map((refund) => ({
        platformId: numberOf(refund.id),
        at: new Date(refund.createdAt ?? node.updatedAt),
        amount: minor(refund.totalRefundedSet),
        reason: refund.note ?? '',
        ...partsOf(refundLines.get(refund.id), minor),
      }))
      // Goods taken off an unpaid order are a refund of nothing there.
      .filter(({ amount, lines: back }) => amount > 0 || back.length > 0),
    cancelledAt: orNull(node.cancelledAt),
    cancelReason: node.cancelReason ?? null,
    fulfilment:
      shipped === 'FULFILLED'
        ? 'fulfilled'
        : shipped === 'PARTIALLY_FULFILLED'
          ? 'partially_fulfilled'
          : 'unfulfilled',
    completedAt: shipped === 'FULFILLED' && !node.cancelledAt ? orNull(node.closedAt) : null,
    campaign: null,
    country: node.shippingAddress?.countryCodeV2 ?? node.billingAddress?.countryCodeV2 ?? channel.country,
  };
}

const orNull = (instant: string | null | undefined): Date | null => (instant ? new Date(instant) : null);

function lineOf(line: LineNode, currency: string, minor: (money: Money) => number): Order['lines'][number] {
  const unitPrice = line.originalUnitPriceSet.shopMoney.amount;
  const product = line.product ? numberOf(line.product.id) : null;
  const called = line.variant ? numberOf(line.variant.id) : line.sku || product || line.title.slice(0, 128);
  return {
    platformId: numberOf(line.id),
    sold: soldAs({
      platformId: called || '-',
      platformProduct: product ?? (called || '-'),
      sku: line.sku || null,
      title: line.title.slice(0, 500),
      kind: line.isGiftCard ? 'gift_card' : 'goods',
    }),
    quantity: line.quantity,
    unitPrice,
    amount: minorAmount(unitPrice, line.quantity, currency),
    discount: line.discountAllocations.reduce((all, one) => all + minor(one.allocatedAmountSet), 0),
  };
}

/** As Shopify's own reports have it: shipping and tax that go back are taken off theirs, what is beyond them off the goods. */
function partsOf(
  parts: RefundParts | undefined,
  minor: (money: Money) => number,
): Pick<Order['refunds'][number], 'lines' | 'beside'> {
  const lines = parts?.lines ?? [];
  const { refundShippingLines: shipping, orderAdjustments: apart } = parts?.beside ?? {};
  const sum = <T>(all: readonly T[] | undefined, of: (one: T) => Money): number =>
    (all ?? []).reduce((total, one) => total + minor(of(one)), 0);
  const beside = {
    shipping: sum(shipping?.nodes, (one) => one.subtotalAmountSet),
    tax:
      sum(lines, (line: RefundLine) => line.totalTaxSet) +
      sum(shipping?.nodes, (one) => one.taxAmountSet) -
      sum(apart?.nodes, (one) => one.taxAmountSet),
    other: -sum(apart?.nodes, (one) => one.amountSet),
  };
  return {
    lines: lines.map((line) => ({
      line: numberOf(line.lineItem.id),
      quantity: line.quantity,
      amount: minor(line.subtotalSet),
    })),
    ...(Object.values(beside).some((amount) => amount !== 0) && { beside }),
  };
}

/** A gift card pays; it takes nothing off the order. Shopify's own total counts: what does not add up to it is levelled out, and said so. */
function adjustmentsOf(
  node: OrderNode,
  lines: Order['lines'],
  minor: (money: Money) => number,
): Order['adjustments'] {
  const said = [
    { kind: 'shipping' as const, amount: minor(node.shippingLine?.discountedPriceSet), label: '' },
    { kind: 'tax' as const, amount: minor(node.totalTaxSet), label: '' },
    { kind: 'fee' as const, amount: minor(node.totalTipReceivedSet), label: 'tip' },
    { kind: 'fee' as const, amount: minor(node.originalTotalDutiesSet), label: 'duties' },
  ].filter(({ amount }) => amount !== 0);
  const sum =
    lines.reduce((all, { amount, discount }) => all + amount - discount, 0) +
    said.reduce((all, { kind, amount }) => all + (kind === 'tax' && node.taxesIncluded ? 0 : amount), 0);
  const apart = minor(node.totalPriceSet) - sum;
  const code = node.discountCodes[0];
  return [
    ...said,
    ...(apart === 0 ? [] : [{ kind: 'rounding' as const, amount: apart, label: '' }]),
    // Which code it was bought with; what it took off stands in the lines.
    ...(code === undefined ? [] : [{ kind: 'discount' as const, amount: 0, label: code.slice(0, 200) }]),
  ];
}

/** Money that came. What was authorised counts until it is captured or voided. */
function paymentsOf(node: OrderNode, minor: (money: Money) => number): Order['payments'] {
  const settled = new Set(
    node.transactions
      .filter(({ kind, status }) => status === 'SUCCESS' && ['CAPTURE', 'VOID'].includes(kind))
      .flatMap(({ parentTransaction }) => parentTransaction?.id ?? []),
  );
  return node.transactions.flatMap((one) => {
    const state = stateOf(one, settled.has(one.id));
    if (!state) return [];
    return [
      {
        platformId: numberOf(one.id),
        method: one.gateway || '-',
        amount: minor(one.amountSet),
        at: new Date(one.processedAt ?? node.processedAt),
        state,
      },
    ];
  });
}

function stateOf(
  { kind, status }: OrderNode['transactions'][number],
  isSettled: boolean,
): Order['payments'][number]['state'] | null {
  if (!['SALE', 'CAPTURE', 'AUTHORIZATION'].includes(kind)) return null;
  if (status === 'FAILURE' || status === 'ERROR') return 'failed';
  if (status !== 'SUCCESS') return null;
  if (kind !== 'AUTHORIZATION') return 'paid';
  return isSettled ? null : 'authorised';
}

function buyerOf(node: OrderNode, channel: ChannelRow): OrderRecord['buyer'] {
  const address = node.shippingAddress ?? node.billingAddress;
  const phone = node.phone || address?.phone;
  const email = node.email?.trim().toLowerCase();
  const identifiers = [
    ...(node.customer ? [channelCustomer(channel, numberOf(node.customer.id))] : []),
    ...(email?.includes('@') ? [{ kind: 'email', value: email }] : []),
    ...(phone && /\d{5}/.test(phone) ? [{ kind: 'phone', value: phone }] : []),
  ];
  const place = addressOf(address);
  const name = address?.name || null;
  const shipping: JsonObject = { ...(name && { name }), ...(phone && { phone }), ...place };
  return {
    identifiers,
    traits:
      identifiers.length === 0 ? {} : { ...(name && { name }), ...(hasAny(place) && { address: place }) },
    details: { ...(hasAny(shipping) && { shipping }), ...(node.note && { note: node.note }) },
  };
}

const hasAny = (object: JsonObject): boolean => Object.keys(object).length > 0;

/** Segment's names of the parts of an address. */
export function addressOf(address: OrderNode['shippingAddress']): JsonObject {
  if (!address) return {};
  const parts = {
    street: [address.address1, address.address2].filter(Boolean).join(' '),
    city: address.city,
    state: address.province,
    postalCode: address.zip,
    country: address.countryCodeV2,
  };
  return Object.fromEntries(
    Object.entries(parts).flatMap(([name, value]) => (value ? [[name, value] as const] : [])),
  );
}

export const parcelsOf = (node: OrderNode): ParcelRecord[] =>
  node.fulfillments.flatMap((one) =>
    one.trackingInfo.flatMap(({ number, company }) => {
      if (!number) return [];
      const parcel = {
        orderNumber: node.name,
        tracking: number,
        courier: company ?? '',
        shippedAt: new Date(one.createdAt),
        deliveredAt: orNull(one.deliveredAt),
        promisedAt: orNull(one.estimatedDeliveryAt),
        failure: null,
      };
      // Of which parcel it is: each of its instants is told once, whatever else was told with it.
      const digest = createHash('sha256').update(`${node.name} ${number}`).digest('hex');
      return [{ ...parcel, digest }];
    }),
  );
