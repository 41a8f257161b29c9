/**
 * From a trade to the order it is. Pure.
 *
 * What was paid is the trade's `payment` and nothing else; what each line came to after its share of the trade's discounts is its
 * `divide_order_fee`. The lines' own `payment` holds the postage where there is one line, and is not used.
 */
import { soldAs } from '#know/catalog';
import type { ChannelRow } from '#know/channels';
import { channelCustomer, type Order, type OrderLine, type OrderRecord } from '#know/orders';
import { instantOf } from '../china-time.ts';
import { fen, isHidden, levelled } from '../yuan.ts';
import type { Suborder, TopRefund, Trade } from './trade.ts';

export function recordOf(trade: Trade, refunds: readonly TopRefund[], channel: ChannelRow): OrderRecord {
  const order = orderOf(trade, refunds);
  const instants = [trade.modified, ...refunds.map(({ modified }) => modified)].map(
    (text) => instantOf(text)?.getTime() ?? 0,
  );
  // A refund need not touch the trade: the order is as new as the newest of both.
  return { order, buyer: buyerOf(trade, channel), version: new Date(Math.max(...instants)), rank: 'feed' };
}

function orderOf(trade: Trade, refunds: readonly TopRefund[]): Order {
  const placedAt = instantOf(trade.created) as Date;
  const ended = instantOf(trade.end_time) ?? (instantOf(trade.modified) as Date);
  const suborders = trade.orders.order;
  const nets = netsOf(trade);
  const lines = suborders.map((one, n) => lineOf(one, nets[n] as number));
  // A seller may put a price up by hand; a discount is never negative.
  const raised = lines.reduce((sum, { amount }, n) => sum + Math.max(0, (nets[n] as number) - amount), 0);
  const money = moneyBack(refunds, lines);
  const paidAt = instantOf(trade.pay_time);
  const isClosed = trade.status === 'TRADE_CLOSED_BY_TAOBAO' || trade.status === 'TRADE_CLOSED';
  return {
    platformId: trade.tid,
    number: trade.tid,
    kind: 'sale',
    placedAt,
    currency: 'CNY',
    test: false,
    taxIncluded: true,
    lines,
    adjustments: levelled(fen(trade.payment), lines, [
      { kind: 'shipping', amount: fen(trade.post_fee), label: '' },
      { kind: 'fee', amount: raised, label: '改价' },
    ]),
    payments: paidAt ? [paymentOf(trade, paidAt)] : [],
    refunds: money,
    // Closed by its refund: it was sold and given back, not called off.
    cancelledAt: isClosed && (!paidAt || money.length === 0) ? ended : null,
    cancelReason: null,
    fulfilment: fulfilmentOf(trade),
    completedAt: trade.status === 'TRADE_FINISHED' ? ended : null,
    campaign: null,
    country: 'CN',
  };
}

const SENT = new Set(['WAIT_BUYER_CONFIRM_GOODS', 'TRADE_BUYER_SIGNED', 'TRADE_FINISHED']);

function fulfilmentOf({ status, consign_time }: Trade): Order['fulfilment'] {
  if (status === 'SELLER_CONSIGNED_PART') return 'partially_fulfilled';
  return SENT.has(status) || (status === 'TRADE_CLOSED' && consign_time !== '') ? 'fulfilled' : 'unfulfilled';
}

function lineOf(one: Suborder, net: number): OrderLine {
  const amount = fen(one.price, one.num);
  return {
    platformId: one.oid,
    sold: soldAs({
      platformId: one.sku_id || one.outer_sku_id || one.outer_iid || one.num_iid || '-',
      platformProduct: one.num_iid || one.sku_id || '-',
      sku: one.outer_sku_id || one.outer_iid || null,
      title: one.title.slice(0, 500),
    }),
    quantity: one.num,
    unitPrice: one.price,
    amount,
    discount: Math.max(0, amount - net),
  };
}

/** After its own discounts and its share of the trade's. */
const netOf = (one: Suborder): number =>
  one.divide_order_fee !== ''
    ? fen(one.divide_order_fee)
    : one.total_fee !== ''
      ? fen(one.total_fee) - fen(one.part_mjz_discount)
      : fen(one.price, one.num) - fen(one.part_mjz_discount);

/** Of a single line TOP may count the postage in: she cannot have paid more for it than for all but that. */
function netsOf(trade: Trade): number[] {
  const nets = trade.orders.order.map(netOf);
  const most = Math.max(0, fen(trade.payment) - fen(trade.post_fee));
  return nets.length === 1 ? nets.map((net) => Math.min(net, most)) : nets;
}

/** Of a presale only the deposit may be paid yet. */
const paymentOf = (trade: Trade, at: Date): Order['payments'][number] => ({
  platformId: trade.tid,
  method: trade.type === 'cod' ? 'cod' : 'alipay',
  amount: fen(trade.step_trade_status === 'FRONT_PAID_FINAL_NOPAID' ? trade.step_paid_fee : trade.payment),
  at,
  state: 'paid',
});

function moneyBack(refunds: readonly TopRefund[], lines: readonly OrderLine[]): Order['refunds'] {
  return refunds
    .filter(({ status }) => status === 'SUCCESS')
    .sort((one, other) => (one.refund_id < other.refund_id ? -1 : 1))
    .map((refund) => {
      const amount = fen(refund.refund_fee);
      const line = lines.find(({ platformId }) => platformId === refund.oid);
      const net = line ? line.amount - line.discount : 0;
      const isWhole = String(refund.has_good_return) === 'true' || amount >= net;
      return {
        platformId: refund.refund_id,
        at: instantOf(refund.end_time) ?? (instantOf(refund.modified) as Date),
        amount,
        reason: refund.reason.slice(0, 200),
        lines: line
          ? [
              {
                line: line.platformId,
                quantity: isWhole ? Math.min(refund.num || line.quantity, line.quantity) : 0,
                amount: Math.min(amount, net),
              },
            ]
          : [],
      };
    });
}

/** `buyer_open_uid` (ouid) stays hers in this app; the nick is mostly hidden, and OAID is another one each week. */
function buyerOf(trade: Trade, channel: ChannelRow): OrderRecord['buyer'] {
  const { buyer_open_uid: ouid, buyer_nick: nick, oaid, receiver_mobile: mobile } = trade;
  const strong = [
    ...(ouid === '' ? [] : [{ kind: 'taobao_ouid', value: ouid }]),
    ...(nick === '' || isHidden(nick) ? [] : [channelCustomer(channel, nick)]),
  ];
  if (strong.length === 0) return { identifiers: [], traits: {}, details: {} };
  const weak = [
    // One star alone could pass for a name.
    ...(/\*{2}/.test(nick) ? [channelCustomer(channel, nick)] : []),
    ...(oaid === '' ? [] : [{ kind: 'taobao_oaid', value: oaid }]),
    ...(/\d{3}/.test(mobile) ? [{ kind: 'phone', value: mobile }] : []),
  ];
  const shipping = Object.fromEntries(
    [
      ['name', trade.receiver_name],
      ['phone', mobile],
      ['street', trade.receiver_address],
      ['district', trade.receiver_district],
      ['city', trade.receiver_city],
      ['state', trade.receiver_state],
      ['postalCode', trade.receiver_zip],
      ['country', 'CN'],
    ].filter(([, value]) => value !== ''),
  );
  return {
    identifiers: [...strong, ...weak],
    traits: isHidden(trade.receiver_name) || trade.receiver_name === '' ? {} : { name: trade.receiver_name },
    details: { shipping, ...(trade.buyer_message !== '' && { note: trade.buyer_message.slice(0, 2000) }) },
  };
}
