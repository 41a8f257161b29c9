import type { Metric } from '../metric.ts';

export const grossSales: Metric = {
  name: 'gross_sales',
  unit: 'money',
  title: { en: 'Gross sales', zh: '销售总额' },
  meaning: {
    en: 'Lines of orders at their price, before discounts, cancellations and returns, on the day the order was placed. Without orders made to try the shop, without gift cards sold.',
    zh: '订单行按原价计算的金额，未扣除折扣、取消与退货；计入下单当日。不含测试订单与礼品卡销售。',
  },
  measure: { how: 'sum', sum: { of: 'amount', plus: ['gross'] } },
};
