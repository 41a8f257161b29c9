/** `regulars lake`: how analytics stand, whether they are right, building them anew, and the archive of old months. */
import type { Command } from 'commander';
import {
  archivedMonths,
  archiveOldMonths,
  expire,
  MONTHS_IN_POSTGRES,
  months,
  restoreMonth,
  setKeep,
  verifyArchive,
} from '#platform/archive';
import { cancelRebuild, lakeStatus, mendLake } from '#platform/lake';
import { connect, type Database } from '#platform/postgres';
import { databaseConnection } from '../data-directory.ts';
import type { AppPlatform } from '../platform.ts';
import { Refusal } from '../refusal.ts';
import { onInstallation, type Shared, say, withPlatform } from './options.ts';

type Options = Shared & Record<string, unknown>;

export function registerLake(program: Command): Command {
  const lake = program.command('lake').description('analytics: status, check, rebuild, archive');
  onInstallation(lake.command('status').description('how far it is, and how the last check went')).action(
    (options: Options) =>
      withPlatform(options, async ({ db, lake: analytics }) => {
        const status = await lakeStatus(db, analytics);
        const lines = Object.entries(status).map(
          ([name, value]) =>
            `${name.padEnd(12)} ${value !== null && typeof value === 'object' ? JSON.stringify(value) : value}`,
        );
        say(options, status, lines.join('\n'));
      }),
  );
  onInstallation(
    lake
      .command('check')
      .description('compare it with the log, by count and checksum of the content, and mend what differs'),
  )
    .option('--from <position>', 'from this position')
    .option('--to <position>', 'up to this position')
    .option('--no-repair', 'only compare')
    .action((options: Options) => withPlatform(options, (platform) => check(platform, options)));
  onInstallation(
    lake.command('rebuild').description('build it anew from archive and log; reports go on meanwhile'),
  )
    .option('--cancel', 'stop the rebuild that is running')
    .action((options: Options) => withPlatform(options, (platform) => rebuild(platform, options)));
  registerArchive(lake);
  return lake;
}

async function check(platform: AppPlatform, options: Options): Promise<void> {
  const position = (name: string): Record<string, number> =>
    options[name] === undefined ? {} : { [name]: Number(options[name]) };
  const result = await withRoom(platform, (database) =>
    mendLake(
      { database, lake: platform.lake, archive: archiveOf(platform, database) },
      { ...position('from'), ...position('to'), repair: options.repair !== false },
    ),
  );
  const differing = result.differences.map(
    (one) =>
      `positions ${one.from + 1} to ${one.to}: ${one.logRows} in the log, ${one.lakeRows} in the lake${one.archived ? ' (archived: rebuild to mend)' : ''}`,
  );
  say(
    options,
    { ...result, equal: result.differences.length === 0 },
    [
      `${result.compared} events compared, ${differing.length} ranges differ, ${result.repaired} mended`,
      ...differing,
    ].join('\n'),
  );
  if (differing.length > result.repaired) process.exitCode = 1;
}

/** The engine does it, as a job; here it is asked for and watched. */
async function rebuild({ db, lake, jobs }: AppPlatform, options: Options): Promise<void> {
  if (options.cancel) {
    const cancelled = await cancelRebuild(db);
    return say(options, { cancelled }, cancelled ? 'It stops.' : 'No rebuild is running.');
  }
  const before = (await lakeStatus(db, lake)).rebuild?.started_at ?? null;
  await jobs.add(db, 'platform/lake: rebuild', {}, { key: 'platform/lake: rebuild', maxAttempts: 1 });
  for (;;) {
    await new Promise((next) => setTimeout(next, 500));
    const { rebuild: now } = await lakeStatus(db, lake);
    if (!now || now.started_at === before) continue;
    if (now.outcome !== 'running') {
      say(options, now, `${now.outcome}: ${now.copied} events`);
      if (now.outcome !== 'done') process.exitCode = 1;
      return;
    }
    process.stderr.write(`\r${now.copied} of about ${now.total} events`);
  }
}

function registerArchive(lake: Command): void {
  const archive = lake.command('archive').description('old months of the log in compressed files');
  const add = (
    command: Command,
    work: (platform: AppPlatform, options: Options, ...given: string[]) => Promise<void>,
  ): Command =>
    onInstallation(command).action((...given: unknown[]) => {
      // commander hands over arguments, options, and the command itself.
      const options = given.at(-2) as Options;
      return withPlatform(options, (platform) =>
        work(platform, options, ...(given.slice(0, -2) as string[])),
      );
    });
  add(archive.command('list').description('months that left Postgres'), listMonths);
  add(
    archive.command('run').description('archive old months now, and drop kinds whose keep time is over'),
    archiveNow,
  ).option('--months <n>', 'months to leave in Postgres', String(MONTHS_IN_POSTGRES));
  add(archive.command('verify').description('read every file through'), verify);
  add(
    archive
      .command('restore')
      .description('take a month back into Postgres')
      .argument('<month>', 'such as 2025-01'),
    takeBack,
  );
  add(
    archive
      .command('keep')
      .description('how long a kind of event is kept')
      .argument('<kind>', 'name or type')
      .argument('<months>', 'a number, or: forever'),
    keep,
  );
}

const place = (platform: AppPlatform, database: Database) => ({
  ...platform,
  database,
  folder: platform.directory.archive,
});

async function listMonths({ db }: AppPlatform, options: Options): Promise<void> {
  const items = await months(db);
  const lines = items.map((one) => `${one.month}  ${one.rows} events  ${one.bytes} bytes`);
  say(options, { items }, lines.join('\n') || 'Nothing is archived.');
}

async function archiveNow(platform: AppPlatform, options: Options): Promise<void> {
  const left = Number(options.months);
  const result = await withRoom(platform, (database) =>
    archiveOldMonths(place(platform, database), { months: left }),
  );
  const lines = result.archived.map(({ month, result: one }) => `${month}  ${one.outcome}`);
  say(options, result, lines.join('\n') || 'No month is old enough.');
}

async function verify(platform: AppPlatform, options: Options): Promise<void> {
  const result = await withRoom(platform, (database) => verifyArchive(place(platform, database)));
  say(
    options,
    result,
    `${result.checked} months read, ${result.damaged.length} damaged ${result.damaged.join(' ')}`,
  );
  if (result.damaged.length > 0) process.exitCode = 1;
}

async function takeBack(platform: AppPlatform, options: Options, month = ''): Promise<void> {
  const result = await withRoom(platform, (database) => restoreMonth(place(platform, database), month));
  say(options, result, result.outcome);
}

async function keep(platform: AppPlatform, options: Options, kind = '', text = ''): Promise<void> {
  const kept = text === 'forever' ? null : Number(text);
  if (kept !== null && !(Number.isInteger(kept) && kept > MONTHS_IN_POSTGRES)) {
    throw new Refusal(
      `Months: a whole number above ${MONTHS_IN_POSTGRES}, or forever.`,
      `月数须为大于 ${MONTHS_IN_POSTGRES} 的整数，或 forever。`,
    );
  }
  await setKeep(platform.db, kind, kept);
  const removed = await withRoom(platform, (database) => expire(place(platform, database)));
  say(options, { kind, months: kept, removed }, `${removed} events removed`);
}

const archiveOf = (platform: AppPlatform, database: Database) =>
  archivedMonths({ database, folder: platform.directory.archive });

/** These hold several connections at once, more than a command is given. */
async function withRoom<T>(
  { settings, directory }: AppPlatform,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const database = connect(databaseConnection(settings, directory), { max: 6, name: 'regulars lake' });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}
