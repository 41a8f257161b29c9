/** What the console's first screen loads, gzipped: every script and style that index.html names or they import at once. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const dist = fileURLToPath(new URL('../../../web/console/dist', import.meta.url));

export function firstLoad(): Record<string, unknown> {
  const page = readFileSync(join(dist, 'index.html'), 'utf8');
  const named = [...page.matchAll(/(?:src|href)="\/?(assets\/[^"]+)"/g)].map((match) =>
    join(dist, match[1] as string),
  );
  const scripts = new Set<string>();
  for (const file of named.filter((path) => path.endsWith('.js'))) follow(file, scripts);
  const kb = (files: Iterable<string>): number =>
    Math.round([...files].reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0) / 102.4) / 10;
  return {
    'screens.first_load_kb': kb(scripts),
    'screens.first_load_css_kb': kb(named.filter((path) => path.endsWith('.css'))),
    scripts: scripts.size,
  };
}

/** Static imports only: what is loaded later is later. */
function follow(file: string, seen: Set<string>): void {
  if (seen.has(file) || !existsSync(file)) return;
  seen.add(file);
  const text = readFileSync(file, 'utf8');
  for (const match of text.matchAll(/(?:from|import)\s*"(\.\/[^"]+\.js)"/g))
    follow(join(dirname(file), match[1] as string), seen);
}
