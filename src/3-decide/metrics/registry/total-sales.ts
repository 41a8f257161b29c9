import type { Metric } from '../metric.ts';

export const totalSales: Metric = {
  name: 'total_sales',
  unit: 'money',
  title: { en: 'Total sales (as Shopify reports)', zh: '总销售额（Shopify 口径）' },
  meaning: {
    en: 'Net sales with shipping, fees and taxes that are added to prices.',
    zh: '净销售额加上运费、附加费以及价外税。',
  },
  measure: {
    how: 'sum',
    sum: {
      of: 'amount',
      plus: ['gross', 'discount', 'returned', 'cancelled', 'shipping', 'fee', 'tax', 'rounding'],
    },
  },
};
