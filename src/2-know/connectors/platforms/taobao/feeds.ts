/** What is asked of TOP again and again: trades by when they were made and changed, refunds, and the message service. */
import { z } from 'zod';
import type { Json } from '#platform/log';
import type { Feed, Page, Reach } from '../../connector.ts';
import { Unreachable } from '../../unreachable.ts';
import { chinaTime } from '../china-time.ts';
import { exactJson } from '../exact-json.ts';
import { type Books, type Stretch, walk } from '../walk.ts';
import { callTop } from './call-top.ts';
import { wholeOrders } from './whole-orders.ts';

/** Three months is all that TOP gives; a day is left for the clock. */
const DAYS = 89;
/** Each order of a page is a call or more: a page that a limit interrupts is read again, and must fit in what is allowed. */
const PAGE = 20;
/** Of what is not named here TOP keeps silent; unasked it lists five of them, and of refunds two. */
const TYPES = [
  'guarantee_trade',
  'auto_delivery',
  'ec',
  'cod',
  'step',
  'fixed',
  'auction',
  'independent_simple_trade',
  'independent_shop_trade',
  'external_trade',
  'instant_trade',
  'b2c_cod',
  'super_market_trade',
  'super_market_cod_trade',
  'o2o_offlinetrade',
  'nopaid',
  'eticket',
  'tmall_i18n',
].join(',');

const id = z.union([z.string(), z.number()]).transform(String);
const total = z.object({ total_results: z.coerce.number().int().catch(0) });
const trades = z.object({
  trades: z.object({ trade: z.array(z.object({ tid: id })) }).optional(),
});
const refunds = z.object({
  refunds: z.object({ refund: z.array(z.object({ tid: id, status: z.string() })) }).optional(),
});

const listed = (reach: Reach, { by, from, to }: Stretch, more: Record<string, string>): Promise<unknown> => {
  const [method, word] =
    by === 'made' ? ['taobao.trades.sold.get', 'created'] : ['taobao.trades.sold.increment.get', 'modified'];
  return callTop(reach, method as string, {
    fields: 'tid',
    type: TYPES,
    [`start_${word}`]: chinaTime(from),
    [`end_${word}`]: chinaTime(to),
    page_size: String(PAGE),
    ...more,
  });
};

const sold: Books = {
  days: DAYS,
  pageSize: PAGE,
  count: async (reach, stretch) => total.parse(await listed(reach, stretch, { page_no: '1' })).total_results,
  page: async (reach, stretch, page) => {
    const said = await listed(reach, stretch, { page_no: String(page), use_has_next: 'true' });
    const found = trades.parse(said).trades?.trade ?? [];
    return await wholeOrders(
      reach,
      found.map(({ tid }) => tid),
    );
  },
};

const givenBack = (reach: Reach, { from, to }: Stretch, more: Record<string, string>): Promise<unknown> =>
  callTop(reach, 'taobao.refunds.receive.get', {
    fields: 'refund_id,tid,status',
    type: TYPES,
    start_modified: chinaTime(from),
    end_modified: chinaTime(to),
    page_size: String(PAGE),
    ...more,
  });

const returned: Books = {
  days: DAYS,
  pageSize: PAGE,
  count: async (reach, stretch) =>
    total.parse(await givenBack(reach, stretch, { page_no: '1' })).total_results,
  page: async (reach, stretch, page) => {
    const said = await givenBack(reach, stretch, { page_no: String(page), use_has_next: 'true' });
    const found = refunds.parse(said).refunds?.refund ?? [];
    return await wholeOrders(
      reach,
      found.filter(({ status }) => status === 'SUCCESS').map(({ tid }) => tid),
    );
  },
};

const messages = z.object({
  messages: z
    .object({ tmc_message: z.array(z.object({ id, topic: z.string(), content: z.string() })) })
    .optional(),
});
const unconfirmed = z.strictObject({ confirm: z.array(z.string()) });
const about = z.object({ tid: id });

/** Messages of this app that were not confirmed come again: what the last page held is confirmed once it is stored, and not before. */
async function consume(reach: Reach, cursor: Json | null): Promise<Page> {
  const group = reach.settings.message_group ?? '';
  if (group === '') return { cursor: null, more: false, upTo: null };
  const named: Record<string, string> = group === 'default' ? {} : { group_name: group };
  const { confirm } = cursor === null ? { confirm: [] } : unconfirmed.parse(cursor);
  if (confirm.length > 0)
    await callTop(reach, 'taobao.tmc.messages.confirm', { ...named, s_message_ids: confirm.join(',') });
  const said = messages.parse(
    await callTop(reach, 'taobao.tmc.messages.consume', { ...named, quantity: '100' }),
  );
  const found = said.messages?.tmc_message ?? [];
  const tids = found
    .filter(({ topic }) => /^taobao_(trade|refund)_/.test(topic))
    .flatMap(({ content }) => tradeIn(content) ?? []);
  const fetched = await wholeOrders(reach, tids);
  return {
    ...fetched,
    cursor: { confirm: found.map((one) => one.id) },
    more: found.length > 0,
    upTo: null,
  };
}

/** One that nobody can read must not stand in the way of those behind it: polling finds what it was about. */
function tradeIn(content: string): string | undefined {
  try {
    return about.safeParse(exactJson(content, 'TMC')).data?.tid;
  } catch (error) {
    if (error instanceof Unreachable) return undefined;
    throw error;
  }
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
    everySeconds: 600,
    read: (reach, cursor) => walk(reach, cursor, returned),
  },
  { name: 'messages', title: { en: 'Messages', zh: '消息' }, everySeconds: 10, read: consume },
];
