import type { Metric } from '../metric.ts';

export const newCustomers: Metric = {
  name: 'new_customers',
  unit: 'count',
  title: { en: 'New customers', zh: '新客户数' },
  meaning: {
    en: 'People whose first order ever was placed in the stretch.',
    zh: '首个订单在该期间内的客户人数。',
  },
  measure: { how: 'people', who: 'new' },
};
