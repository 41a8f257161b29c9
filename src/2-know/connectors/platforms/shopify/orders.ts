/** Orders: their past by a bulk operation, then what changed; and one by its number, when a webhook names it. */
import { z } from 'zod';
import type { OrderRecord, ParcelRecord } from '#know/orders';
import type { Json } from '#platform/log';
import type { ActAnswer, Feed, Fetched, Page, Reach } from '../../connector.ts';
import { Unreachable } from '../../unreachable.ts';
import { beginBulk, bulkPages, isBulk } from './bulk.ts';
import { changedSince } from './changed-since.ts';
import { gidOf, graphql, shaped } from './client.ts';
import { parcelsOf, recordOf } from './order-of.ts';
import {
  besideShape,
  LINE_FIELDS,
  type LineNode,
  lineShape,
  ORDER_FIELDS,
  orderShape,
  type RefundLine,
  type RefundParts,
  refundLinesShape,
} from './order-shape.ts';

const LINES = `lineItems(first: 30) { nodes { ${LINE_FIELDS} } pageInfo { hasNextPage endCursor } }`;
const CHANGED = `query Orders($after: String, $query: String) {
  page: orders(first: 10, after: $after, query: $query, sortKey: UPDATED_AT) {
    nodes { ${ORDER_FIELDS} ${LINES} } pageInfo { hasNextPage endCursor } } }`;
const ONE = `query Order($id: ID!) { order(id: $id) { ${ORDER_FIELDS} ${LINES} } }`;
const MORE_LINES = `query Lines($id: ID!, $after: String) { order(id: $id) {
  lineItems(first: 100, after: $after) { nodes { ${LINE_FIELDS} } pageInfo { hasNextPage endCursor } } } }`;
const SUM = '{ shopMoney { amount currencyCode } }';
const REFUND_LINES = `query RefundLines($id: ID!, $after: String) { refund(id: $id) {
  refundLineItems(first: 50, after: $after) { nodes { quantity lineItem { id } subtotalSet ${SUM} totalTaxSet ${SUM} }
    pageInfo { hasNextPage endCursor } }
  refundShippingLines(first: 20) { nodes { subtotalAmountSet ${SUM} taxAmountSet ${SUM} } }
  orderAdjustments(first: 50) { nodes { amountSet ${SUM} taxAmountSet ${SUM} } } } }`;

const linesShape = z.object({
  nodes: z.array(lineShape),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
});

export const ordersFeed: Feed = {
  name: 'orders',
  title: { en: 'Orders', zh: '订单' },
  everySeconds: 120,
  read: (reach, cursor) => {
    if (cursor === null) return beginBulk(reach);
    if (isBulk(cursor)) return bulkPages(reach, cursor, fetchedOf);
    return changedOrders(reach, cursor);
  },
};

const changedOrders = (reach: Reach, cursor: Json): Promise<Page> =>
  changedSince(reach, cursor, CHANGED, (nodes) => fetchedOf(reach, nodes));

/** Null: there is no such order, or it is older than we may see. */
export async function oneOrder(reach: Reach, id: string): Promise<Fetched | null> {
  const { order } = await graphql(reach, z.object({ order: z.unknown() }), ONE, { id: gidOf('Order', id) });
  return order ? await fetchedOf(reach, [order]) : null;
}

/** One that cannot be read is skipped with its number, and holds up no other. */
export async function fetchedOf(reach: Reach, nodes: readonly unknown[]): Promise<Fetched> {
  const orders: OrderRecord[] = [];
  const parcels: ParcelRecord[] = [];
  const skipped: { what: string; id: string; code: 'connector_record_unreadable' }[] = [];
  const answers: { reference: string; answer: ActAnswer }[] = [];
  const since = reach.now().getTime() - CANCELLING_MS;
  for (const node of nodes) {
    try {
      const order = orderShape.parse(node);
      const lines = await allLines(reach, order.id, (node as { lineItems?: unknown }).lineItems);
      const refunds = await refundLinesOf(reach, order.refunds);
      orders.push(recordOf(order, lines, refunds, reach.channel));
      parcels.push(...parcelsOf(order));
      if (order.cancelledAt && Date.parse(order.cancelledAt) > since)
        answers.push({ reference: cancelOf(order.name), answer: { state: 'confirmed', reference: null } });
    } catch (error) {
      if (error instanceof Unreachable) throw error;
      if (!(error instanceof z.ZodError || error instanceof RangeError)) throw error;
      const { name, id } = (node ?? {}) as { name?: unknown; id?: unknown };
      skipped.push({ what: 'order', id: String(name ?? id ?? '?'), code: 'connector_record_unreadable' });
    }
  }
  return { orders, parcels, skipped, answers };
}

/** What we asked to be cancelled is confirmed by the order itself. */
export const cancelOf = (name: string): string => `cancel:${name}`;
const CANCELLING_MS = 7 * 86_400_000;

/** Few orders have more lines than the first page holds. `given`: of a bulk file, all of them. */
async function allLines(reach: Reach, id: string, given: unknown): Promise<LineNode[]> {
  let page = linesShape.parse(given);
  const lines = [...page.nodes];
  while (page.pageInfo.hasNextPage) {
    const shape = z.object({ order: z.object({ lineItems: linesShape }) });
    const said = await graphql(reach, shape, MORE_LINES, { id, after: page.pageInfo.endCursor });
    page = said.order.lineItems;
    lines.push(...page.nodes);
  }
  return lines;
}

/** Refunds are a list, and a list's own pages cannot be asked for within it. */
async function refundLinesOf(
  reach: Reach,
  refunds: readonly { id: string }[],
): Promise<Map<string, RefundParts>> {
  const shape = z.object({ refund: besideShape.extend({ refundLineItems: refundLinesShape }) });
  const parts = new Map<string, RefundParts>();
  for (const { id } of refunds) {
    const lines: RefundLine[] = [];
    for (let after: string | null = null; ; ) {
      const said: unknown = await graphql(reach, z.unknown(), REFUND_LINES, { id, after });
      const { refund } = shaped(shape, said);
      const { nodes, pageInfo } = refund.refundLineItems;
      lines.push(...nodes);
      parts.set(id, { lines, beside: refund });
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor ?? null;
    }
  }
  return parts;
}
