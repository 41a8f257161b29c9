import type { Metric } from '../metric.ts';

export const ordersKept: Metric = {
  name: 'orders_kept',
  unit: 'count',
  title: { en: 'Orders kept', zh: '有效订单数' },
  meaning: {
    en: 'Orders placed less those cancelled, on the day they were placed.',
    zh: '下单数减去已取消的订单，计入下单当日。',
  },
  measure: { how: 'sum', sum: { of: 'quantity', plus: ['kept'] } },
};
