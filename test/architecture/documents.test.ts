import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { SETTINGS } from '#platform/settings';
import { readTree } from './source-file.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const markdownIn = (folder: string): string[] =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));

const GUIDES = readdirSync(join(ROOT, 'docs/en'));
const DOCUMENTS = ['.', 'docs', 'docs/en', 'docs/zh-CN', 'docs/adr'].flatMap(markdownIn);
const PAIRS = [
  ['README.md', 'README.zh-CN.md'],
  ...GUIDES.map((name) => [`docs/en/${name}`, `docs/zh-CN/${name}`]),
] as [string, string][];

const found = (path: string, pattern: RegExp): string[] =>
  [...read(path).matchAll(pattern)].map((match) => match[1] as string);

describe.each(DOCUMENTS)('%s', (path) => {
  it('links to what exists', () => {
    const links = found(path, /\]\(([^)#\s]+)(?:#[^)]*)?\)/g).filter((link) => !/^[a-z]+:/.test(link));
    // Pictures are taken by scripts/pictures.ts from a running console.
    const files = links.filter((link) => !link.includes('docs/pictures/'));
    expect(files.filter((link) => !existsSync(join(ROOT, dirname(path), link)))).toEqual([]);
  });

  it('names commands that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [...found(path, /\bnpm run ([\w:]+)/g), ...found(path, /\bnpm (start|test)\b/g)];
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
    expect(
      found(path, /\bnode (scripts\/[\w-]+\.ts)/g).filter((file) => !existsSync(join(ROOT, file))),
    ).toEqual([]);
  });
});

describe('bin/regulars', () => {
  it('has every command that a document names', () => {
    const named = new Set(DOCUMENTS.flatMap((path) => found(path, /bin\/regulars ([a-z]+)/g)));
    const commands = readTree(ROOT, ['src/6-app']).flatMap(({ text }) =>
      [...text.matchAll(/command\(\s*'([a-z]+)/g)].map(([, name]) => name),
    );
    expect(named.size).toBeGreaterThan(5);
    expect([...named].filter((name) => !commands.includes(name))).toEqual([]);
  });
});

describe('the HTTP API', () => {
  it('has every address that a document names', () => {
    const product = readTree(ROOT, ['src']).filter(({ path }) => !path.endsWith('.test.ts'));
    const routes = product.flatMap(({ text }) =>
      [...text.matchAll(/\b(?:path|url): ['"`](\/(?:api|healthz|metrics)[\w/:-]*)['"`]/g)].map(
        ([, route]) => route,
      ),
    );
    const named = new Set(
      DOCUMENTS.flatMap((path) =>
        found(path, /(?:GET|POST|PATCH|DELETE|PUT)`? ?`?(\/(?:api|healthz|metrics)[\w/:-]*)/g),
      ),
    );
    expect(named.size).toBeGreaterThan(5);
    expect([...named].filter((route) => !routes.includes(route))).toEqual([]);
  });
});

describe('both languages', () => {
  it('have the same guides', () => {
    expect(readdirSync(join(ROOT, 'docs/zh-CN')).sort()).toEqual(GUIDES.sort());
  });

  it.each(PAIRS)('%s and %s have the same chapters, tables and commands', (english, chinese) => {
    const shape = (path: string) => ({
      chapters: found(path, /^(#+) /gm),
      rows: found(path, /^(\|)/gm).length,
      commands: found(path, /^ {4}(npm [^#\n]*|bin\/regulars [^#\n]*|curl [^#\n]*)/gm).map((line) =>
        line.trim(),
      ),
      links: found(path, /\]\(([^)]+)\)/g)
        .map((link) => link.replaceAll('zh-CN', 'en').replace('README.en.md', 'README.md'))
        .sort(),
    });
    const [one, other] = [shape(english), shape(chinese)];
    expect(other).toEqual(one);
  });

  it.each(['docs/en/install.md', 'docs/zh-CN/install.md'])('%s explains every setting', (path) => {
    const text = read(path);
    expect(Object.keys(SETTINGS).filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
    const explained = found(path, /`([A-Z][A-Z_]{3,})`/g).filter((name) => name !== 'NULL');
    expect(explained.filter((name) => !(name in SETTINGS))).toEqual([]);
  });
});
