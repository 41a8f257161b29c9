import { fileURLToPath } from 'node:url';
import type { CustomerDirectory } from '#know/customers';
import type { Module, Platform } from '#platform/module';
import { orderRoutes } from './routes.ts';
import { forgetDetails, ordersOf } from './store.ts';

export const ordersModule = (platform: Platform & { customers: CustomerDirectory }): Module => ({
  name: 'know/orders',
  neighbours: ['know/catalog', 'know/channels', 'know/customers'],
  migrations: fileURLToPath(new URL('./migrations', import.meta.url)),
  routes: orderRoutes(platform),
  personalData: {
    export: async (db, customer) =>
      (await ordersOf(db, customer)).map(({ row: { sealed: _, ...row }, order }) => ({ ...row, ...order })),
    erase: (tx, customer) => forgetDetails(tx, customer),
  },
});

// For what wiring.ts hands to others: the front door has its ten names.
export { type CountedOrder, countedOrders } from './counted/counted-orders.ts';
export { orderNumbers } from './counted/store.ts';
export { type HabitsOf, habitsOf } from './habits/habits.ts';
