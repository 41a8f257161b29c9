import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BREACHES, GOOD_HOUSE } from './breaches.ts';
import { placeOf } from './place.ts';
import { RULES } from './rules.ts';
import { BUILDS_SQL, isBuiltSql } from './rules-of-content.ts';
import { sizeReport } from './sizes.ts';
import { nodesOf, type Rule, readTree, sourceFile } from './source-file.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const ALIASES = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')).imports as Record<string, string>;

const files = readTree(ROOT, ['src', 'web', 'simulator', 'test', 'scripts', 'bin']);
const build = (house: Record<string, string>) =>
  Object.entries(house).map(([path, text]) => sourceFile(path, text, ALIASES));
const report = (rule: Rule, of: typeof files): string[] =>
  rule.findings(of).map(({ path, line, says }) => `${path}:${line} ${says}`);

describe('the house', () => {
  it('was seen: files of the ground and of the rooms, and imports between them', () => {
    const rooms = new Set(files.map((file) => placeOf(file.path)?.room));
    expect([...rooms]).toEqual(expect.arrayContaining([0, 2]));
    expect(files.filter((file) => file.path.endsWith('.ts')).length).toBeGreaterThan(100);
    const crossing = files.flatMap((file) =>
      file.imports.filter(({ path }) => path && placeOf(path)?.folder !== placeOf(file.path)?.folder),
    );
    expect(crossing.length).toBeGreaterThan(100);
  });

  it.each(RULES.map((rule) => [rule.name, rule] as const))('%s', (_, rule) => {
    expect(report(rule, files), rule.asks).toEqual([]);
  });

  it('excuses no file that needs no excuse', () => {
    const building = files
      .filter((file) => [...nodesOf(file.program)].some(isBuiltSql))
      .map((file) => file.path);
    expect(Object.keys(BUILDS_SQL).filter((path) => !building.includes(path))).toEqual([]);
  });

  it('keeps to its sizes', () => {
    console.log(sizeReport(files));
    expect(sizeReport(files)).toMatch(/^\d{3,} files/);
  });
});

describe('every rule', () => {
  it('has at least one breach', () => {
    expect(
      RULES.map((rule) => rule.name).filter((name) => !BREACHES.some(([rule]) => rule === name)),
    ).toEqual([]);
  });

  it.each(
    BREACHES.map(([name, house], index) => ({ name, house, where: Object.keys(house).join(', '), index })),
  )('$name: breach $index in $where is reported, by this rule alone', ({ name, house }) => {
    const broken = RULES.filter((rule) => rule.findings(build(house)).length > 0).map((rule) => rule.name);
    expect(broken).toEqual([name]);
  });

  it.each(RULES.map((rule) => [rule.name, rule] as const))(
    '%s: has nothing against a house in order',
    (_, rule) => {
      expect(report(rule, build(GOOD_HOUSE))).toEqual([]);
    },
  );

  it('refuses a file that it cannot read rather than overlook it', () => {
    expect(() => build({ 'src/2-know/orders/a.ts': 'import {' })).toThrow('does not parse');
  });
});
