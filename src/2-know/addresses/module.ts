import { fileURLToPath } from 'node:url';
import type { Module } from '#platform/module';
import type { NameParts } from './name-address.ts';
import { rememberingAddresses } from './remember-addresses.ts';
import { addressRoutes } from './routes.ts';
import { exportAddresses } from './show-addresses.ts';
import { eraseBook } from './store.ts';

export const addressesModule = (parts: NameParts): Module => ({
  name: 'know/addresses',
  neighbours: ['know/customers'],
  migrations: fileURLToPath(new URL('./migrations', import.meta.url)),
  routes: addressRoutes(parts),
  subscribers: [rememberingAddresses(parts.vault)],
  personalData: {
    export: (db, customer, caller) => exportAddresses(parts, db, customer, caller),
    erase: (tx, customer) => eraseBook(tx, customer),
  },
});
