/**
 * `regulars restore PLACE`: a new data directory from a backup, as it was at the end or at a moment, or from an export, which can also go
 * into an empty database of one's own (`--database-url`). Egress is off until its owner releases it.
 */
import type { Command } from 'commander';
import { systemClock } from '#platform/clock';
import { Problem } from '#platform/errors';
import type { Settings } from '#platform/settings';
import { Refusal, told } from '../refusal.ts';
import { onInstallation, type Shared, say, settingsFrom } from './options.ts';

type Options = Shared & { at?: string; backup?: string; logical?: boolean };

export const registerRestore = (program: Command): Command =>
  onInstallation(
    program
      .command('restore')
      .description('make a data directory from a backup or an export')
      .argument('<place>', 'a folder, or s3://bucket/prefix'),
  )
    .option('--at <time>', 'as it was at this moment (ISO 8601)')
    .option('--backup <id>', 'this backup or export; else the newest that fits')
    .option('--logical', 'from an export, where there are backups too')
    .action(async (place: string, options: Options) => {
      const at = momentOf(options.at);
      const settings = settingsFrom(options as Record<string, unknown>);
      const isExport = await takesExport(place, settings, options);
      if (isExport && at)
        throw new Refusal(
          'An export is of one moment: --at goes with a backup.',
          '逻辑导出只对应一个时刻：--at 只能用于物理备份。',
        );
      const parts = await restoringParts(place, settings, options.backup);
      const restored = isExport ? await fromExport(parts) : await fromBackup(parts, at);
      const where = settings.DATABASE_URL
        ? told(`${settings.DATA_DIR} and the database`, `${settings.DATA_DIR} 与数据库`)
        : settings.DATA_DIR;
      say(
        options,
        { ...restored, kind: isExport ? 'logical' : 'physical', data_dir: settings.DATA_DIR },
        told(
          `Restored ${restored.id} into ${where}. What leaves the building is off until its owner releases it.`,
          `已将 ${restored.id} 恢复到 ${where}。在所有者放行之前，不会对外发送任何内容。`,
        ),
      );
    });

function momentOf(text: string | undefined): Date | null {
  if (text === undefined) return null;
  const at = new Date(text);
  if (!Number.isNaN(at.getTime())) return at;
  throw new Refusal(
    '--at must be a time, such as 2026-11-23T08:00:00Z.',
    '--at 必须是时间，例如 2026-11-23T08:00:00Z。',
  );
}

/** A backup reaches further than an export beside it, since the log follows it; only an export goes into a server of one's own. */
async function takesExport(place: string, settings: Settings, options: Options): Promise<boolean> {
  const { backupsAt, exportsAt } = await import('#platform/backup');
  const exports = await exportsAt(place, settings);
  if (options.logical) return true;
  if (options.backup !== undefined) {
    const isExport = exports.includes(options.backup);
    if (!isExport && settings.DATABASE_URL) throw new Problem('restore_needs_export', { params: { place } });
    return isExport;
  }
  if (settings.DATABASE_URL) {
    if (exports.length > 0) return true;
    throw new Problem('restore_needs_export', { params: { place } });
  }
  return exports.length > 0 && (await backupsAt(place, settings)).length === 0;
}

async function restoringParts(place: string, settings: Settings, id: string | undefined) {
  const { dataDirectory } = await import('../data-directory.ts');
  return {
    from: place,
    dataDir: settings.DATA_DIR,
    layout: dataDirectory,
    settings,
    clock: systemClock,
    ...(id && { id }),
    settle: (path: string) => settle({ ...settings, DATA_DIR: path }),
  };
}

type Parts = Awaited<ReturnType<typeof restoringParts>>;

async function fromBackup(parts: Parts, at: Date | null) {
  const { restoreBackup } = await import('#platform/backup');
  return await restoreBackup({ ...parts, ...(at && { at }) });
}

async function fromExport(parts: Parts) {
  const [{ importLogical }, { migrationSets }, { mustSuit }] = await Promise.all([
    import('#platform/backup'),
    import('../schemas.ts'),
    import('../own-database.ts'),
  ]);
  return await importLogical({
    ...parts,
    sets: migrationSets(),
    ...(parts.settings.DATABASE_URL && { suits: mustSuit }),
  });
}

/** This version's schema, and everybody erased whom the list names, before anybody asks the database anything. */
async function settle(settings: Settings): Promise<void> {
  const [{ openPlatform }, { migrationSets }, { migrate }, { erasing }, { doubtRestored }, { modules }] =
    await Promise.all([
      import('../platform.ts'),
      import('../schemas.ts'),
      import('#platform/postgres'),
      import('#know/customers'),
      import('#platform/outbox'),
      import('../wiring.ts'),
    ]);
  const platform = await openPlatform(settings, { process: 'cli', connections: 4 });
  try {
    await migrate(platform.database.pool, migrationSets());
    await erasing.reapplyErasures({
      ...platform,
      folder: settings.DATA_DIR,
      keepers: () => modules(platform),
    });
    // What waited to leave may have left since; nothing of it goes by itself, not even after the release.
    await doubtRestored(platform.db);
  } finally {
    await platform.close();
  }
}
