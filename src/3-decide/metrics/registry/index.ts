/** Every figure there is, each in a file of its own. */
import type { Metric } from '../metric.ts';
import { averageOrder } from './average-order.ts';
import { bookedSales } from './booked-sales.ts';
import { customers } from './customers.ts';
import { discounts } from './discounts.ts';
import { grossSales } from './gross-sales.ts';
import { netSales } from './net-sales.ts';
import { newCustomers } from './new-customers.ts';
import { ordersKept } from './orders-kept.ts';
import { ordersPlaced } from './orders-placed.ts';
import { refunds } from './refunds.ts';
import { repeatRate } from './repeat-rate.ts';
import { returningCustomers } from './returning-customers.ts';
import { totalSales } from './total-sales.ts';
import { units } from './units.ts';

export const METRICS: readonly Metric[] = [
  grossSales,
  netSales,
  totalSales,
  bookedSales,
  refunds,
  discounts,
  ordersPlaced,
  ordersKept,
  units,
  averageOrder,
  customers,
  newCustomers,
  returningCustomers,
  repeatRate,
];
