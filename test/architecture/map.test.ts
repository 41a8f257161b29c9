import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describedModules, houseFiles, renderMap, writtenMap } from '../../scripts/map.ts';
import { placeOf } from './place.ts';

const files = houseFiles();

describe('docs/map.md', () => {
  it('shows the house as it is now: node scripts/map.ts', async () => {
    expect(writtenMap()).toBe(await renderMap(files));
  });

  it('knows every module that has a module.ts, by the name of its folder', async () => {
    const folders = files
      .filter((file) => /^src\/\d-[a-z]+\/[^/]+\/module\.ts$/.test(file.path))
      .map((file) => placeOf(file.path)?.module);
    expect(folders.length).toBeGreaterThan(1);
    expect((await describedModules(files)).map((module) => module.name).sort()).toEqual(folders.sort());
  });
});

describe('the wiring', () => {
  it('names every module, or what it contributes never runs', () => {
    const wiring = files.find((file) => file.path === 'src/6-app/wiring.ts');
    const modules = files
      .map((file) => file.path)
      .filter((path) => /^src\/[0-5]-[a-z]+\/[^/]+\/module\.ts$/.test(path));
    expect(modules.filter((path) => !wiring?.imports.some((imported) => imported.path === path))).toEqual([]);
  });

  it('finds the migrations that a module names', async () => {
    const missing = (await describedModules(files)).filter(
      ({ migrations }) => migrations !== undefined && !existsSync(migrations),
    );
    expect(missing.map(({ name }) => name)).toEqual([]);
  });
});
