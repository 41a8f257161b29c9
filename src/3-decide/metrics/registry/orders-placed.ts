import type { Metric } from '../metric.ts';

export const ordersPlaced: Metric = {
  name: 'orders_placed',
  unit: 'count',
  title: { en: 'Orders placed', zh: '下单数' },
  meaning: {
    en: 'Orders of customers on the day they were placed, also those cancelled later. Without orders made to try the shop.',
    zh: '客户下单的数量，计入下单当日，包括之后取消的订单；不含测试订单。',
  },
  measure: { how: 'sum', sum: { of: 'quantity', plus: ['placed'] } },
};
