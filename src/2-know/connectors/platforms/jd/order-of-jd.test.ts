/** What an order of JD comes to. */
import { describe, expect, it } from 'vitest';
import { aClock, aReach } from '../testing/reach.ts';
import { cancelRefund, jdOrder, saleRefund } from './jd-order.ts';
import { type JdRefunds, recordOf } from './order-of-jd.ts';

const { channel } = aReach('jd', {}, aClock('2026-11-26T00:00:00Z'));
const given = {
  orderId: 280_000_000_001,
  orderState: 'WAIT_GOODS_RECEIVE_CONFIRM',
  payType: '4-在线支付',
  orderPayment: '75.00',
  balanceUsed: '20.00',
  freightPrice: '5.00',
  orderStartTime: '2026-11-11 00:00:07',
  paymentConfirmTime: '2026-11-11 00:01:00',
  modified: '2026-11-11 08:00:00',
  open_id_buyer: 'open-1',
  pin: '',
  itemInfoList: [{ skuId: '100', wareId: '10', skuName: '绿茶', jdPrice: '50.00', itemTotal: '2' }],
  couponDetailList: [{ skuId: '100', couponType: '30-单品促销优惠', couponPrice: '10.00' }],
};
const NONE: JdRefunds = { cancelled: [], afterSale: [] };
const of = (more: object = {}, refunds: JdRefunds = NONE) =>
  recordOf(jdOrder.parse({ ...given, ...more }), refunds, channel);

describe('an order', () => {
  it('costs what was left to pay and what her balance paid', () => {
    const { order } = of();
    expect(order.lines).toMatchObject([{ platformId: '100', amount: 10_000, discount: 1000, quantity: 2 }]);
    expect(order.adjustments).toEqual([{ kind: 'shipping', amount: 500, label: '' }]);
    expect(order.payments).toMatchObject([{ amount: 9500, method: '在线支付' }]);
    expect(order.fulfilment).toBe('fulfilled');
  });

  it('with the same SKU twice has two lines, and its discount is taken off once', () => {
    const item = given.itemInfoList[0];
    const { order } = of({ itemInfoList: [item, { ...item, jdPrice: '0.00', itemTotal: '1' }] });
    expect(order.lines).toMatchObject([
      { platformId: '100', discount: 1000 },
      { platformId: '100-2', amount: 0, discount: 0 },
    ]);
  });

  it('of cash on delivery is paid when it is finished', () => {
    const cash = { paymentConfirmTime: '', payType: '1-货到付款' };
    expect(of(cash).order.payments).toEqual([]);
    const done = of({ ...cash, orderState: 'FINISHED_L', orderEndTime: '2026-11-14 10:00:00' }).order;
    expect(done.payments).toMatchObject([{ amount: 9500 }]);
    expect(done.completedAt?.toISOString()).toBe('2026-11-14T02:00:00.000Z');
  });

  it('that was called off is given back when JD’s accounts let it pass, in fen, and not before', () => {
    const refund = { id: 1, orderId: '1', applyRefundSum: 9500, checkTime: '2026-11-12 10:00:00' };
    const with_ = (status: number) =>
      of(
        { orderState: 'TRADE_CANCELED' },
        { ...NONE, cancelled: [cancelRefund.parse({ ...refund, status })] },
      );
    expect(with_(1).order.refunds).toEqual([]);
    const { order, version } = with_(3);
    expect(order.refunds).toMatchObject([{ platformId: 'cancel-1', amount: 9500, lines: [] }]);
    expect(order.cancelledAt).not.toBe(null);
    expect(version?.toISOString()).toBe('2026-11-12T02:00:00.000Z');
  });

  it('is given back after sale when the money is back, in yuan, with its pieces', () => {
    const refund = {
      afsRefundId: 7,
      completeTime: '2026-11-20 10:00:00',
      refoundAmount: '45.00',
      sameOrderServiceBill: { serviceId: 8, orderId: 1, wareId: '100', serviceCount: 1 },
    };
    const with_ = (status: number) =>
      of({}, { ...NONE, afterSale: [saleRefund.parse({ ...refund, status })] }).order.refunds;
    expect(with_(14)).toEqual([]);
    expect(with_(13)).toMatchObject([
      { platformId: 'sale-7', amount: 4500, lines: [{ line: '100', quantity: 1, amount: 4500 }] },
    ]);
  });

  it('is hers by her open id, and by a pin that is shown', () => {
    expect(of({ pin: 'jd_tea' }).buyer.identifiers).toEqual([
      { kind: 'jd_open_id', value: 'open-1' },
      { kind: 'channel_customer', value: '7:jd_tea' },
    ]);
    expect(of({ pin: 'jd_***', open_id_buyer: '' }).buyer.identifiers).toEqual([]);
  });
});
