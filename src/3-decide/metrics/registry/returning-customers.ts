import type { Metric } from '../metric.ts';

export const returningCustomers: Metric = {
  name: 'returning_customers',
  unit: 'count',
  title: { en: 'Returning customers', zh: '回头客数' },
  meaning: {
    en: 'People who placed an order in the stretch and have placed more than one by its end.',
    zh: '期间内下过单、且到期末累计下单不止一次的客户人数。',
  },
  measure: { how: 'people', who: 'returning' },
};
