/** JD: 商家后台 → 订单导出. A line of an order in each row; what is said of the order stands in all of them. */

import { minorAmount } from '#platform/money';
import { decimalIn } from '../kinds/values.ts';
import type { Preset } from '../preset.ts';
import { readTables } from '../tables.ts';

type Texts = Readonly<Record<string, string>>;

/** 应付金额 is what was left to pay after her balance at JD was used: the order cost both. Whether it was paid, its state says. */
function withBalance(values: Texts, raw: Texts): Texts {
  const [left, balance] = [decimalIn(raw.应付金额 ?? ''), decimalIn(raw.余额支付 ?? '')];
  if (left === null || balance === null || !/[1-9]/.test(balance)) return values;
  const both = ((minorAmount(left, 1, 'CNY') + minorAmount(balance, 1, 'CNY')) / 100).toFixed(2);
  return { ...values, total: both };
}

export const jdOrders: Preset = {
  name: 'jd-orders',
  title: { en: 'JD orders', zh: '京东订单' },
  takes: { en: 'The export of orders of JD’s merchant console.', zh: '京东商家后台导出的订单。' },
  channel: { name: '京东', platform: 'jd', currency: 'CNY', zone: 'Asia/Shanghai', country: 'CN' },
  read: (path, channel, options) =>
    readTables(
      path,
      channel,
      [
        {
          kind: 'orders',
          columns: {
            order_number: ['订单号', '订单编号'],
            product_id: ['商品ID', '商品编号'],
            title: ['商品名称'],
            quantity: ['订购数量', '数量'],
            unit_price: ['京东价', '商品价格'],
            payment_method: ['支付方式'],
            placed_at: ['下单时间'],
            paid_at: ['付款确认时间', '付款时间'],
            completed_at: ['订单完成时间'],
            total: ['应付金额', '订单金额'],
            state: ['订单状态'],
            customer_id: ['下单帐号', '下单账号'],
            name: ['客户姓名', '收货人姓名'],
            address: ['客户地址', '收货地址'],
            phone: ['联系电话', '手机'],
            note: ['订单备注', '买家留言'],
            shipping: ['运费金额', '运费'],
            sku: ['货号', '商家SKUID'],
          },
          amend: (values, raw) => ({ ...withBalance(values, raw), tax_included: 'yes' }),
        },
      ],
      options,
    ),
};
