import { fileURLToPath } from 'node:url';
import type { Module } from '#platform/module';
import { exportKept } from './export-kept.ts';
import type { NoteParts } from './hers.ts';
import { noteRoutes } from './routes.ts';
import { eraseKept } from './store.ts';

export const notesModule = (parts: NoteParts): Module => ({
  name: 'know/notes',
  neighbours: ['know/customers'],
  migrations: fileURLToPath(new URL('./migrations', import.meta.url)),
  routes: noteRoutes(parts),
  personalData: {
    export: (db, customer, caller) => exportKept(parts, db, customer, caller),
    erase: (tx, customer) => eraseKept(tx, customer),
  },
});
