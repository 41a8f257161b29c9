import { fileURLToPath } from 'node:url';
import type { Module, Platform } from '#platform/module';
import { channelRoutes } from './routes.ts';

export const channelsModule = (platform: Platform): Module => ({
  name: 'know/channels',
  migrations: fileURLToPath(new URL('./migrations', import.meta.url)),
  routes: channelRoutes(platform),
});
