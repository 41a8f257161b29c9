/**
 * A POP shop on JD, on this machine: speaks JOS as it is documented, and keeps its own books. Orders live on while they are listed, refunds do not
 * touch them, calls are limited, services behind the platform fail.
 */
import { chinaTime, instantOf } from '../../china-time.ts';
import { book, type DayBooks } from '../../testing/day-books.ts';
import { type Dice, dice } from '../../testing/random.ts';
import type { TestClock } from '../../testing/reach.ts';
import { type Asked, type Said, serve } from '../../testing/server.ts';
import { signJos } from '../call-jos.ts';

export const KEYS = {
  app_key: 'ABCDEF0123456789',
  app_secret: 'the secret of the app',
  access_token: 'the token',
};

type Line = { sku: string; price: number; num: number; off: number };
type SaleRefund = { id: string; sku: string; num: number; amount: number; approved: Date; done: Date | null };
export type LocalOrder = {
  id: string;
  buyer: number;
  made: Date;
  modified: Date;
  paid: Date | null;
  ended: Date | null;
  state: string;
  lines: Line[];
  freight: number;
  wide: number;
  card: number;
  platformGave: number;
  balance: number;
  cancelRefund: { id: string; checked: Date } | null;
  saleRefunds: SaleRefund[];
};

export type LocalShop = {
  url: string;
  orders: LocalOrder[];
  live(): void;
  order(): LocalOrder;
  faults: { limited: number; failing: number; reset: number };
  busy: number;
  booked(): DayBooks;
  stop(): Promise<void>;
};

export async function aJdShop(seed: number, clock: TestClock): Promise<LocalShop> {
  const town = new Town(dice(seed), clock);
  const shop = {
    orders: town.orders,
    faults: { limited: 0, failing: 0, reset: 0 },
    busy: 0,
    live: () => town.live(),
    order: () => town.order(),
    booked: () => town.books(),
  } as unknown as LocalShop;
  const server = await serve((asked) => answerTo(asked, shop, town));
  return Object.assign(shop, { url: server.url, stop: server.stop });
}

const goodsOf = ({ lines }: LocalOrder): number =>
  lines.reduce((sum, { price, num, off }) => sum + price * num - off, 0);
/** All she gave for it: by her balance and by money. */
export const dueOf = (order: LocalOrder): number =>
  goodsOf(order) + order.freight - order.wide - order.card - order.platformGave;

class Town {
  readonly orders: LocalOrder[] = [];
  readonly dice: Dice;
  readonly clock: TestClock;
  #next = 1;
  constructor(chances: Dice, clock: TestClock) {
    this.dice = chances;
    this.clock = clock;
  }

