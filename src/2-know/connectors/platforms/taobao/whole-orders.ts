/**
 * Orders by their numbers, each whole: the trade with all its lines, and the refunds its lines name. However an order was heard of (a list, a
 * message, a refund), it is fetched like this, so that it is the same whatever way it came.
 */
import { z } from 'zod';
import type { OrderRecord } from '#know/orders';
import type { Fetched, Reach } from '../../connector.ts';
import { callTop, TopRefuses } from './call-top.ts';
import { recordOf } from './order-of-trade.ts';
import { REFUND_FIELDS, refund, type TopRefund, TRADE_FIELDS, type Trade, trade } from './trade.ts';

type Skipped = NonNullable<Fetched['skipped']>[number];

export async function wholeOrders(reach: Reach, tids: readonly string[]): Promise<Fetched> {
  const orders: OrderRecord[] = [];
  const skipped: Skipped[] = [];
  for (const tid of new Set(tids)) {
    try {
      orders.push(await wholeOrder(reach, tid));
    } catch (error) {
      if (!isAboutOne(error)) throw error;
      skipped.push({ what: 'order', id: tid, code: 'connector_record_unreadable' });
    }
  }
  return { orders, skipped };
}

/** Not as documented, or no longer there: the others are taken all the same. */
const isAboutOne = (error: unknown): boolean =>
  error instanceof TopRefuses || error instanceof z.ZodError || error instanceof RangeError;

/** TOP counts in seconds: of one that changed in this very second another state may follow under the same instant. */
const SETTLED_MS = 2000;

async function wholeOrder(reach: Reach, tid: string): Promise<OrderRecord> {
  const seen = await fetchOrder(reach, tid);
  const age = reach.now().getTime() - (seen.version?.getTime() ?? 0);
  if (age >= SETTLED_MS) return seen;
  await reach.pause(SETTLED_MS);
  return await fetchOrder(reach, tid);
}

async function fetchOrder(reach: Reach, tid: string): Promise<OrderRecord> {
  const said = await callTop(reach, 'taobao.trade.fullinfo.get', {
    fields: TRADE_FIELDS,
    tid,
    include_oaid: 'true',
  });
  const found = z.object({ trade }).parse(said).trade;
  return recordOf(found, await refundsOf(reach, found), reach.channel);
}

async function refundsOf(reach: Reach, { orders }: Trade): Promise<TopRefund[]> {
  const named = orders.order.filter((one) => one.refund_status === 'SUCCESS' && one.refund_id !== '');
  const found: TopRefund[] = [];
  for (const id of new Set(named.map((one) => one.refund_id))) {
    const said = await callTop(reach, 'taobao.refund.get', { fields: REFUND_FIELDS, refund_id: id });
    found.push(z.object({ refund }).parse(said).refund);
  }
  return found;
}
