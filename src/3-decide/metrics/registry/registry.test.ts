import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { METRICS } from './index.ts';

describe('the registry of figures', () => {
  it('gives each name once', () => {
    const names = METRICS.map(({ name }) => name);
    expect([...new Set(names)]).toEqual(names);
  });

  it.each([
    ['en', 'en'],
    ['zh', 'zh-CN'],
  ] as const)('is what the guide tells in %s: each figure, and none besides', (language, folder) => {
    const guide = readFileSync(`docs/${folder}/figures.md`, 'utf8');
    const told = [...guide.matchAll(/^\| `([a-z_]+)` \| ([^|]+) \|/gm)].map(([, name, title]) => [
      name,
      title,
    ]);
    expect(told).toEqual(METRICS.map(({ name, title }) => [name, title[language]]));
  });
});
