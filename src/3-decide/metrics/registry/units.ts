import type { Metric } from '../metric.ts';

export const units: Metric = {
  name: 'units',
  unit: 'count',
  title: { en: 'Units sold', zh: '销售件数' },
  meaning: {
    en: 'Pieces of goods sold, less those cancelled and returned. Postage and fees are no goods.',
    zh: '售出商品的件数，扣除取消与退货；邮费和附加费不计为商品。',
  },
  measure: { how: 'sum', sum: { of: 'quantity', plus: ['gross', 'returned', 'cancelled'] } },
};
