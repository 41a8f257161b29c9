import type { Metric } from '../metric.ts';

export const bookedSales: Metric = {
  name: 'booked_sales',
  unit: 'money',
  title: { en: 'Booked sales (as accounting)', zh: '入账销售额（会计口径）' },
  meaning: {
    en: 'Net sales and all bookings that are no orders: bad debt, corrections.',
    zh: '净销售额以及非订单的账务调整（坏账、更正等）。',
  },
  measure: {
    how: 'sum',
    sum: { of: 'amount', plus: ['gross', 'discount', 'returned', 'cancelled', 'adjustment'] },
  },
};
