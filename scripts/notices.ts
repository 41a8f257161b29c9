/**
 * Writes NOTICE: what others made that runs with the product or is built into its pages, with the licence of each.
 *
 *     node scripts/notices.ts
 *
 * Read from package-lock.json alone, so that it says the same on every machine.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

type Entry = {
  license?: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
  devDependencies?: Record<string, string>;
  os?: string[];
};
export type Lock = { packages: Record<string, Entry> };
export type Package = { name: string; license: string };

/** Licences that ask for no more than attribution, or (MPL) for the source of changes to their own files. */
export const ALLOWED = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'PostgreSQL',
  'Python-2.0',
  'Unlicense',
  'Zlib',
];

/** One of the licences to choose from is enough: `(MIT OR CC0-1.0)`. */
export const isAllowed = (license: string): boolean =>
  license
    .replace(/^\((.*)\)$/, '$1')
    .split(' OR ')
    .some((choice) => ALLOWED.includes(choice));

/** Type declarations run nowhere. */
const DECLARATIONS = /^(@types\/.+|undici-types)$/;

/** Development packages whose code ends up in the pages that browsers load. */
const BUILT_IN =
  /^(echarts|preact|react|react-dom|react-querybuilder|@mantine\/.+|@tabler\/.+|@tanstack\/.+|@lingui\/(core|react))$/;

export function readLock(): Lock {
  return JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')) as Lock;
}

const rootOf = (lock: Lock): Entry => lock.packages[''] ?? {};

/** Names in `dependencies`, without the packages that are only the binaries of one platform. */
export const directDependencies = (lock: Lock): string[] => Object.keys(rootOf(lock).dependencies ?? {});

/** Everything that runs with the product on Linux: dependencies of dependencies included, development left out. */
export function runtimePackages(lock: Lock): Package[] {
  const root = rootOf(lock);
  return closure(lock, Object.keys({ ...root.dependencies, ...root.optionalDependencies }));
}

/** Everything that is built into console, account pages and tag. */
export function builtInPackages(lock: Lock): Package[] {
  return closure(
    lock,
    Object.keys(rootOf(lock).devDependencies ?? {}).filter((name) => BUILT_IN.test(name)),
  );
}

function closure(lock: Lock, names: readonly string[]): Package[] {
  const found = new Map<string, Package>();
  const visit = (name: string, from: string): void => {
    const path = locate(lock, name, from);
    const entry = path === null ? undefined : lock.packages[path];
    if (
      path === null ||
      !entry ||
      found.has(path) ||
      DECLARATIONS.test(name) ||
      (entry.os && !entry.os.includes('linux'))
    )
      return;
    found.set(path, { name, license: entry.license ?? 'not declared' });
    for (const needed of neededBy(entry)) visit(needed, path);
  };
  for (const name of names) visit(name, '');
  const distinct = new Map([...found.values()].map((item) => [`${item.name} ${item.license}`, item]));
  return [...distinct.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function neededBy(entry: Entry): string[] {
  const peers = Object.keys(entry.peerDependencies ?? {}).filter(
    (name) => !entry.peerDependenciesMeta?.[name]?.optional,
  );
  return [...Object.keys({ ...entry.dependencies, ...entry.optionalDependencies }), ...peers];
}

/** As Node looks: in the package's own node_modules, then in those above. */
function locate(lock: Lock, name: string, from: string): string | null {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const path = `${folder ? `${folder}/` : ''}node_modules/${name}`;
    if (lock.packages[path]) return path;
    if (folder === '') return null;
  }
}

const listed = (packages: readonly Package[]): string =>
  packages.map(({ name, license }) => `  ${name} (${license})`).join('\n');

export function notice(lock: Lock): string {
  const builtIn = builtInPackages(lock);
  return `Regulars (回头客)
Copyright 2026 the Regulars authors

Licensed under the Apache License, Version 2.0: see LICENSE.

This product installs and runs with the following packages of others. Their licences stand in
node_modules/<name> after installation. PostgreSQL comes as unchanged binaries under the PostgreSQL
Licence, ClickHouse (chDB) as unchanged binaries under the Apache License 2.0.

${listed(runtimePackages(lock))}

Built into the pages that browsers load:

${listed(builtIn)}
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(new URL('../NOTICE', import.meta.url), notice(readLock()));
