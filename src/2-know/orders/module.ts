import { fileURLToPath } from 'node:url';
import type { CustomerDirectory } from '#know/customers';
import type { Module, Platform } from '#platform/module';
import { exportOrders } from './hers/export-orders.ts';
import { orderRoutes } from './routes.ts';
import { forgetDetails } from './store.ts';

export const ordersModule = (platform: Platform & { customers: CustomerDirectory }): Module => ({
  name: 'know/orders',
  neighbours: ['know/catalog', 'know/channels', 'know/customers'],
  migrations: fileURLToPath(new URL('./migrations', import.meta.url)),
  routes: orderRoutes(platform),
  personalData: {
    export: (db, customer, caller) => exportOrders(platform, db, customer, caller),
    erase: (tx, customer) => forgetDetails(tx, customer),
  },
});

// For what wiring.ts hands to others: the front door has its ten names.
export { type CountedOrder, countedOrders } from './counted/counted-orders.ts';
export { orderNumbers } from './counted/store.ts';
export { type HabitsOf, habitsOf } from './habits/habits.ts';
export { type ShippedTo, shippedTo } from './hers/shipped-to.ts';
