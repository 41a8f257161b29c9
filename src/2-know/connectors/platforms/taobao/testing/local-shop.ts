/**
 * A shop on Taobao, on this machine: speaks TOP as it is documented, signatures and limits included, and keeps its own books. Its trades live
 * on while they are read; lists shift, calls are limited, the platform fails, messages come late, twice, in another order or never.
 */
import { chinaTime, instantOf } from '../../china-time.ts';
import type { DayBooks } from '../../testing/day-books.ts';
import { dice } from '../../testing/random.ts';
import type { TestClock } from '../../testing/reach.ts';
import { type Asked, type Said, serve } from '../../testing/server.ts';
import { signTop } from '../sign.ts';
import { type Faults, type LocalRefund, type LocalTrade, NO_FAULTS, paymentOf, Town, yuan } from './town.ts';

export { MANY_FAULTS } from './town.ts';
export const KEYS = { app_key: '12345678', app_secret: 'the secret of the app', session: 'the session' };

export type LocalShop = {
  url: string;
  trades: LocalTrade[];
  asked: string[];
  /** One thing happens to somebody's order, or somebody orders. */
  live(): void;
  order(): LocalTrade;
  faults: Faults;
  /** Trades go on while they are listed. */
  busy: number;
  booked(): DayBooks;
  unconfirmed(): number;
  stop(): Promise<void>;
};

export async function aTaobaoShop(seed: number, clock: TestClock): Promise<LocalShop> {
  const town = new Town(dice(seed), clock);
  const shop = {
    trades: town.trades,
    asked: [] as string[],
    faults: { ...NO_FAULTS },
    busy: 0,
    live: () => town.live(shop.faults),
    order: () => town.order(shop.faults),
    booked: () => town.books(),
    unconfirmed: () => town.queue.length,
  } as unknown as LocalShop;
  const server = await serve((asked) => answerTo(asked, shop, town, clock));
  return Object.assign(shop, { url: server.url, stop: server.stop });
}

const trouble = (code: number, sub_code: string, sub_msg: string): Said => ({
  status: 200,
  body: JSON.stringify({ error_response: { code, msg: 'Remote service error', sub_code, sub_msg } }),
});

function answerTo({ body }: Asked, shop: LocalShop, town: Town, clock: TestClock): Said {
  const params = Object.fromEntries(new URLSearchParams(body));
  const method = params.method ?? '';
  shop.asked.push(method);
  const { sign = '', ...rest } = params;
  if (params.app_key !== KEYS.app_key) return trouble(29, 'isv.appkey-not-exists', '');
  if (sign !== signTop(rest, KEYS.app_secret, params.sign_method as 'hmac-sha256'))
    return trouble(25, 'isv.invalid-signature', 'Invalid signature');
  if (params.session !== KEYS.session) return trouble(27, 'isv.invalid-session', 'Invalid session');
  if (Math.abs((instantOf(params.timestamp)?.getTime() ?? 0) - clock.now.getTime()) > 600_000)
    return trouble(31, '', 'Invalid timestamp');
  if (town.dice.chance(shop.faults.limited))
    return trouble(7, 'accesscontrol.limited-by-api-access-count', 'This ban will last for 1 more seconds');
  if (town.dice.chance(shop.faults.failing))
    return trouble(15, 'isp.top-remote-connection-timeout', 'timeout');
  if (town.dice.chance(shop.faults.reset)) return 'reset';
  for (let n = town.dice.whole(0, 2); n > 0 && town.dice.chance(shop.busy); n--) {
    clock.pass(1000);
    shop.live();
  }
  const said = METHODS[method]?.(params, town);
  if (!said) return trouble(22, 'isv.invalid-method', method);
  if ('refused' in said) return trouble(15, said.refused as string, '');
  return {
    status: 200,
    body: withLongNumbers({ [`${method.slice(7).replaceAll('.', '_')}_response`]: said }),
  };
}

/** Numbers of trades are numbers in TOP's JSON, however long. */
const withLongNumbers = (said: unknown): string =>
  JSON.stringify(said).replaceAll(/"(tid|oid|id)":"(\d+)"/g, '"$1":$2');

type Method = (params: Record<string, string>, town: Town) => Record<string, unknown> | null;

