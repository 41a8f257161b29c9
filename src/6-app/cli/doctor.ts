/** `regulars doctor`: looks at everything a start needs and a running installation should have, and says it in sentences. */
import type { Command } from 'commander';
import { dataDirectory } from '../data-directory.ts';
import { examine } from '../doctor/examine.ts';
import { told } from '../refusal.ts';
import { onInstallation, say, settingsOfInstallation, withServer } from './options.ts';

export const registerDoctor = (program: Command): Command =>
  withServer(
    onInstallation(program.command('doctor').description('look whether everything is as it should be')),
  ).action(async (options) => {
    const settings = settingsOfInstallation(options);
    const findings = await examine(settings, dataDirectory(settings.DATA_DIR));
    const ok = findings.every((one) => one.ok);
    const lines = findings.map((one) => `${one.ok ? '✓' : '✗'} ${told(one.en, one.zh)}`);
    say(options, { ok, findings }, lines.join('\n'));
    if (!ok) process.exitCode = 1;
  });
