import type { Metric } from '../metric.ts';

export const discounts: Metric = {
  name: 'discounts',
  unit: 'money',
  title: { en: 'Discounts', zh: '折扣' },
  meaning: {
    en: 'What was taken off orders and their lines, on the day of the order.',
    zh: '订单及订单行上的优惠金额，计入下单当日。',
  },
  measure: { how: 'sum', sum: { of: 'amount', minus: ['discount'] } },
};
