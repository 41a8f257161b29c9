import { fileURLToPath } from 'node:url';
import type { Module } from '#platform/module';
import { type FrontParts, storefrontRoutes } from './routes.ts';

export const storefrontModule = (parts: FrontParts): Module => ({
  name: 'act/storefront',
  migrations: fileURLToPath(new URL('./migrations', import.meta.url)),
  routes: storefrontRoutes(parts),
});
