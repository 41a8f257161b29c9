/** `regulars import`: a shop's past, from files. */
import { type Command, InvalidArgumentError } from 'commander';
import { onInstallation, type Shared, say, withPlatform } from './options.ts';

type Options = Shared & { preset?: string; channel?: string; presets?: boolean };

export function registerImport(program: Command): Command {
  return onInstallation(program.command('import'))
    .description('take in orders, products and customers from a file')
    .argument('[path]', 'a file (CSV, TSV, XLSX, JSON lines; also gzipped) or a folder')
    .option('--preset <name>', 'which kind of file it is')
    .option('--channel <name>', 'the channel its orders belong to; opened where there is none')
    .option('--presets', 'list the kinds of files that are known')
    .action(async (path: string | undefined, options: Options) => {
      const { importFile, PRESETS } = await import('#know/imports');
      if (options.presets) {
        const presets = PRESETS.map(({ name, title, takes }) => ({ name, title, takes }));
        say(options, { presets }, presets.map(({ name, title }) => `${name}  ${title.en}`).join('\n'));
        return;
      }
      if (!path || !options.preset) throw new InvalidArgumentError('Say which file, and its --preset.');
      const { preset, channel } = options;
      await withPlatform(options as Record<string, unknown>, async (platform) => {
        const { createCustomerDirectory } = await import('#know/customers');
        const customers = createCustomerDirectory(platform.db, platform.vault, platform.pepper);
        const start = performance.now();
        const actor = { kind: 'system', name: 'command line' } as const;
        const { tables } = await importFile({ ...platform, customers }, actor, { path, preset, channel });
        const seconds = Math.round((performance.now() - start) / 10) / 100;
        const lines = Object.entries(tables).map(
          ([table, rows]) =>
            `${table}  ${rows.rows_stored} of ${rows.rows_in}${rows.rows_rejected ? `, ${rows.rows_rejected} refused` : ''}`,
        );
        say(options, { tables, seconds }, [...lines, `${seconds} s`].join('\n'));
      });
    });
}
