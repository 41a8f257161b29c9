/** Options that commands share, and the way from them to settings and a platform. */
import type { Command } from 'commander';
import { flagOf, readSettings, SETTINGS, type SettingName, type Settings } from '#platform/settings';
import { dataDirectory } from '../data-directory.ts';
import { claimDatabase } from '../own-database.ts';
import type { AppPlatform } from '../platform.ts';
import { secretsOf } from '../secrets.ts';
import { readStatus } from '../status-file.ts';

export type Shared = { dataDir?: string; databaseUrl?: string; json?: boolean };

/** What every command that works on an installation takes. */
export const onInstallation = (command: Command): Command =>
  command
    .option('--data-dir <path>', SETTINGS.DATA_DIR.help)
    .option('--database-url <url>', SETTINGS.DATABASE_URL.help)
    .option('--json', 'answer as one line of JSON');

/** Where its server listens, for commands that look at the port. */
export const withServer = (command: Command): Command =>
  command.option('--port <port>', SETTINGS.PORT.help).option('--host <host>', SETTINGS.HOST.help);

/** A flag for each setting. */
export function withSettings(command: Command): Command {
  for (const name of Object.keys(SETTINGS) as SettingName[]) {
    const { schema, help } = SETTINGS[name];
    const preset = schema.safeParse(undefined);
    const text =
      preset.success && preset.data !== undefined && preset.data !== ''
        ? `${help} (default ${preset.data})`
        : help;
    command.option(`${flagOf(name)} <value>`, `${text} [${name}]`);
  }
  return command;
}

const camel = (name: SettingName): string =>
  name.toLowerCase().replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

export const settingsFrom = (options: Record<string, unknown>): Settings => read(process.env, options);

/** As `settingsFrom`; what is not said is taken from the instance that runs on the data directory. */
export function settingsOfInstallation(options: Record<string, unknown>): Settings {
  const status = readStatus(dataDirectory(settingsFrom(options).DATA_DIR));
  const runs = status?.processes.some(({ name }) => name === 'supervisor');
  return read({ ...(runs && status?.reached), ...process.env }, options);
}

function read(env: Record<string, string | undefined>, options: Record<string, unknown>): Settings {
  const names = Object.keys(SETTINGS) as SettingName[];
  const flags = Object.fromEntries(
    names.flatMap((name) => (typeof options[camel(name)] === 'string' ? [[name, options[camel(name)]]] : [])),
  );
  return readSettings(env, flags);
}

/** Opens the installation for one command and closes it whatever happens. */
export async function withPlatform<T>(
  options: Record<string, unknown>,
  work: (platform: AppPlatform) => Promise<T>,
): Promise<T> {
  const settings = settingsOfInstallation(options);
  // Loaded by the commands that need it only: the supervisor is one that stays.
  const { openPlatform } = await import('../platform.ts');
  const platform = await openPlatform(
    { ...settings, LOG_LEVEL: 'error' },
    { process: 'cli', connections: 3 },
  );
  try {
    if (settings.DATABASE_URL) await claimDatabase(platform.database.pool, secretsOf(platform.directory));
    return await work(platform);
  } finally {
    await platform.close();
  }
}

export const say = (options: Shared, json: unknown, text: string): void => {
  process.stdout.write(`${options.json ? JSON.stringify(json) : text}\n`);
};
