import type { Metric } from '../metric.ts';

export const netSales: Metric = {
  name: 'net_sales',
  unit: 'money',
  title: { en: 'Net sales', zh: '净销售额' },
  meaning: {
    en: 'Gross sales less discounts, cancellations and returns. Sales count on the day of the order, what is taken back on the day it is taken back.',
    zh: '销售总额减去折扣、取消与退货。销售计入下单当日，退回部分计入退回当日。',
  },
  measure: { how: 'sum', sum: { of: 'amount', plus: ['gross', 'discount', 'returned', 'cancelled'] } },
};
