/** What a trade comes to. */
import { describe, expect, it } from 'vitest';
import { aClock, aReach } from '../testing/reach.ts';
import { recordOf } from './order-of-trade.ts';
import { refund, trade } from './trade.ts';

const { channel } = aReach('tmall', {}, aClock('2026-11-26T00:00:00Z'));
const line = { oid: '1', num_iid: 60, sku_id: 's1', title: '绿茶', price: '50.00', num: 2 };
const given = {
  tid: '3000000000000000001',
  status: 'WAIT_SELLER_SEND_GOODS',
  created: '2026-11-11 00:00:07',
  modified: '2026-11-11 00:01:00',
  pay_time: '2026-11-11 00:01:00',
  payment: '95.00',
  post_fee: '5.00',
  buyer_open_uid: 'AAH1',
  buyer_nick: '茶**',
  orders: { order: [{ ...line, divide_order_fee: '90.00', part_mjz_discount: '10.00' }] },
};
const back = {
  refund_id: 'r1',
  tid: given.tid,
  oid: '1',
  status: 'SUCCESS',
  refund_fee: '95.00',
  created: '2026-11-12 09:00:00',
  modified: '2026-11-12 10:00:00',
  end_time: '2026-11-12 10:00:00',
  num: 2,
  has_good_return: true,
};
const orderOf = (more: object = {}, refunds: object[] = []) =>
  recordOf(
    trade.parse({ ...given, ...more }),
    refunds.map((one) => refund.parse({ ...back, ...one })),
    channel,
  );
const of = (more: object): object => ({ orders: { order: [{ ...given.orders.order[0], ...more }] } });

describe('a trade', () => {
  it('of 100 yuan with 10 off and 5 of postage is one of 95, on the day of China', () => {
    const { order } = orderOf();
    expect(order.lines).toMatchObject([{ amount: 10_000, discount: 1000, quantity: 2, unitPrice: '50.00' }]);
    expect(order.adjustments).toEqual([{ kind: 'shipping', amount: 500, label: '' }]);
    expect(order.payments).toMatchObject([{ amount: 9500 }]);
    expect(order.placedAt.toISOString()).toBe('2026-11-10T16:00:07.000Z');
  });

  it('whose single line counts the postage in is the same', () =>
    expect(orderOf(of({ divide_order_fee: '95.00' }))).toEqual(orderOf()));

  it('of which Taobao gave 3 yuan cost 3 less', () => {
    const two = [given.orders.order[0], { ...line, oid: '2', num: 1, divide_order_fee: '50.00' }];
    const { order } = orderOf({ orders: { order: two }, payment: '142.00' });
    expect(order.adjustments).toEqual([
      { kind: 'shipping', amount: 500, label: '' },
      { kind: 'discount', amount: -300, label: '平台优惠' },
    ]);
  });

  it('whose price was put up by hand says so, and has no negative discount', () => {
    const { order } = orderOf({ ...of({ divide_order_fee: '120.00' }), payment: '125.00' });
    expect(order.lines[0]?.discount).toBe(0);
    expect(order.adjustments).toContainEqual({ kind: 'fee', amount: 2000, label: '改价' });
  });

  it('of a presale has paid its deposit', () => {
    const { order } = orderOf({ step_trade_status: 'FRONT_PAID_FINAL_NOPAID', step_paid_fee: '20.00' });
    expect(order.payments).toMatchObject([{ amount: 2000 }]);
  });

  it('closed before it was paid was called off', () => {
    const { order } = orderOf({
      status: 'TRADE_CLOSED_BY_TAOBAO',
      pay_time: '',
      end_time: '2026-11-11 03:00:00',
    });
    expect(order.cancelledAt?.toISOString()).toBe('2026-11-10T19:00:00.000Z');
    expect(order.payments).toEqual([]);
  });

  it('closed by its refund was given back, and is as new as the refund', () => {
    const { order, version } = orderOf({ status: 'TRADE_CLOSED' }, [{}]);
    expect(order.cancelledAt).toBe(null);
    expect(order.refunds).toMatchObject([
      { platformId: 'r1', amount: 9500, lines: [{ line: '1', quantity: 2, amount: 9000 }] },
    ]);
    expect(version?.toISOString()).toBe('2026-11-12T02:00:00.000Z');
  });

  it('given back in part keeps its goods, and a refund that was refused is none', () => {
    const part = orderOf({}, [{ refund_fee: '10.00', has_good_return: false }]).order;
    expect(part.refunds).toMatchObject([{ amount: 1000, lines: [{ quantity: 0, amount: 1000 }] }]);
    expect(orderOf({}, [{ status: 'CLOSED' }]).order.refunds).toEqual([]);
  });

  it('is hers by her ouid; a hidden nick alone names nobody', () => {
    expect(orderOf().buyer.identifiers).toEqual([
      { kind: 'taobao_ouid', value: 'AAH1' },
      { kind: 'channel_customer', value: '7:茶**' },
    ]);
    expect(orderOf({ buyer_nick: '茶*' }).buyer.identifiers).toHaveLength(1);
    expect(orderOf({ buyer_open_uid: '' }).buyer).toEqual({ identifiers: [], traits: {}, details: {} });
    expect(orderOf({ buyer_open_uid: '', buyer_nick: '爱喝茶' }).buyer.identifiers).toEqual([
      { kind: 'channel_customer', value: '7:爱喝茶' },
    ]);
  });
});
