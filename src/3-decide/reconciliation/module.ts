import { fileURLToPath } from 'node:url';
import { createFigures } from '#decide/metrics';
import type { Module, Platform } from '#platform/module';
import { type ReconciliationParts, reconciliationRoutes } from './routes.ts';
import { freezeClosing } from './show-closing.ts';

type Orders = Pick<ReconciliationParts, 'countedOrders' | 'orderNumbers'>;

export const reconciliationModule = (platform: Platform & Orders): Module => ({
  name: 'decide/reconciliation',
  neighbours: ['decide/metrics'],
  migrations: fileURLToPath(new URL('./migrations', import.meta.url)),
  routes: reconciliationRoutes({ ...platform, figures: createFigures(platform) }),
  chores: [
    { name: 'decide/reconciliation: draw the sums of closed months', once: () => freezeClosing(platform) },
  ],
});
