/** Both languages are whole: no text of the console or the shop front is missing from a catalogue, untranslated, or kept there unused. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const copies: string[] = [];
afterAll(() => {
  for (const copy of copies) rmSync(copy, { recursive: true, force: true });
});

type Face = 'console' | 'shop';

function lingui(at: string, face: Face, ...args: string[]): { ok: boolean; says: string } {
  const cli = join(root, 'node_modules/@lingui/cli/dist/lingui.js');
  const config = join(at, `web/${face}/lingui.config.ts`);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [cli, ...args, '--workers', '1', '--config', config],
    {
      cwd: at,
      encoding: 'utf8',
    },
  );
  return { ok: status === 0, says: `${stdout}${stderr}` };
}
const inSync = (at: string, face: Face = 'console') => lingui(at, face, 'check', 'sync', '--clean');
const translated = (at: string, face: Face = 'console') =>
  lingui(at, face, 'check', 'missing', '--mode', 'catalog');

/** A console of one page, whose catalogues somebody spoilt. */
function spoilt(page: string, chinese: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'rg-texts-'));
  copies.push(copy);
  const console = join(copy, 'web/console');
  mkdirSync(join(console, 'locales'), { recursive: true });
  cpSync(join(root, 'web/console/lingui.config.ts'), join(console, 'lingui.config.ts'));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  writeFileSync(join(copy, 'package.json'), '{"type":"module"}');
  writeFileSync(
    join(console, 'page.ts'),
    `import { msg } from '@lingui/core/macro';\nexport const a = msg\`${page}\`;\n`,
  );
  lingui(copy, 'console', 'extract');
  const file = join(console, 'locales/zh-CN.po');
  writeFileSync(file, `${readFileSync(file, 'utf8').replace(/msgstr ""\n$/, chinese)}\n`);
  return copy;
}

// The same in both; and one of punctuation, which differs.
const ALIKE: Record<Face, string[]> = { console: ['<0>{0}</0>, {role}', 'App', 'CSV'], shop: [] };

describe.each(['console', 'shop'] as const)('the catalogues of the %s', (face) => {
  it('hold every text, and none that nothing uses', () => {
    const { ok, says } = inSync(root, face);
    expect(ok, says).toBe(true);
  });

  it('are translated', () => {
    const { ok, says } = translated(root, face);
    expect(ok, says).toBe(true);
  });

  it('in Chinese are Chinese', () => {
    const same = readFileSync(join(root, `web/${face}/locales/zh-CN.po`), 'utf8')
      .split('\n\n')
      .slice(1)
      .filter((entry) => !/[\u4e00-\u9fff]/.test(/msgstr ([\s\S]*)$/.exec(entry)?.[1] ?? ''))
      .map((entry) => /^msgid "(.*)"$/m.exec(entry)?.[1]);
    expect(same.sort()).toEqual(ALIKE[face]);
  });
});

describe('the check itself', () => {
  it('accepts what is whole', () => {
    const copy = spoilt('Save', 'msgstr "保存"');
    expect(inSync(copy)).toMatchObject({ ok: true });
    expect(translated(copy)).toMatchObject({ ok: true });
  });

  it('refuses a text without translation', () => {
    expect(translated(spoilt('Save', 'msgstr ""'))).toMatchObject({ ok: false });
  });

  it('refuses a text that nothing uses', () => {
    const copy = spoilt('Save', 'msgstr "保存"\n\nmsgid "Gone"\nmsgstr "没有了"');
    expect(inSync(copy)).toMatchObject({ ok: false });
  });

  it('refuses a text that is not in the catalogue', () => {
    const copy = spoilt('Save', 'msgstr "保存"');
    const page = "import { msg } from '@lingui/core/macro';\nexport const a = [msg`Save`, msg`Cancel`];\n";
    writeFileSync(join(copy, 'web/console/page.ts'), page);
    expect(inSync(copy)).toMatchObject({ ok: false });
  });
});
