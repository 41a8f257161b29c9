/** A cluster of one's own with a data directory around it, and an S3-shaped store, for tests of backups. */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { systemClock } from '../clock/index.ts';
import {
  type Cluster,
  connect,
  type Database,
  type MigrationSet,
  migrate,
  startCluster,
} from '../postgres/index.ts';
import { recognisePlace } from './index.ts';
import type { BackupParts, BackupSettings } from './parts.ts';
import type { Layout } from './restore-backup.ts';

const room = `${import.meta.dirname}/..`;
export const BACKUP_MIGRATIONS: MigrationSet[] = ['log', 'vault', 'audit', 'archive', 'lake', 'backup'].map(
  (name) => ({ module: `platform/${name}`, folder: `${room}/${name}/migrations` }),
);

export const SETTINGS: BackupSettings = {
  BACKUP_TO: undefined,
  BACKUP_KEY: undefined,
  BACKUP_KEEP_DAYS: 14,
  DATABASE_URL: undefined,
  S3_ENDPOINT: undefined,
  S3_REGION: 'us-east-1',
  S3_ACCESS_KEY_ID: undefined,
  S3_SECRET_ACCESS_KEY: undefined,
};

export const layoutOf = (path: string): Layout => ({
  path,
  postgres: join(path, 'postgres'),
  archive: join(path, 'archive'),
  run: join(path, 'run'),
});

export type TestInstallation = {
  parts: BackupParts;
  database: Database;
  cluster: Cluster;
  dataDir: string;
  close(): Promise<void>;
};

/** Not durable: whoever tests durability starts the whole. */
const FAST = { fsync: 'off', shared_buffers: '32MB' };

export async function startInstallation(
  dataDir: string,
  {
    settings = {},
    sets = BACKUP_MIGRATIONS,
  }: { settings?: Partial<BackupSettings>; sets?: MigrationSet[] } = {},
): Promise<TestInstallation> {
  const { postgres, run, archive } = layoutOf(dataDir);
  mkdirSync(archive, { recursive: true });
  const cluster = await startCluster({ dataFolder: postgres, runFolder: run, settings: FAST });
  const database = connect(cluster.connection, { max: 6 });
  await migrate(database.pool, sets);
  const given = { ...SETTINGS, ...settings };
  await recognisePlace(database.db, { dataDir, settings: given, clock: systemClock });
  const logger = pino({ level: 'silent' });
  return {
    parts: { database, directory: layoutOf(dataDir), settings: given, clock: systemClock, logger },
    database,
    cluster,
    dataDir,
    close: async () => {
      await database.close();
      await cluster.stop();
    },
  };
}

/** With its secrets, as the product makes them at a first start. */
export function newDataDir(): string {
  const path = mkdtempSync(join(tmpdir(), 'rg-b-'));
  writeFileSync(join(path, 'instance.json'), JSON.stringify({ id: randomUUID(), kind: 'shop' }), {
    mode: 0o600,
  });
  writeFileSync(
    join(path, 'secrets.json'),
    JSON.stringify({ master_key: randomBytes(32).toString('base64') }),
    {
      mode: 0o600,
    },
  );
  return path;
}

/** An empty place in the file system; gone after `rmSync`. */
export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'rg-t-'));

export const removeFolder = (path: string): void => rmSync(path, { recursive: true, force: true });
