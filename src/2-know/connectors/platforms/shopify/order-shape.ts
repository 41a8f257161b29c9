/** Orders as the GraphQL Admin API gives them: what we ask for, and what must be in it. */
import { z } from 'zod';

const money = z.object({
  shopMoney: z.object({ amount: z.string(), currencyCode: z.string() }),
});
const text = z.string().nullish();
const address = z
  .object({
    name: text,
    company: text,
    address1: text,
    address2: text,
    city: text,
    province: text,
    zip: text,
    countryCodeV2: text,
    phone: text,
  })
  .nullish();

export const lineShape = z.object({
  id: z.string(),
  title: z.string(),
  sku: text,
  quantity: z.number().int(),
  isGiftCard: z.boolean(),
  originalUnitPriceSet: money,
  discountAllocations: z.array(z.object({ allocatedAmountSet: money })),
  variant: z.object({ id: z.string() }).nullish(),
  product: z.object({ id: z.string() }).nullish(),
});
export type LineNode = z.output<typeof lineShape>;

export const refundLinesShape = z.object({
  nodes: z.array(
    z.object({
      quantity: z.number().int(),
      lineItem: z.object({ id: z.string() }),
      subtotalSet: money,
      totalTaxSet: money.nullish(),
    }),
  ),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: text }),
});
export type RefundLine = z.output<typeof refundLinesShape>['nodes'][number];

/** What of a refund was for no line. An adjustment is what was given back beyond what lines and shipping come to, below nothing. */
export const besideShape = z.object({
  refundShippingLines: z.object({
    nodes: z.array(z.object({ subtotalAmountSet: money, taxAmountSet: money })),
  }),
  orderAdjustments: z.object({ nodes: z.array(z.object({ amountSet: money, taxAmountSet: money })) }),
});
export type RefundParts = { lines: readonly RefundLine[]; beside: z.output<typeof besideShape> | null };

export const orderShape = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.string(),
  processedAt: z.string(),
  updatedAt: z.string(),
  cancelledAt: text,
  cancelReason: text,
  closedAt: text,
  test: z.boolean(),
  taxesIncluded: z.boolean(),
  currencyCode: z.string(),
  displayFulfillmentStatus: z.string(),
  discountCodes: z.array(z.string()),
  email: text,
  phone: text,
  note: text,
  totalPriceSet: money,
  totalTaxSet: money.nullish(),
  totalTipReceivedSet: money.nullish(),
  originalTotalDutiesSet: money.nullish(),
  customer: z.object({ id: z.string() }).nullish(),
  shippingAddress: address,
  billingAddress: address,
  shippingLine: z.object({ discountedPriceSet: money }).nullish(),
  transactions: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      status: z.string(),
      gateway: text,
      processedAt: text,
      amountSet: money,
      parentTransaction: z.object({ id: z.string() }).nullish(),
    }),
  ),
  refunds: z.array(z.object({ id: z.string(), createdAt: text, note: text, totalRefundedSet: money })),
  fulfillments: z.array(
    z.object({
      id: z.string(),
      createdAt: z.string(),
      deliveredAt: text,
      estimatedDeliveryAt: text,
      trackingInfo: z.array(z.object({ number: text, company: text })),
    }),
  ),
});
export type OrderNode = z.output<typeof orderShape>;

const MONEY = '{ shopMoney { amount currencyCode } }';
const ADDRESS = '{ name company address1 address2 city province zip countryCodeV2 phone }';

export const LINE_FIELDS = `id title sku quantity isGiftCard originalUnitPriceSet ${MONEY}
  discountAllocations { allocatedAmountSet ${MONEY} } variant { id } product { id }`;

export const ORDER_FIELDS = `id name createdAt processedAt updatedAt cancelledAt cancelReason closedAt test taxesIncluded currencyCode
  displayFulfillmentStatus discountCodes email phone note totalPriceSet ${MONEY} totalTaxSet ${MONEY} totalTipReceivedSet ${MONEY}
  originalTotalDutiesSet ${MONEY} customer { id } shippingAddress ${ADDRESS} billingAddress ${ADDRESS}
  shippingLine { discountedPriceSet ${MONEY} }
  transactions(first: 30) { id kind status gateway processedAt amountSet ${MONEY} parentTransaction { id } }
  refunds(first: 30) { id createdAt note totalRefundedSet ${MONEY} }
  fulfillments(first: 20) { id createdAt deliveredAt estimatedDeliveryAt trackingInfo(first: 5) { number company } }`;
