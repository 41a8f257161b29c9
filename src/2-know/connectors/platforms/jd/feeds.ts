/** What is asked of JOS again and again: orders by when they were made and changed, and refunds by when they were let pass. */
import { z } from 'zod';
import type { Json } from '#platform/log';
import type { Feed, Page, Reach } from '../../connector.ts';
import { chinaTime, instantOf } from '../china-time.ts';
import { type Books, type Stretch, walk } from '../walk.ts';
import { callJos } from './call-jos.ts';
import { ORDER_FIELDS } from './jd-order.ts';
import {
  cancelRefundsWhere,
  REFUNDS_AT_ONCE,
  recordsOf,
  saleRefundsWhere,
  wholeOrders,
} from './whole-orders.ts';

const DAY = 86_400_000;
/** An order may need a call of its own for its refunds: a page that a limit interrupts is read again, and must fit in what is allowed. */
const PAGE = 20;

const searched = z.object({
  searchorderinfo_result: z.object({
    orderTotal: z.coerce.number().int().catch(0),
    orderInfoList: z.array(z.unknown()).nullish(),
  }),
});

async function search(reach: Reach, { by, from, to }: Stretch, page: number) {
  const said = await callJos(reach, 'jingdong.pop.order.enSearch', {
    start_date: chinaTime(from),
    end_date: chinaTime(to),
    order_state: 'ALL',
    optional_fields: ORDER_FIELDS,
    page,
    page_size: PAGE,
    sortType: 1,
    dateType: by === 'made' ? 1 : 0,
  });
  return searched.parse(said).searchorderinfo_result;
}

/** Throws where orders may not be read. */
export async function anyOrder(reach: Reach): Promise<void> {
  const now = reach.now();
  await search(reach, { by: 'made', from: now, to: now }, 1);
}

const sold: Books = {
  days: 89,
  pageSize: PAGE,
  count: async (reach, stretch) => (await search(reach, stretch, 1)).orderTotal,
  page: async (reach, stretch, page) =>
    await recordsOf(reach, (await search(reach, stretch, page)).orderInfoList ?? []),
};

/**
 * JD lists refunds by when they were asked for or let pass, never by when the money went back: what was let pass in the last ten days (the longest
 * stretch that it gives) is looked through each time, and what went back since the last time is taken.
 */
const LET_PASS = 10 * DAY - 1000;
const OVERLAP = DAY;

const cursorOf = z.strictObject({
  part: z.enum(['cancelled', 'afterSale']),
  page: z.number().int(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  /** What went back before was taken. */
  since: z.iso.datetime(),
});

async function givenBack(reach: Reach, cursor: Json | null): Promise<Page> {
  const now = reach.now();
  const stretch = { from: new Date(now.getTime() - LET_PASS).toISOString(), to: now.toISOString() };
  const at =
    cursor === null
      ? { part: 'cancelled' as const, page: 1, ...stretch, since: stretch.from }
      : cursorOf.parse(cursor);
  const round = at.part === 'cancelled' && at.page === 1 ? { ...at, ...stretch } : at;
  const { total, ids } = await (round.part === 'cancelled' ? cancelledIn : soldIn)(reach, round);
  const fetched = await wholeOrders(reach, ids);
  if (round.page * REFUNDS_AT_ONCE < total)
    return { ...fetched, cursor: { ...round, page: round.page + 1 }, more: true, upTo: null };
  if (round.part === 'cancelled')
    return { ...fetched, cursor: { ...round, part: 'afterSale', page: 1 }, more: true, upTo: null };
  const since = new Date(Date.parse(round.from) + LET_PASS - OVERLAP).toISOString();
  return {
    ...fetched,
    cursor: { ...round, part: 'cancelled', page: 1, since },
    more: false,
    upTo: new Date(round.to),
  };
}

type Round = z.output<typeof cursorOf>;
type Found = { total: number; ids: string[] };

const isSince = (text: string, { since }: Round): boolean =>
  (instantOf(text)?.getTime() ?? 0) >= Date.parse(since);

async function cancelledIn(reach: Reach, round: Round): Promise<Found> {
  const where = {
    checkTimeStart: chinaTime(new Date(round.from)),
    checkTimeEnd: chinaTime(new Date(round.to)),
  };
  const { total, rows } = await cancelRefundsWhere(reach, where, round.page);
  const passed = rows.filter(({ status, checkTime }) => status === 3 && isSince(checkTime, round));
  return { total, ids: passed.map(({ orderId }) => orderId) };
}

async function soldIn(reach: Reach, round: Round): Promise<Found> {
  const where = {
    approveTimeBegin: chinaTime(new Date(round.from)),
    approveTimeEnd: chinaTime(new Date(round.to)),
  };
  const { total, rows } = await saleRefundsWhere(reach, where, round.page);
  const back = rows.filter(({ status, completeTime }) => status === 13 && isSince(completeTime, round));
  return { total, ids: back.map(({ sameOrderServiceBill }) => sameOrderServiceBill.orderId) };
}

export const feeds: readonly Feed[] = [
  {
    name: 'orders',
    title: { en: 'Orders', zh: '订单' },
    everySeconds: 300,
    read: (reach, cursor) => walk(reach, cursor, sold),
  },
  {
    name: 'refunds',
    title: { en: 'Refunds', zh: '退款' },
    everySeconds: 1800,
    read: givenBack,
  },
];