  order(): LocalOrder {
    const { dice: chances, clock } = this;
    const id = String(280_000_000_000 + this.#next++);
    const lines = Array.from({ length: chances.whole(1, 3) }, (_, n): Line => {
      const price = chances.whole(1000, 99_999);
      const num = chances.whole(1, 4);
      return {
        sku: String(10_000_000 + n + price * 10),
        price,
        num,
        off: chances.chance(40) ? chances.whole(1, 400) : 0,
      };
    });
    const order: LocalOrder = {
      id,
      buyer: chances.whole(1, 9),
      made: clock.now,
      modified: clock.now,
      paid: null,
      ended: null,
      state: 'NOT_PAY',
      lines,
      freight: chances.chance(40) ? chances.whole(1, 2000) : 0,
      wide: chances.chance(30) ? chances.whole(1, 100) : 0,
      card: chances.chance(20) ? chances.whole(1, 100) : 0,
      platformGave: chances.chance(30) ? chances.whole(1, 100) : 0,
      balance: 0,
      cancelRefund: null,
      saleRefunds: [],
    };
    order.balance = chances.chance(20) ? chances.whole(0, dueOf(order)) : 0;
    this.orders.push(order);
    return order;
  }

  live(): void {
    if (this.orders.length === 0 || this.dice.chance(35)) return void this.order();
    const order = this.dice.one(this.orders);
    const now = this.clock.now;
    const become = (state: string): void => {
      order.state = state;
      order.modified = now;
    };
    if (order.state === 'NOT_PAY') {
      order.paid = now;
      become('WAIT_SELLER_STOCK_OUT');
    } else if (order.state === 'WAIT_SELLER_STOCK_OUT' && this.dice.chance(30)) {
      order.ended = now;
      become('TRADE_CANCELED');
    } else if (order.state === 'TRADE_CANCELED') {
      // The money of one that was called off comes later, and does not touch it.
      order.cancelRefund ??= { id: String(this.#next++), checked: now };
    } else if (order.state === 'WAIT_SELLER_STOCK_OUT') become('WAIT_GOODS_RECEIVE_CONFIRM');
    else if (order.state === 'WAIT_GOODS_RECEIVE_CONFIRM' && this.dice.chance(50)) {
      order.ended = now;
      become('FINISHED_L');
    } else this.#afterSale(order);
  }

  #afterSale(order: LocalOrder): void {
    const now = this.clock.now;
    const waiting = order.saleRefunds.find(({ done }) => done === null);
    if (waiting) {
      waiting.done = now;
      return;
    }
    const line = order.lines.find(({ sku }) => !order.saleRefunds.some((one) => one.sku === sku));
    if (!line) return;
    const num = this.dice.whole(1, line.num);
    const amount = Math.max(1, Math.floor(((line.price * line.num - line.off) * num) / line.num) - 300);
    order.saleRefunds.push({
      id: String(this.#next++),
      sku: line.sku,
      num,
      amount,
      approved: now,
      done: null,
    });
  }

  books(): DayBooks {
    const books: DayBooks = {};
    for (const order of this.orders) {
      book(books, order.made, { orders: 1, total: dueOf(order) });
      if (order.paid) book(books, order.paid, { paid: dueOf(order) });
      if (order.cancelRefund) book(books, order.cancelRefund.checked, { refunded: dueOf(order) });
      for (const { done, amount } of order.saleRefunds) if (done) book(books, done, { refunded: amount });
    }
    return books;
  }
}

const yuan = (amount: number): string =>
  `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`;
const trouble = (code: string, zh_desc: string): Said => ({
  status: 200,
  body: JSON.stringify({ error_response: { code, zh_desc, en_desc: '' } }),
});

function answerTo({ body }: Asked, shop: LocalShop, town: Town): Said {
  const params = Object.fromEntries(new URLSearchParams(body));
  const { sign = '', ...rest } = params;
  if (sign !== signJos(rest, KEYS.app_secret)) return trouble('12', '无效签名');
  if (params.access_token !== KEYS.access_token) return trouble('19', '无效access_token');
  const at = instantOf(params.timestamp)?.getTime() ?? 0;
  if (Math.abs(at - town.clock.now.getTime()) > 360_000) return trouble('8', '非法的时间戳参数');
  if (town.dice.chance(shop.faults.limited)) return trouble('2', '限制时间内调用失败次数');
  if (town.dice.chance(shop.faults.failing)) return trouble('66', '平台连接后端服务不可用');
  if (town.dice.chance(shop.faults.reset)) return 'reset';
  if (town.dice.chance(shop.busy)) {
    town.clock.pass(1000);
    shop.live();
  }
  const method = params.method ?? '';
  const said = METHODS[method]?.(JSON.parse(params['360buy_param_json'] ?? '{}'), town);
  if (!said) return trouble('15', '不存在的方法名');
  return {
    status: 200,
    body: JSON.stringify({ [`${method.replaceAll('.', '_')}_responce`]: { code: '0', ...said } }),
  };
}

type Params = Record<string, string | number | undefined>;
const paged = <T>(found: readonly T[], page: Params[string], size: Params[string]): T[] =>
  found.slice((Number(page) - 1) * Number(size), Number(page) * Number(size));

const METHODS: Record<string, (params: Params, town: Town) => Record<string, unknown>> = {
  'jingdong.pop.order.enSearch': (params, { orders }) => {
    const atOf = (order: LocalOrder): Date => (params.dateType === 1 ? order.made : order.modified);
    const found = orders
      .filter((order) => isWithin(atOf(order), params.start_date, params.end_date))
      .sort((one, other) => atOf(other).getTime() - atOf(one).getTime());
    return {
      searchorderinfo_result: {
        apiResult: { success: true },
        orderTotal: found.length,
        orderInfoList: paged(found, params.page, params.page_size).map(shown),
      },
    };
  },
  'jingdong.pop.order.enGet': ({ order_id }, { orders }) => {
    const found = orders.find(({ id }) => id === String(order_id));
    return { orderDetailInfo: { orderInfo: found ? shown(found) : null } };
  },
  'jingdong.pop.afs.soa.refundapply.queryPageList': (params, { orders }) => {
    const found = orders.filter(
      (order) =>
        order.cancelRefund &&
        (params.orderId === undefined || String(params.orderId) === order.id) &&
        isWithin(order.cancelRefund.checked, params.checkTimeStart, params.checkTimeEnd),
    );
    const page = paged(found, params.pageIndex, params.pageSize);
    return {
      queryResult: {
        success: true,
        totalCount: found.length,
        result: page.map((order) => ({
          id: Number(order.cancelRefund?.id),
          orderId: Number(order.id),
          applyRefundSum: dueOf(order),
          status: 3,
          applyTime: chinaTime(order.ended as Date),
          checkTime: chinaTime(order.cancelRefund?.checked as Date),
        })),
      },
    };
  },
  'jingdong.asc.serviceAndRefund.view': (params, { orders }) => {
    const found = orders
      .filter(({ id }) => params.orderId === undefined || String(params.orderId) === id)
      .flatMap((order) => order.saleRefunds.map((refund) => ({ order, refund })))
      .filter(({ refund }) => isWithin(refund.approved, params.approveTimeBegin, params.approveTimeEnd));
    const page = paged(found, params.pageNumber, params.pageSize);
    return {
      pageResult: {
        totalCount: found.length,
        data: page.map(({ order, refund }) => ({
          afsRefundId: Number(refund.id),
          status: refund.done ? 13 : 10,
          ...(refund.done && { completeTime: chinaTime(refund.done), refoundAmount: yuan(refund.amount) }),
          sameOrderServiceBill: {
            serviceId: Number(refund.id),
            orderId: Number(order.id),
            wareId: refund.sku,
            serviceCount: refund.num,
          },
        })),
      },
    };
  },
};

function isWithin(at: Date, from: Params[string], to: Params[string]): boolean {
  if (from === undefined || to === undefined) return true;
  const second = Math.floor(at.getTime() / 1000) * 1000;
  return (
    second >= (instantOf(String(from))?.getTime() ?? 0) && second <= (instantOf(String(to))?.getTime() ?? 0)
  );
}

function shown(order: LocalOrder): unknown {
  const { lines } = order;
  const coupons = lines
    .filter(({ off }) => off > 0)
    .map(({ sku, off }) => ({
      orderId: order.id,
      skuId: sku,
      couponType: '30-单品促销优惠',
      couponPrice: yuan(off),
    }));
  const wide = order.wide > 0 ? [{ couponType: '100-店铺优惠', couponPrice: yuan(order.wide) }] : [];
  const card = order.card > 0 ? [{ couponType: '52-礼品卡优惠', couponPrice: yuan(order.card) }] : [];
  return {
    orderId: order.id,
    orderState: order.state,
    payType: '4-在线支付',
    orderPayment: yuan(dueOf(order) - order.balance),
    balanceUsed: yuan(order.balance),
    freightPrice: yuan(order.freight),
    orderStartTime: chinaTime(order.made),
    orderEndTime: order.ended ? chinaTime(order.ended) : '',
    paymentConfirmTime: order.paid ? chinaTime(order.paid) : '',
    modified: chinaTime(order.modified),
    orderRemark: '',
    pin: '',
    open_id_buyer: `open-${order.buyer}`,
    consigneeInfo: {
      fullname: '王**',
      mobile: '138****5678',
      province: '上海',
      city: '上海市',
      county: '浦东新区',
      fullAddress: '世纪大道***',
    },
    itemInfoList: lines.map(({ sku, price, num }) => ({
      skuId: sku,
      wareId: `w${sku}`,
      outerSkuId: `TEA-${sku}`,
      skuName: '绿茶',
      jdPrice: yuan(price),
      itemTotal: String(num),
    })),
    couponDetailList: [...coupons, ...wide, ...card],
  };
}
