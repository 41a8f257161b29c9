/**
 * `regulars backup DIR`: a backup of the running installation, to a folder or `s3://bucket/prefix`, followed by the log from then on; with
 * `--logical` an export that any later version and any PostgreSQL reads.
 */
import type { Command } from 'commander';
import type { AppPlatform } from '../platform.ts';
import { told } from '../refusal.ts';
import { onInstallation, type Shared, say, withPlatform } from './options.ts';

type Options = Shared & { logical?: boolean };

export const registerBackup = (program: Command): Command =>
  onInstallation(
    program
      .command('backup')
      .description('back up while everything runs')
      .argument('<place>', 'a folder, or s3://bucket/prefix'),
  )
    .option('--logical', 'an export, for another version or server of PostgreSQL')
    .action((place: string, options: Options) =>
      withPlatform(options as Record<string, unknown>, async (platform) => {
        const made = await backUp(platform, place, options.logical ? 'logical' : 'physical');
        say(options, factsOf(made), sentenceOf(made));
      }),
    );

export type Kind = 'physical' | 'logical';

export async function backUp(platform: AppPlatform, to: string, kind: Kind) {
  const { createBackup, exportLogical } = await import('#platform/backup');
  return kind === 'logical'
    ? await exportLogical({ ...platform, to })
    : await createBackup({ ...platform, to });
}

export type BackedUp = Awaited<ReturnType<typeof backUp>>;

export const factsOf = ({ finishedAt, ...made }: BackedUp) => ({
  ...made,
  kind: 'rows' in made ? 'logical' : 'physical',
  finished_at: finishedAt.toISOString(),
});

export function sentenceOf(made: BackedUp): string {
  const mb = Math.ceil(made.bytes / 2 ** 20);
  const holds =
    'rows' in made
      ? told(`${made.tables} tables, ${made.rows} rows`, `${made.tables} 张表、${made.rows} 行`)
      : told(`${made.files} files`, `${made.files} 个文件`);
  return told(
    `Backup ${made.id}: ${holds}, ${mb} MB, in ${made.place}.`,
    `备份 ${made.id}：${holds}，${mb} MB，位于 ${made.place}。`,
  );
}
