import { fileURLToPath } from 'node:url';
import type { Module } from '#platform/module';
import { type AttributeParts, attributeRoutes } from './routes.ts';
import { eraseValues } from './store.ts';
import { exportAttributes } from './values-of-customer.ts';

export const attributesModule = (parts: AttributeParts): Module => ({
  name: 'know/attributes',
  neighbours: ['know/customers'],
  migrations: fileURLToPath(new URL('./migrations', import.meta.url)),
  routes: attributeRoutes(parts),
  personalData: {
    export: (db, customer, caller) => exportAttributes(parts, db, customer, caller),
    erase: (tx, customer) => eraseValues(tx, customer),
  },
});
