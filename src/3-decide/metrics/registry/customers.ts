import type { Metric } from '../metric.ts';

export const customers: Metric = {
  name: 'customers',
  unit: 'count',
  title: { en: 'Customers', zh: '客户数' },
  meaning: {
    en: 'People who placed an order in the stretch, each once, however many profiles they have. Orders of nobody known count for nobody.',
    zh: '期间内下过单的客户人数，同一人只计一次；无法识别客户的订单不计入。',
  },
  measure: { how: 'people', who: 'all' },
};
