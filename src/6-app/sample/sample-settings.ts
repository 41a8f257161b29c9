/** The sample shop's settings: of the shop's own only where it listens. Its data and its engines are its own, and nothing leaves it. */
import { join } from 'node:path';
import type { Settings } from '#platform/settings';

/** Inside the shop's own, which is the one place where whoever runs us may make folders. */
export const sampleFolder = (dataDir: string): string => join(dataDir, 'sample');

export const sampleSettings = (settings: Settings): Settings => ({
  ...settings,
  DATA_DIR: sampleFolder(settings.DATA_DIR),
  DATABASE_URL: undefined,
  CLICKHOUSE_URL: undefined,
  SMTP_URL: undefined,
  BACKUP_TO: undefined,
  OIDC_ISSUER: undefined,
});
