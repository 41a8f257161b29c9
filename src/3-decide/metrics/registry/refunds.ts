import type { Metric } from '../metric.ts';

export const refunds: Metric = {
  name: 'refunds',
  unit: 'money',
  title: { en: 'Refunds', zh: '退款' },
  meaning: {
    en: 'All money that went back to customers, for goods, shipping or as goodwill, on the day it went back.',
    zh: '退还给客户的全部款项（商品、运费或补偿），计入退款当日。',
  },
  measure: { how: 'sum', sum: { of: 'amount', minus: ['refund'] } },
};
