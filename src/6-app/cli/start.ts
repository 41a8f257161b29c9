/** `regulars start`: everything, in the foreground, until Ctrl-C. With `--demo` the sample shop; the console may ask for the other one. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import type { Settings } from '#platform/settings';
import { inOwnLanguage, isChinese, told } from '../refusal.ts';
import { newVisitor, openSample } from '../sample/open-sample.ts';
import { sampleSettings } from '../sample/sample-settings.ts';
import { settleDown } from '../settle-down.ts';
import { leaveRoom } from '../supervisor/become-service-user.ts';
import { type Kind, type Move, type Running, supervise } from '../supervisor/supervise.ts';
import { untilSignal } from '../supervisor/until-signal.ts';
import { sentenceOf } from './failure.ts';
import { settingsFrom, withSettings } from './options.ts';

const OWN_SHOP: Move = { kind: 'shop', digest: null };

type Options = Record<string, unknown> & { demo?: boolean; json?: boolean };

export const registerStart = (program: Command): Command =>
  withSettings(program.command('start').description('start everything and stay until Ctrl-C'))
    .option('--demo', 'the sample shop instead, in a data directory of its own')
    .option('--json', 'print the block as one line of JSON')
    .action(async (options: Options) => {
      const settings = settingsFrom(options);
      const stopped = untilSignal();
      // The other of the two may be asked for later.
      leaveRoom(settings.DATA_DIR);
      let next: Move | null = { kind: options.demo ? 'sample' : 'shop', digest: null };
      while (next) {
        const going: Move = next;
        next = await run(going, settings, { stopped, json: options.json ?? false }).catch((error) => {
          // Whoever only wanted to look keeps the shop she came from.
          if (going.digest === null) throw error;
          tell(sentenceOf(error));
          return OWN_SHOP;
        });
      }
      process.exit(0);
    });

/** One installation until it is stopped (null) or the other is asked for. */
async function run(
  { kind, digest }: Move,
  own: Settings,
  { stopped, json }: { stopped: Promise<void>; json: boolean },
): Promise<Move | null> {
  const settings = kind === 'sample' ? sampleSettings(own) : own;
  const running = await supervise(settings, tell, kind);
  const stopping = new AbortController();
  try {
    const owner = running.isNew ? firstOwner(settings) : null;
    const url = settings.PUBLIC_URL ?? running.url;
    const ending = stopped.then(() => null);
    const sample =
      kind === 'sample' ? enterSample(running, settings, { digest, stopping: stopping.signal }) : '';
    const visitor = await Promise.race([ending, sample]);
    if (visitor === null) return null;
    const facts = { url: running.url, data_dir: running.directory.path, owner, kind };
    const warnings = running.warnings.map(inOwnLanguage);
    process.stdout.write(
      json
        ? `${JSON.stringify({ ...facts, ...(visitor && { enter: `${running.url}${visitor}` }), warnings })}\n`
        : block({ url: url + visitor, data: running.directory.path, owner, kind, warnings }),
    );
    settleDown();
    return await Promise.race([ending, running.moved]);
  } finally {
    stopping.abort();
    await running.stop();
  }
}

/** Fills it, lets the shoppers in, and says where its first visitor enters. */
async function enterSample(
  running: Running,
  settings: Settings,
  { digest, stopping }: { digest: string | null; stopping: AbortSignal },
): Promise<string> {
  await openSample(running, { settings, stopping, say: tell });
  if (digest) running.admit(digest);
  return digest ? '' : newVisitor(running);
}

const tell = (line: string): void => void process.stderr.write(`${line}\n`);

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

type Block = { url: string; data: string; owner: Owner; kind: Kind; warnings: readonly string[] };

function block({ url, data, owner, kind, warnings }: Block): string {
  const zh = isChinese();
  const signIn = owner
    ? `${owner.email}  ${owner.password}  ${zh ? '（仅显示这一次）' : '(shown this once)'}`
    : zh
      ? '使用已有账号；忘记密码请运行 bin/regulars user reset'
      : 'as before; bin/regulars user reset gives a new password';
  const isSample = kind === 'sample';
  const rows = zh
    ? [
        ['地址', url],
        ...(isSample ? [['店铺', `${new URL(url).origin}/shop`]] : []),
        ['登录', signIn],
        ['数据', data],
        ['停止', 'Ctrl-C'],
      ]
    : [
        ['Open', url],
        ...(isSample ? [['Shop', `${new URL(url).origin}/shop`]] : []),
        ['Sign in', signIn],
        ['Data', data],
        ['Stop', 'Ctrl-C'],
      ];
  const lines = rows.map(([name = '', value]) => `  ${name.padEnd(zh ? 4 : 8)} ${value}`);
  const title = isSample
    ? told('The sample shop is running: everything in it is made up', '示例商店已启动：一切均为虚构')
    : told('Regulars is running', 'Regulars 回头客 已启动');
  return `\n${title}\n${lines.join('\n')}\n${warnings.map((warning) => `  ${warning}\n`).join('')}\n`;
}
