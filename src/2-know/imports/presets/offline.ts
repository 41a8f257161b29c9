/** Receipts of a till, and parcels as couriers list them: no two are alike, so their columns are guessed, from the words usual there. */
import type { Preset } from '../preset.ts';
import { readTables } from '../tables.ts';

export const tillReceipts: Preset = {
  name: 'till-receipts',
  title: { en: 'Receipts of a till', zh: '门店小票' },
  takes: {
    en: 'Lines of receipts: number, time, article, quantity, price, card of the customer.',
    zh: '小票明细：小票号、时间、商品、数量、价格、会员号。',
  },
  channel: { name: 'Store', platform: 'store', currency: 'CNY', zone: 'Asia/Shanghai', country: 'CN' },
  read: (path, channel, options) =>
    readTables(
      path,
      channel,
      [
        {
          kind: 'orders',
          guess: true,
          columns: {
            order_number: [
              '小票号',
              '小票编号',
              '流水号',
              '单据号',
              'Receipt',
              'Receipt number',
              'Receipt No',
            ],
            placed_at: ['交易时间', '销售时间', '收银时间', 'Time', 'Date'],
            customer_id: ['会员号', '会员卡号', 'Card', 'Loyalty card'],
          },
          amend: (values, raw) => {
            // A receipt's number begins anew in each store.
            const store = (raw.门店编号 ?? raw.门店 ?? raw.Store ?? raw['Store ID'] ?? '').trim();
            const number = values.order_number ?? '';
            return {
              ...values,
              state: values.state || 'completed',
              tax_included: 'yes',
              ...(store && number && { order_number: `${store}-${number}` }),
            };
          },
        },
      ],
      options,
    ),
};

export const courierParcels: Preset = {
  name: 'courier-parcels',
  title: { en: 'Parcels of a courier', zh: '快递运单' },
  takes: { en: 'Parcels with the number of their order.', zh: '含订单号的运单列表。' },
  channel: { name: 'Own shop', platform: 'own', currency: 'CNY', zone: 'Asia/Shanghai', country: 'CN' },
  read: (path, channel, options) =>
    readTables(path, channel, [{ kind: 'deliveries', columns: {}, guess: true }], options),
};
