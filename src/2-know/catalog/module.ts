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

// For what wiring.ts hands to others: the front door has its ten names.
export { type Goods, type GoodsWithVariants, type Shelf, type ShelvedVariant, shelf } from './shelf/shelf.ts';
