import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  builtInPackages,
  directDependencies,
  isAllowed,
  type Lock,
  notice,
  readLock,
  runtimePackages,
} from '../../scripts/notices.ts';

const lock = readLock();

describe('what others made', () => {
  it('is under licences we may pass on', () => {
    const foreign = [...runtimePackages(lock), ...builtInPackages(lock)].filter(
      ({ license }) => !isAllowed(license),
    );
    expect(foreign).toEqual([]);
  });

  it('stays few: at most 25 direct dependencies (T30), and in all no more than there are', () => {
    const [direct, all] = [directDependencies(lock).length, runtimePackages(lock).length];
    console.log(`run-time packages: ${direct} direct (goal 25), ${all} in all (goal 150)`);
    expect(direct).toBeGreaterThan(10);
    expect(direct).toBeLessThanOrEqual(25);
    // A ratchet: graphile-worker brings forty of these for a command line we do not use; ten more read telephone numbers,
    // CSV, workbooks and user agents.
    expect(all).toBeLessThanOrEqual(180);
  });

  it('is named in NOTICE as it is now: node scripts/notices.ts', () => {
    expect(readFileSync(new URL('../../NOTICE', import.meta.url), 'utf8')).toBe(notice(lock));
  });
});

describe('a licence', () => {
  it('with a choice is allowed if one choice is; an unknown, missing or cumulative one is not', () => {
    expect(['MIT', '(MIT OR CC0-1.0)', '(GPL-3.0 OR MIT)'].every(isAllowed)).toBe(true);
    expect(
      ['GPL-3.0', 'MIT AND GPL-3.0', 'not declared', '', 'SEE LICENSE IN LICENSE', 'BUSL-1.1'].some(
        isAllowed,
      ),
    ).toBe(false);
  });
});

describe('the walk through the lock file', () => {
  const small: Lock = {
    packages: {
      '': { dependencies: { a: '1' }, devDependencies: { react: '1', tool: '1' } },
      'node_modules/a': {
        license: 'MIT',
        dependencies: { b: '1' },
        peerDependencies: { p: '1', o: '1' },
        peerDependenciesMeta: { o: { optional: true } },
      },
      'node_modules/a/node_modules/b': { license: 'GPL-3.0', dependencies: { c: '1' } },
      'node_modules/b': { license: 'MIT' },
      'node_modules/c': {},
      'node_modules/p': { license: 'ISC', optionalDependencies: { mac: '1' } },
      'node_modules/o': { license: 'MIT' },
      'node_modules/mac': { license: 'MIT', os: ['darwin'] },
      'node_modules/react': { license: 'MIT' },
      'node_modules/tool': { license: 'MIT' },
    },
  };

  it('finds the copy a package really gets, required peers, and what declares no licence', () => {
    expect(runtimePackages(small)).toEqual([
      { name: 'a', license: 'MIT' },
      { name: 'b', license: 'GPL-3.0' },
      { name: 'c', license: 'not declared' },
      { name: 'p', license: 'ISC' },
    ]);
  });

  it('counts what is built into pages, not the tools that build them', () => {
    expect(builtInPackages(small)).toEqual([{ name: 'react', license: 'MIT' }]);
  });
});
