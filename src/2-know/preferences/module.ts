import { fileURLToPath } from 'node:url';
import type { Module } from '#platform/module';
import type { NoteParts } from './note-preferences.ts';
import { rememberingPreferences } from './remember-preferences.ts';
import { preferenceRoutes } from './routes.ts';
import { exportStated } from './show-preferences.ts';
import { eraseStated } from './store.ts';

export const preferencesModule = (parts: NoteParts): Module => ({
  name: 'know/preferences',
  neighbours: ['know/customers', 'know/orders'],
  migrations: fileURLToPath(new URL('./migrations', import.meta.url)),
  routes: preferenceRoutes(parts),
  subscribers: [rememberingPreferences(parts.vault)],
  personalData: {
    export: (db, customer, caller) => exportStated(parts, db, customer, caller),
    erase: (tx, customer) => eraseStated(tx, customer),
  },
});
