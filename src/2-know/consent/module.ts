import { fileURLToPath } from 'node:url';
import type { Module } from '#platform/module';
import { consentRoutes } from './routes.ts';
import type { ConsentParts } from './show-consent.ts';
import { choicesOf, forgetPlaces } from './store.ts';

export const consentModule = (parts: ConsentParts): Module => ({
  name: 'know/consent',
  neighbours: ['know/customers'],
  migrations: fileURLToPath(new URL('./migrations', import.meta.url)),
  routes: consentRoutes(parts),
  personalData: {
    export: (db, customer) => choicesOf(db, [customer]),
    erase: (tx, customer) => forgetPlaces(tx, customer),
  },
});
