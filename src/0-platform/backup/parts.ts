/** What making, following and restoring a backup need to be given. */
import type { Logger } from 'pino';
import type { Clock } from '../clock/index.ts';
import type { Database } from '../postgres/index.ts';
import type { Settings } from '../settings/index.ts';
import type { S3Access } from './target/target.ts';

/** The part of the data directory's layout that backups know. */
export type Folders = {
  /** `DATA_DIR` */
  path: string;
  postgres: string;
  archive: string;
};

export type BackupSettings = S3Access &
  Pick<Settings, 'BACKUP_TO' | 'BACKUP_KEY' | 'BACKUP_KEEP_DAYS' | 'DATABASE_URL'>;

/** Called between two steps; tests stop the work there. */
export type Step = (name: string) => Promise<void> | void;

export type BackupParts = {
  database: Database;
  directory: Folders;
  settings: BackupSettings;
  clock: Clock;
  logger: Logger;
  step?: Step;
};
