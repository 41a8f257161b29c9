/**
 * Writes docs/map.md: what each module is in a sentence, who needs whom, and who hears which event.
 *
 *     node scripts/map.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Module, Platform } from '#platform/module';
import { readSettings } from '#platform/settings';
import { explain, namesHeard } from '../src/6-app/explain.ts';
import { placeOf } from '../test/architecture/place.ts';
import { moduleGraph } from '../test/architecture/rules-of-imports.ts';
import { readTree, type SourceFile } from '../test/architecture/source-file.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Every module as it describes itself. A module only names what it contributes while it is made, so a platform that
 * is there in name is enough: whatever is asked of it is there, and does nothing.
 */
export async function describedModules(files: readonly SourceFile[]): Promise<Module[]> {
  const modules = await Promise.all(
    inOrder(files).map(async (path) => moduleIn(await import(`../${path}`), path)),
  );
  return modules.filter((module) => module !== null);
}

/** Paths of `module.ts`, in the order of the wiring; those it does not import yet come last. */
function inOrder(files: readonly SourceFile[]): string[] {
  const wired =
    files.find((file) => file.path === 'src/6-app/wiring.ts')?.imports.map(({ path }) => path) ?? [];
  const place = (path: string): number => (wired.includes(path) ? wired.indexOf(path) : wired.length);
  const found = files
    .map((file) => file.path)
    .filter((path) => /^src\/\d-[a-z]+\/[^/]+\/module\.ts$/.test(path));
  return found.sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}

function moduleIn(exports: Record<string, unknown>, path: string): Module | null {
  const make = Object.entries(exports).find(
    ([name, value]) => name.endsWith('Module') && typeof value === 'function',
  )?.[1];
  if (!make) throw new Error(`${path} exports no …Module function`);
  return (make as (platform: Platform) => Module)(platformInName());
}

/** Settings as they are by default; of everything else only the name. */
function platformInName(): Platform {
  const nothing: object = new Proxy(() => nothing, {
    get: (_, key) =>
      key === Symbol.toPrimitive ? () => '' : key === 'then' || typeof key === 'symbol' ? undefined : nothing,
  });
  return new Proxy({ settings: readSettings({}) } as Platform, {
    get: (given, key) => Reflect.get(given, key) ?? nothing,
  });
}

export async function renderMap(files: readonly SourceFile[]): Promise<string> {
  const modules = await describedModules(files);
  return `<!-- Made by scripts/map.ts; a test checks that it is up to date. -->
# Map

Rooms are read from the ground up; a module may need what stands in lower rooms, and neighbours that its \`module.ts\` names.

${moduleTable(files)}

## Who hears what

| event | heard by, in the order of the wiring |
| --- | --- |
${hearing(modules)}

\`bin/regulars explain 'Order Completed'\` answers the same for one event.
`;
}

function moduleTable(files: readonly SourceFile[]): string {
  const graph = moduleGraph(files);
  const roomOf = new Map(files.map((file) => placeOf(file.path)).map((place) => [place?.module, place]));
  const sorted = [...graph.keys()].sort((a, b) =>
    (roomOf.get(a)?.folder ?? '') < (roomOf.get(b)?.folder ?? '') ? -1 : 1,
  );
  const rows = sorted.map((module) => {
    const needs = [...(graph.get(module)?.keys() ?? [])].sort();
    const index = files.find((file) => file.path === `${roomOf.get(module)?.folder}/index.ts`);
    return `| \`${module}\` | ${firstSentence(index?.text ?? '')} | ${needs.map((need) => `\`${need}\``).join(', ') || '–'} |`;
  });
  return ['| module | what it is | needs |', '| --- | --- | --- |', ...rows].join('\n');
}

/** Of the paragraph that opens a file. */
function firstSentence(text: string): string {
  const comment = /^\/\*\*(.*?)(\n \*\n|\*\/)/s.exec(text)?.[1] ?? '';
  const flat = comment.replace(/\n \*/g, ' ').replace(/\s+/g, ' ').trim();
  return (/^.*?\.(?= [A-Z`(]|$)/.exec(flat)?.[0] ?? flat).replaceAll('|', '\\|');
}

function hearing(modules: readonly Module[]): string {
  const told = (hearers: ReturnType<typeof explain>): string =>
    hearers.map(({ subscriber }) => `\`${subscriber}\``).join(', ');
  const byName = namesHeard(modules).map(
    (name) => `| ${name} | ${told(explain(modules, name).filter((hearer) => !hearer.everything))} |`,
  );
  const everything = modules.flatMap((module) => explain([module], '').filter((hearer) => hearer.everything));
  return [...byName, `| every event | ${told(everything)} |`].join('\n');
}

export const houseFiles = (): SourceFile[] => readTree(ROOT, ['src']);
export const MAP = `${ROOT}docs/map.md`;
export const writtenMap = (): string => readFileSync(MAP, 'utf8');

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(MAP, await renderMap(houseFiles()));
