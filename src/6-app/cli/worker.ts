/** `regulars worker`: one more engine on the same database, on this machine or another. Cursors are locked, so engines share the work. */
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { connect } from '#platform/postgres';
import { databaseConnection, dataDirectory } from '../data-directory.ts';
import { claimDatabase } from '../own-database.ts';
import { inOwnLanguage } from '../refusal.ts';
import { secretsOf } from '../secrets.ts';
import { becomeServiceUser } from '../supervisor/become-service-user.ts';
import { settingsOfInstallation, withSettings } from './options.ts';

export const registerWorker = (program: Command): Command =>
  withSettings(program.command('worker').description('run one more engine on the same database')).action(
    async (options) => {
      const settings = settingsOfInstallation(options);
      const directory = dataDirectory(settings.DATA_DIR);
      const code = [fileURLToPath(new URL('../engine.ts', import.meta.url))];
      const secrets = secretsOf(directory);
      const warning = becomeServiceUser({ data: directory.path, run: directory.run, code });
      if (warning) process.stderr.write(`${inOwnLanguage(warning)}\n`);
      const { pool, close } = connect(databaseConnection(settings, directory), {
        max: 1,
        name: 'regulars worker',
      });
      await claimDatabase(pool, secrets).finally(close);
      for (const [name, value] of Object.entries(settings))
        if (value !== undefined) process.env[name] = String(value);
      await import('../engine.ts');
    },
  );
