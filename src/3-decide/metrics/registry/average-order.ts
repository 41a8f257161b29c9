import type { Metric } from '../metric.ts';

export const averageOrder: Metric = {
  name: 'average_order',
  unit: 'money',
  title: { en: 'Average order', zh: '平均客单价' },
  meaning: {
    en: 'What an order comes to on average: the total of orders kept, divided by their number.',
    zh: '有效订单的平均金额：有效订单总额除以有效订单数。',
  },
  measure: {
    how: 'quotient',
    over: { of: 'amount', plus: ['kept'] },
    under: { of: 'quantity', plus: ['kept'] },
  },
};
