import { fileURLToPath } from 'node:url';
import type { Module, Platform } from '../module/index.ts';
import { backupReport } from './health.ts';
import { backUpNightly } from './nightly.ts';
import type { Folders } from './parts.ts';
import { BACKUP_NOW, backupRoutes } from './routes.ts';

export type BackupPlatform = Platform & { directory: Folders; version: string };

export const backupModule = (platform: BackupPlatform): Module => ({
  name: 'platform/backup',
  migrations: fileURLToPath(new URL('./migrations', import.meta.url)),
  routes: backupRoutes(platform),
  jobs: [
    { name: BACKUP_NOW, run: async () => void (await backUpNightly(platform)) },
    {
      name: 'platform/backup: every night',
      every: '40 18 * * *',
      run: async () => {
        if (platform.settings.BACKUP_TO) await backUpNightly(platform);
      },
    },
  ],
  health: [() => backupReport(platform.db, platform.settings, platform.clock.now())],
});