const METHODS: Record<string, Method> = {
  'taobao.user.seller.get': () => ({ user: { user_id: 1 } }),
  'taobao.trades.sold.get': (params, { trades }) =>
    listOf(
      params,
      'created',
      93,
      trades,
      ({ created }) => created,
      (trade) => ({ tid: trade.tid }),
    ),
  'taobao.trades.sold.increment.get': (params, { trades }) =>
    listOf(
      params,
      'modified',
      1,
      trades,
      ({ modified }) => modified,
      (trade) => ({ tid: trade.tid }),
    ),
  'taobao.trade.fullinfo.get': ({ tid }, { trades }) => {
    const found = trades.find((one) => one.tid === tid);
    return found ? { trade: shown(found) } : { refused: 'isv.trade-not-exist' };
  },
  'taobao.refunds.receive.get': (params, { trades }) => {
    const all = trades.flatMap(({ lines }) => lines.flatMap(({ refund }) => refund ?? []));
    const said = listOf(
      params,
      'modified',
      93,
      all,
      ({ at }) => at,
      ({ id, tid, status }) => ({ refund_id: id, tid, status }),
    );
    const { trades: found, ...rest } = said as { trades?: { trade: unknown[] } };
    return found ? { ...rest, refunds: { refund: found.trade } } : rest;
  },
  'taobao.refund.get': ({ refund_id }, { trades }) => {
    const found = trades
      .flatMap(({ lines }) => lines.flatMap(({ refund }) => refund ?? []))
      .find(({ id }) => id === refund_id);
    return found ? { refund: shownRefund(found) } : { refused: 'isv.refund-not-exist' };
  },
  'taobao.tmc.messages.consume': ({ quantity }, { queue, dice: chances, clock }) => {
    const due = queue.filter(({ visibleAt }) => visibleAt <= clock.now.getTime());
    const order = due.map((message) => ({ message, at: chances.whole(1, 1000) }));
    const some = order.sort((one, other) => one.at - other.at).slice(0, Number(quantity));
    return {
      messages: {
        tmc_message: some.map(({ message: { id, topic, tid } }) => ({
          id,
          topic,
          content: `{"tid":${tid},"seller_nick":"shop"}`,
          user_nick: 'shop',
        })),
      },
    };
  },
  'taobao.tmc.messages.confirm': ({ s_message_ids = '' }, { queue }) => {
    const ids = new Set(s_message_ids.split(','));
    queue.splice(0, queue.length, ...queue.filter(({ id }) => !ids.has(id)));
    return { is_success: true };
  },
};

/** Newest first; with `use_has_next` there is no count. */
function listOf<T extends { type: string }>(
  params: Record<string, string>,
  word: string,
  days: number,
  all: readonly T[],
  atOf: (one: T) => Date,
  show: (one: T) => unknown,
): Record<string, unknown> {
  const from = instantOf(params[`start_${word}`]) as Date;
  const to = instantOf(params[`end_${word}`]) as Date;
  const size = Number(params.page_size ?? 40);
  if (size > 100 || to.getTime() - from.getTime() > days * 86_400_000)
    return { refused: 'isv.invalid-parameter' };
  const second = (at: Date): number => Math.floor(at.getTime() / 1000);
  const types = (params.type ?? 'guarantee_trade,auto_delivery,ec,cod,step').split(',');
  const found = all
    .filter(({ type }) => types.includes(type))
    .filter((one) => second(atOf(one)) >= second(from) && second(atOf(one)) <= second(to))
    .sort((one, other) => atOf(other).getTime() - atOf(one).getTime());
  const start = (Number(params.page_no ?? 1) - 1) * size;
  const page = found.slice(start, start + size);
  return {
    ...(params.use_has_next === 'true'
      ? { has_next: found.length > start + size }
      : { total_results: found.length }),
    ...(page.length > 0 && { trades: { trade: page.map(show) } }),
  };
}

const shownRefund = ({ id, oid, tid, fee, whole, num, status, at }: LocalRefund): unknown => ({
  refund_id: id,
  tid,
  oid,
  status,
  refund_fee: yuan(fee),
  created: chinaTime(at),
  modified: chinaTime(at),
  end_time: chinaTime(at),
  num,
  has_good_return: whole,
  reason: '七天无理由退换货',
});

function shown(trade: LocalTrade): unknown {
  const times = { pay_time: trade.paidAt, consign_time: trade.sentAt, end_time: trade.endedAt };
  return {
    tid: trade.tid,
    status: trade.status,
    type: trade.type,
    created: chinaTime(trade.created),
    modified: chinaTime(trade.modified),
    ...Object.fromEntries(Object.entries(times).flatMap(([name, at]) => (at ? [[name, chinaTime(at)]] : []))),
    payment: yuan(paymentOf(trade)),
    post_fee: yuan(trade.post),
    buyer_open_uid: `AAH-ouid-${trade.buyer}`,
    buyer_nick: '茶**',
    oaid: `oaid-${trade.tid.slice(-4)}`,
    receiver_name: '张**',
    receiver_mobile: '*******1234',
    receiver_state: '浙江省',
    receiver_city: '杭州市',
    receiver_district: '西湖区',
    receiver_address: '文***号',
    orders: {
      order: trade.lines.map((line) => ({
        oid: line.oid,
        num_iid: 600_000_000_001,
        sku_id: `sku-${line.price}`,
        outer_sku_id: `TEA-${line.price}`,
        title: '绿茶',
        price: yuan(line.price),
        num: line.num,
        total_fee: yuan(line.net + line.share),
        // Of a single line the postage is counted in.
        divide_order_fee: yuan(line.net + (trade.lines.length === 1 ? trade.post : 0)),
        part_mjz_discount: yuan(line.share),
        status: trade.status,
        ...(line.refund && { refund_id: line.refund.id, refund_status: line.refund.status }),
      })),
    },
  };
}
