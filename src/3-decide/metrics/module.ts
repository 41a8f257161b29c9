import type { Module, Platform } from '#platform/module';
import { metricRoutes } from './routes.ts';

export const metricsModule = (platform: Platform): Module => ({
  name: 'decide/metrics',
  routes: metricRoutes(platform),
});
