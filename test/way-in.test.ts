import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SETTINGS } from '#platform/settings';
import { run } from './instance.ts';

const root = join(import.meta.dirname, '..');

describe('the way in', () => {
  it('tells an old Node what is needed, in the language of the machine', () => {
    const old = 'data:text/javascript,Object.defineProperty(process.versions,"node",{value:"18.20.0"})';
    const start = (lang: string) =>
      spawnSync(process.execPath, ['--import', old, join(root, 'bin/bootstrap.mjs'), 'start'], {
        encoding: 'utf8',
        env: { ...process.env, LC_ALL: lang },
      });
    const english = start('C.UTF-8');
    expect(english.status).toBe(1);
    expect(english.stderr).toMatch(
      /^Regulars needs Node 20 or newer to install itself; this is v[\d.]+\.\n$/,
    );
    expect(start('zh_CN.UTF-8').stderr).toMatch(
      /^安装 Regulars 需要 Node 20 或更高版本；当前为 v[\d.]+。\n$/,
    );
  });

  it('tells a machine without Node what is needed', () => {
    const { status, stderr } = spawnSync('/bin/sh', [join(root, 'bin/regulars'), 'start'], {
      encoding: 'utf8',
      env: { PATH: '/nowhere' },
    });
    expect(status).not.toBe(0);
    expect(stderr).toContain('there is no node on the PATH');
  });
});

describe('help', () => {
  it('lists every setting with its flag and its environment variable', async () => {
    const { code, out } = await run(['start', '--help']);
    expect(code).toBe(0);
    for (const name of Object.keys(SETTINGS)) {
      expect(out, name).toContain(`[${name}]`);
      expect(out, name).toContain(`--${name.toLowerCase().replaceAll('_', '-')} `);
    }
  });

  it('exists for every command, with --json where it answers', async () => {
    const { out } = await run(['--help']);
    const commands = [...out.matchAll(/^ {2}([a-z]+)(?= )/gm)].map(([, name]) => name as string);
    expect(commands).toEqual(
      expect.arrayContaining([
        'start',
        'status',
        'worker',
        'user',
        'key',
        'events',
        'lake',
        'doctor',
        'explain',
        'bench',
      ]),
    );
    for (const name of commands.filter((one) => one !== 'help')) {
      expect((await run([name, '--help'])).out, name).toContain(`Usage: regulars ${name}`);
    }
  });

  it('is shown for a command that does not exist', async () => {
    const { code, errors } = await run(['strat']);
    expect(code).toBe(1);
    expect(errors).toContain("unknown command 'strat'");
  });
});
