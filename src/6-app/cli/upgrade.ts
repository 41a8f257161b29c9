/**
 * `regulars upgrade`: after `git pull`. What is missing was installed before this ran (`bin/bootstrap.mjs`); here a backup is made, and the
 * database is brought to this version's schema, where nothing runs on it. Where something does, the next start does that: old processes
 * never meet a newer schema.
 *
 * The backup is made by the new code on the old schema: migrations of `backup.*` may add, never take away.
 */
import type { Command } from 'commander';
import { connect, pendingMigrations, serviceUser, startCluster } from '#platform/postgres';
import {
  type DataDirectory,
  databaseConnection,
  dataDirectory,
  isInstallation,
  makeFolders,
} from '../data-directory.ts';
import { Refusal, told } from '../refusal.ts';
import { migrationSets } from '../schemas.ts';
import { readStatus } from '../status-file.ts';
import { checkDisk } from '../supervisor/check-ground.ts';
import { takeLock } from '../supervisor/lock.ts';
import { VERSION } from '../version.ts';
import { type BackedUp, backUp, factsOf, sentenceOf } from './backup.ts';
import { onInstallation, type Shared, say, settingsOfInstallation, withPlatform } from './options.ts';

type Options = Shared & { backup?: string; withoutBackup?: boolean; dryRun?: boolean };
type Upgraded = { pending: string[]; backup: BackedUp | null; applied: string[]; restart: boolean };

export const registerUpgrade = (program: Command): Command =>
  onInstallation(
    program.command('upgrade').description('after git pull: back up, then bring the data to this version'),
  )
    .option('--backup <place>', 'where the backup goes (default: BACKUP_TO)')
    .option('--without-backup', 'go on without one')
    .option('--dry-run', 'only list what would be applied')
    .action(async (options: Options) => {
      const settings = settingsOfInstallation(options as Record<string, unknown>);
      const directory = dataDirectory(settings.DATA_DIR);
      if (!isInstallation(directory))
        throw new Refusal(
          `There is no installation in ${directory.path}: npm start makes one.`,
          `${directory.path} 中没有 Regulars：npm start 会创建。`,
        );
      checkDisk(directory.path);
      const place = options.backup || settings.BACKUP_TO;
      if (!place && !options.withoutBackup && !options.dryRun)
        throw new Refusal(
          'The way back is a backup: say --backup PLACE, set BACKUP_TO, or go on with --without-backup.',
          '要能退回就需要备份：请指定 --backup 位置、设置 BACKUP_TO，或用 --without-backup 继续。',
        );
      const parts: Parts = { options, settings, directory, place: options.withoutBackup ? undefined : place };
      const done = isUp(directory) ? await whileItRuns(parts) : await whileItRests(parts);
      say(
        options,
        {
          version: VERSION,
          dry_run: options.dryRun ?? false,
          ...done,
          backup: done.backup && factsOf(done.backup),
        },
        told(english(done), chinese(done)),
      );
    });

type Parts = {
  options: Options;
  settings: ReturnType<typeof settingsOfInstallation>;
  directory: DataDirectory;
  place: string | undefined;
};

const isUp = (directory: DataDirectory): boolean =>
  readStatus(directory)?.processes.some(({ name }) => name === 'supervisor') ?? false;

/** Old processes hold the schema they know: backed up now, migrated by the next start. */
async function whileItRuns(parts: Parts): Promise<Upgraded> {
  const pending = await pendingOf(parts);
  if (parts.options.dryRun) return { pending, backup: null, applied: [], restart: false };
  return { pending, backup: await backupOf(parts), applied: [], restart: true };
}

async function whileItRests(parts: Parts): Promise<Upgraded> {
  const { settings, directory } = parts;
  const lock = await takeLock(directory.path);
  if (!lock)
    throw new Refusal(
      'Regulars is just starting or stopping. Try again in a moment.',
      'Regulars 正在启动或停止，请稍后再试。',
    );
  try {
    return await withDatabase(parts, async () => {
      const pending = await pendingOf(parts);
      if (parts.options.dryRun) return { pending, backup: null, applied: [], restart: false };
      const backup = await backupOf(parts);
      // Servers elsewhere may share the database.
      if (await isShared(parts)) return { pending, backup, applied: [], restart: true };
      const { prepareDatabase } = await import('../supervisor/prepare-database.ts');
      await prepareDatabase(settings, directory);
      return { pending, backup, applied: pending, restart: false };
    });
  } finally {
    lock.release();
  }
}

async function withDatabase<T>({ settings, directory }: Parts, work: () => Promise<T>): Promise<T> {
  if (settings.DATABASE_URL) return await work();
  makeFolders(directory, [process.getuid?.(), serviceUser()?.uid]);
  const cluster = await startCluster({ dataFolder: directory.postgres, runFolder: directory.run });
  try {
    return await work();
  } finally {
    await cluster.stop();
  }
}

/** Throws `SchemaIsNewer` where the data were written by a later version. */
async function pendingOf({ settings, directory }: Parts): Promise<string[]> {
  const database = connect(databaseConnection(settings, directory), { max: 1, name: 'regulars upgrade' });
  try {
    return await pendingMigrations(database.pool, migrationSets());
  } finally {
    await database.close();
  }
}

async function isShared({ settings, directory }: Parts): Promise<boolean> {
  const database = connect(databaseConnection(settings, directory), { max: 1, name: 'regulars upgrade' });
  try {
    const { rows } = await database.pool.query<{ others: boolean }>(
      "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name IN ('regulars server', 'regulars engine')) AS others",
    );
    return rows[0]?.others ?? false;
  } finally {
    await database.close();
  }
}

/** The files of a server of one's own are not ours to copy. */
const backupOf = async ({ options, settings, place }: Parts): Promise<BackedUp | null> =>
  place === undefined
    ? null
    : await withPlatform(options as Record<string, unknown>, (platform) =>
        backUp(platform, place, settings.DATABASE_URL ? 'logical' : 'physical'),
      );

const lines = (names: readonly string[]): string => names.map((name) => `\n  ${name}`).join('');

function english({ pending, backup, applied, restart }: Upgraded): string {
  const saved = backup ? `${sentenceOf(backup)}\n` : '';
  if (applied.length > 0) return `${saved}The data are those of version ${VERSION} now:${lines(applied)}`;
  const rest =
    pending.length > 0 ? `To be applied at the next start:${lines(pending)}` : 'The data need no change.';
  return `${saved}${rest}${restart ? `\nRestart Regulars to run version ${VERSION}.` : ''}`;
}

function chinese({ pending, backup, applied, restart }: Upgraded): string {
  const saved = backup ? `${sentenceOf(backup)}\n` : '';
  if (applied.length > 0) return `${saved}数据已升级到 ${VERSION} 版：${lines(applied)}`;
  const rest = pending.length > 0 ? `将在下次启动时执行：${lines(pending)}` : '数据无需变更。';
  return `${saved}${rest}${restart ? `\n请重新启动 Regulars 以运行 ${VERSION} 版。` : ''}`;
}
