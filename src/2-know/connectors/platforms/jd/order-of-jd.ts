/**
 * From an order of JD to the order it is. Pure.
 *
 * `orderPayment` is what was left to pay after her balance at JD was used: what the order cost is both. Discounts of a line are those that name
 * its SKU; what JD gave by itself (京东券, 京豆) and says of no line is levelled out.
 */
import { soldAs } from '#know/catalog';
import type { ChannelRow } from '#know/channels';
import { channelCustomer, type Order, type OrderLine, type OrderRecord } from '#know/orders';
import { instantOf } from '../china-time.ts';
import { fen, isHidden, levelled } from '../yuan.ts';
import type { CancelRefund, JdItem, JdOrder, SaleRefund } from './jd-order.ts';

export type JdRefunds = { cancelled: readonly CancelRefund[]; afterSale: readonly SaleRefund[] };

export function recordOf(given: JdOrder, refunds: JdRefunds, channel: ChannelRow): OrderRecord {
  const order = orderOf(given, refunds);
  const instants = [instantOf(given.modified) as Date, ...order.refunds.map(({ at }) => at)];
  const version = new Date(Math.max(...instants.map((at) => at.getTime())));
  return { order, buyer: buyerOf(given, channel), version, rank: 'feed' };
}

const GIFT_CARD = /^52\b|礼品卡/;
const SENT = new Set([
  'WAIT_GOODS_RECEIVE_CONFIRM',
  'RECEIPTS_CONFIRM',
  'SEND_TO_DISTRIBUTION_CENER',
  'DISTRIBUTION_CENTER_RECEIVED',
  'FINISHED_L',
]);

function orderOf(given: JdOrder, refunds: JdRefunds): Order {
  const { orderState: state } = given;
  const ended = instantOf(given.orderEndTime) ?? (instantOf(given.modified) as Date);
  const skus = new Set(given.itemInfoList.map(({ skuId }) => skuId));
  const lines = linesOf(given);
  const due = fen(given.orderPayment) + fen(given.balanceUsed);
  const wide = given.couponDetailList.filter((one) => !skus.has(one.skuId) || GIFT_CARD.test(one.couponType));
  const paidAt = instantOf(given.paymentConfirmTime) ?? (state === 'FINISHED_L' ? ended : null);
  return {
    platformId: given.orderId,
    number: given.orderId,
    kind: 'sale',
    placedAt: instantOf(given.orderStartTime) as Date,
    currency: 'CNY',
    test: false,
    taxIncluded: true,
    lines,
    adjustments: levelled(due, lines, [
      { kind: 'shipping', amount: fen(given.freightPrice), label: '' },
      ...wide.map((one) => ({
        kind: GIFT_CARD.test(one.couponType) ? ('gift_card' as const) : ('discount' as const),
        amount: -Math.abs(fen(one.couponPrice)),
        label: one.couponType.replace(/^\d+-/, '').slice(0, 200),
      })),
    ]),
    payments: paidAt ? [paymentOf(given, due, paidAt)] : [],
    refunds: refundsOf(refunds, lines),
    cancelledAt: state === 'TRADE_CANCELED' ? ended : null,
    cancelReason: null,
    fulfilment: SENT.has(state) ? 'fulfilled' : 'unfulfilled',
    completedAt: state === 'FINISHED_L' ? ended : null,
    campaign: null,
    country: 'CN',
  };
}

/** The same SKU may stand in two lines (one of them a gift): each is its own. */
function linesOf({ itemInfoList, couponDetailList }: JdOrder): OrderLine[] {
  const left = new Map<string, number>();
  for (const { skuId, couponType, couponPrice } of couponDetailList)
    if (!GIFT_CARD.test(couponType)) left.set(skuId, (left.get(skuId) ?? 0) + Math.abs(fen(couponPrice)));
  const seen = new Map<string, number>();
  return itemInfoList.map((one) => {
    const nth = (seen.get(one.skuId) ?? 0) + 1;
    seen.set(one.skuId, nth);
    const line = lineOf(one, nth);
    const discount = Math.min(line.amount, left.get(one.skuId) ?? 0);
    left.set(one.skuId, (left.get(one.skuId) ?? 0) - discount);
    return { ...line, discount };
  });
}

