import { fileURLToPath } from 'node:url';
import type { Module, Platform } from '#platform/module';
import { issueUserTokenSecret } from './issue-user-token-secret.ts';
import { noteActivity } from './note-activity.ts';
import { sourceRoutes } from './routes.ts';
import { userToken } from './user-token.ts';

export const sourcesModule = (platform: Pick<Platform, 'db' | 'audit' | 'clock' | 'settings'>): Module => ({
  name: 'know/sources',
  migrations: fileURLToPath(new URL('./migrations', import.meta.url)),
  routes: sourceRoutes(platform),
  subscribers: [noteActivity(platform.settings.SHOP_ZONE)],
});

/** For what wiring.ts hands to others: a front of ours signs its shoppers as a shop's own server does. */
export const userSigning = { issueSecret: issueUserTokenSecret, sign: userToken };
export type UserSigning = typeof userSigning;
