import { fileURLToPath } from 'node:url';
import type { Module, Platform } from '#platform/module';
import { noteActivity } from './note-activity.ts';
import { sourceRoutes } from './routes.ts';

export const sourcesModule = (platform: Pick<Platform, 'db' | 'audit' | 'clock' | 'settings'>): Module => ({
  name: 'know/sources',
  migrations: fileURLToPath(new URL('./migrations', import.meta.url)),
  routes: sourceRoutes(platform),
  subscribers: [noteActivity(platform.settings.SHOP_ZONE)],
});
