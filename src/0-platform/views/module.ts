import { fileURLToPath } from 'node:url';
import type { Module, Platform } from '../module/index.ts';
import { arrangementRoutes } from './arrangement-routes.ts';
import { viewRoutes } from './routes.ts';

export const viewsModule = (platform: Pick<Platform, 'db' | 'clock' | 'audit'>): Module => ({
  name: 'platform/views',
  migrations: fileURLToPath(new URL('./migrations', import.meta.url)),
  routes: [...viewRoutes(platform), ...arrangementRoutes(platform)],
});
