/** Orders of JD with the refunds they can have: one that was called off has refunds of cancelling, one that was sent those after sale. */
import { z } from 'zod';
import type { OrderRecord } from '#know/orders';
import type { Fetched, Reach } from '../../connector.ts';
import { callJos } from './call-jos.ts';
import {
  type CancelRefund,
  cancelRefund,
  type JdOrder,
  jdOrder,
  ORDER_FIELDS,
  type SaleRefund,
  saleRefund,
} from './jd-order.ts';
import { recordOf } from './order-of-jd.ts';

/** All that JD gives at once. */
export const REFUNDS_AT_ONCE = 50;
const numbered = z.object({ orderId: z.union([z.string(), z.number()]).transform(String) });
const one = z.object({
  orderDetailInfo: z.object({ orderInfo: z.unknown() }).nullish(),
});

/** Rows as JOS lists them: one that is not as documented is told of, the others are taken. */
export async function recordsOf(reach: Reach, rows: readonly unknown[]): Promise<Fetched> {
  const orders: OrderRecord[] = [];
  const skipped: NonNullable<Fetched['skipped']>[number][] = [];
  for (const row of rows) {
    const read = jdOrder.safeParse(row);
    const record = read.success ? await recordIn(reach, read.data) : null;
    if (record) orders.push(record);
    else
      skipped.push({
        what: 'order',
        id: numbered.safeParse(row).data?.orderId ?? '',
        code: 'connector_record_unreadable',
      });
  }
  return { orders, skipped };
}

async function recordIn(reach: Reach, order: JdOrder): Promise<OrderRecord | null> {
  const refunds = {
    cancelled: order.orderState === 'TRADE_CANCELED' ? await cancelRefunds(reach, order.orderId) : [],
    afterSale: /^(FINISHED_L|WAIT_GOODS_RECEIVE_CONFIRM|RECEIPTS_CONFIRM)$/.test(order.orderState)
      ? await saleRefunds(reach, order.orderId)
      : [],
  };
  try {
    return recordOf(order, refunds, reach.channel);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** By their numbers, as refunds name them. */
export async function wholeOrders(reach: Reach, ids: readonly string[]): Promise<Fetched> {
  const rows: unknown[] = [];
  for (const id of new Set(ids)) {
    const said = await callJos(reach, 'jingdong.pop.order.enGet', {
      order_id: id,
      optional_fields: ORDER_FIELDS,
    });
    rows.push(one.parse(said).orderDetailInfo?.orderInfo ?? { orderId: id });
  }
  return await recordsOf(reach, rows);
}

const cancelPage = z.object({
  queryResult: z.object({
    totalCount: z.coerce.number().int().catch(0),
    result: z.array(cancelRefund).nullish(),
  }),
});
export async function cancelRefundsWhere(
  reach: Reach,
  where: Record<string, string>,
  page: number,
): Promise<{ total: number; rows: CancelRefund[] }> {
  const said = await callJos(reach, 'jingdong.pop.afs.soa.refundapply.queryPageList', {
    ...where,
    pageIndex: page,
    pageSize: REFUNDS_AT_ONCE,
  });
  const { totalCount, result } = cancelPage.parse(said).queryResult;
  return { total: totalCount, rows: result ?? [] };
}

const salePage = z.object({
  pageResult: z.object({
    totalCount: z.coerce.number().int().catch(0),
    data: z.array(saleRefund).nullish(),
  }),
});
export async function saleRefundsWhere(
  reach: Reach,
  where: Record<string, string>,
  page: number,
): Promise<{ total: number; rows: SaleRefund[] }> {
  const said = await callJos(reach, 'jingdong.asc.serviceAndRefund.view', {
    ...where,
    pageNumber: page,
    pageSize: REFUNDS_AT_ONCE,
  });
  const { totalCount, data } = salePage.parse(said).pageResult;
  return { total: totalCount, rows: data ?? [] };
}

/** More than one page of refunds has no order. */
const cancelRefunds = async (reach: Reach, orderId: string): Promise<CancelRefund[]> =>
  (await cancelRefundsWhere(reach, { orderId }, 1)).rows;
const saleRefunds = async (reach: Reach, orderId: string): Promise<SaleRefund[]> =>
  (await saleRefundsWhere(reach, { orderId }, 1)).rows;