const lineOf = (one: JdItem, nth: number): OrderLine => ({
  platformId: nth === 1 ? one.skuId : `${one.skuId}-${nth}`,
  sold: soldAs({
    platformId: one.skuId,
    platformProduct: one.wareId || one.skuId,
    sku: one.outerSkuId || null,
    title: one.skuName.slice(0, 500),
  }),
  quantity: one.itemTotal,
  unitPrice: one.jdPrice,
  amount: fen(one.jdPrice, one.itemTotal),
  discount: 0,
});

const paymentOf = (given: JdOrder, amount: number, at: Date): Order['payments'][number] => ({
  platformId: given.orderId,
  method: given.payType.replace(/^\d+-/, '').slice(0, 60) || '-',
  amount,
  at,
  state: 'paid',
});

/** 3: JD's own accounts let it pass. 1 is the shop's word only. */
const PASSED = 3;
/** 13: the money is back. */
const BACK = 13;

function refundsOf({ cancelled, afterSale }: JdRefunds, lines: readonly OrderLine[]): Order['refunds'] {
  const whole = lines.map((line) => ({
    line: line.platformId,
    quantity: line.quantity,
    amount: line.amount - line.discount,
  }));
  const before = cancelled
    .filter(({ status }) => status === PASSED)
    .map((one) => ({
      platformId: `cancel-${one.id}`,
      at: instantOf(one.checkTime || one.applyTime) as Date,
      amount: one.applyRefundSum,
      reason: '',
      // Money of an order that was called off: its lines are called off with it.
      lines: [],
    }));
  const after = afterSale
    .filter(({ status, completeTime }) => status === BACK && completeTime !== '')
    .map(({ afsRefundId, completeTime, refoundAmount, sameOrderServiceBill: bill }) => {
      const amount = fen(refoundAmount);
      // What JD calls wareId here is mostly the SKU.
      const named = lines.find(({ sold }) => [sold.platformId, sold.platformProduct].includes(bill.wareId));
      const line = whole.find((one) => one.line === named?.platformId);
      return {
        platformId: `sale-${afsRefundId}`,
        at: instantOf(completeTime) as Date,
        amount,
        reason: '',
        lines: line
          ? [
              {
                line: line.line,
                quantity: Math.min(bill.serviceCount, line.quantity),
                amount: Math.min(amount, line.amount),
              },
            ]
          : [],
      };
    });
  return [...before, ...after].sort((one, other) => (one.platformId < other.platformId ? -1 : 1));
}

/** `open_id_buyer` is hers in this app. A pin is hers on JD, where JD still shows it; the files of the merchant console name her by it. */
function buyerOf(given: JdOrder, channel: ChannelRow): OrderRecord['buyer'] {
  const { open_id_buyer: openId, pin } = given;
  const shown = pin !== '' && !isHidden(pin);
  const strong = [
    ...(openId === '' ? [] : [{ kind: 'jd_open_id', value: openId }]),
    ...(shown ? [channelCustomer(channel, pin)] : []),
  ];
  if (strong.length === 0) return { identifiers: [], traits: {}, details: {} };
  const to = given.consigneeInfo;
  const phone = to?.mobile || to?.telephone || '';
  const shipping = Object.fromEntries(
    [
      ['name', to?.fullname ?? ''],
      ['phone', phone],
      ['street', to?.fullAddress ?? ''],
      ['district', to?.county ?? ''],
      ['city', to?.city ?? ''],
      ['state', to?.province ?? ''],
      ['country', 'CN'],
    ].filter(([, value]) => value !== ''),
  );
  return {
    identifiers: [...strong, ...(/^[\d*+-]{7,20}$/.test(phone) ? [{ kind: 'phone', value: phone }] : [])],
    traits: to && to.fullname !== '' && !isHidden(to.fullname) ? { name: to.fullname } : {},
    details: { shipping, ...(given.orderRemark !== '' && { note: given.orderRemark.slice(0, 2000) }) },
  };
}
