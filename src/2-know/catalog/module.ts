import { fileURLToPath } from 'node:url';
import type { Module, Platform } from '#platform/module';
import { catalogRoutes } from './routes.ts';

export { productsWithin } from './store.ts';

export const catalogModule = (platform: Platform): Module => ({
  name: 'know/catalog',
  neighbours: ['know/channels'],
  migrations: fileURLToPath(new URL('./migrations', import.meta.url)),
  routes: catalogRoutes(platform),
});
