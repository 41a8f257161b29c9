import type { Metric } from '../metric.ts';

export const totalSales: Metric = {
  name: 'total_sales',
  unit: 'money',
  title: { en: 'Total sales (as Shopify reports)', zh: '总销售额（Shopify 口径）' },
  meaning: {
    en: 'Net sales with shipping, fees and taxes that are added to prices, less what of these went back, on the day it went back.',
    zh: '净销售额加上运费、附加费以及价外税；其中退还的部分在退还当日扣除。',
  },
  measure: {
    how: 'sum',
    sum: {
      of: 'amount',
      plus: ['gross', 'discount', 'returned', 'cancelled', 'shipping', 'fee', 'tax', 'rounding'],
    },
  },
};
