import type { Metric } from '../metric.ts';

export const repeatRate: Metric = {
  name: 'repeat_rate',
  unit: 'share',
  title: { en: 'Repeat rate', zh: '复购率' },
  meaning: {
    en: 'The share of the customers of the stretch who have placed more than one order by its end.',
    zh: '期间内的客户中，到期末累计下单不止一次者所占比例。',
  },
  measure: { how: 'people', who: 'share_returning' },
};
