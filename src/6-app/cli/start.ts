/** `regulars start`: everything, in the foreground, until Ctrl-C. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import type { Settings } from '#platform/settings';
import { inOwnLanguage, isChinese } from '../refusal.ts';
import { settleDown } from '../settle-down.ts';
import { type Running, supervise } from '../supervisor/supervise.ts';
import { untilSignal } from '../supervisor/until-signal.ts';
import { settingsFrom, withSettings } from './options.ts';

export const registerStart = (program: Command): Command =>
  withSettings(program.command('start').description('start everything and stay until Ctrl-C'))
    .option('--json', 'print the block as one line of JSON')
    .action(async (options) => {
      const settings = settingsFrom(options);
      const stopped = untilSignal();
      const running = await supervise(settings, (line) => process.stderr.write(`${line}\n`));
      try {
        const owner = running.isNew ? firstOwner(settings) : null;
        const shown = { ...running, url: settings.PUBLIC_URL ?? running.url };
        process.stdout.write(
          options.json ? `${JSON.stringify(facts(running, owner))}\n` : block(shown, owner),
        );
        settleDown();
        await stopped;
      } finally {
        await running.stop();
      }
      process.exit(0);
    });

type Owner = { email: string; password: string } | null;

/**
 * An installation without staff gets its owner, whose password is shown this once. Asked of a process of its own: this one stays, and
 * should stay small.
 */
function firstOwner(settings: Settings): Owner {
  const cli = fileURLToPath(new URL('../cli.ts', import.meta.url));
  const database = settings.DATABASE_URL ? ['--database-url', settings.DATABASE_URL] : [];
  const args = [cli, 'user', 'first', '--data-dir', settings.DATA_DIR, ...database, '--json'];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env: { ...process.env, NODE_COMPILE_CACHE: join(settings.DATA_DIR, 'compiled') },
  });
  if (status !== 0) throw new Error(`The owner could not be made: ${stderr}`);
  return (JSON.parse(stdout) as { owner: Owner }).owner;
}

const facts = (running: Running, owner: Owner): unknown => ({
  url: running.url,
  data_dir: running.directory.path,
  owner,
  warnings: running.warnings.map(inOwnLanguage),
});

function block({ url, directory, warnings }: Omit<Running, 'stop'>, owner: Owner): string {
  const zh = isChinese();
  const signIn = owner
    ? `${owner.email}  ${owner.password}  ${zh ? '（仅显示这一次）' : '(shown this once)'}`
    : zh
      ? '使用已有账号；忘记密码请运行 bin/regulars user reset'
      : 'as before; bin/regulars user reset gives a new password';
  const rows = zh
    ? [
        ['地址', url],
        ['登录', signIn],
        ['数据', directory.path],
        ['停止', 'Ctrl-C'],
      ]
    : [
        ['Open', url],
        ['Sign in', signIn],
        ['Data', directory.path],
        ['Stop', 'Ctrl-C'],
      ];
  const lines = rows.map(([name = '', value]) => `  ${name.padEnd(zh ? 4 : 8)} ${value}`);
  return `\n${zh ? 'Regulars 回头客 已启动' : 'Regulars is running'}\n${lines.join('\n')}\n${warnings.map((warning) => `  ${inOwnLanguage(warning)}\n`).join('')}\n`;
}
