/**
 * A source file as the architecture test sees it: where it lives, what it imports, its syntax tree. Read with oxc-parser and our own few
 * lines, because dependency-cruiser under TypeScript 7 sees no modules and reports no violations.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { type Program, parseSync } from 'oxc-parser';

export type Import = {
  specifier: string;
  /** Path in the repository, or null for a package. */
  path: string | null;
  typeOnly: boolean;
  line: number;
};

export type SourceFile = { path: string; text: string; imports: Import[]; program: Program };

/** A rule that was broken, and where. */
export type Finding = { path: string; line: number; says: string };

export type Rule = {
  name: string;
  /** What is asked, and the right way: it stands in the failure. */
  asks: string;
  findings(files: readonly SourceFile[]): Finding[];
};

export function readTree(root: string, folders: readonly string[]): SourceFile[] {
  const aliases = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).imports as Record<
    string,
    string
  >;
  return folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        join(folder, name),
      ),
    )
    .filter((path) => /\.(tsx?|mjs|sql)$/.test(path) && !/(^|\/)(node_modules|dist)\//.test(path))
    .map((path) => sourceFile(path, readFileSync(join(root, path), 'utf8'), aliases));
}

export function sourceFile(path: string, text: string, aliases: Record<string, string>): SourceFile {
  // SQL has no imports; it is here for its names and its size.
  const { program, module, errors } = parseSync(
    path.replace(/\.sql$/, '.ts'),
    path.endsWith('.sql') ? '' : text,
  );
  if (errors[0]) throw new Error(`${path} does not parse: ${errors[0].message}`);
  const imports: Import[] = [];
  const add = (specifier: string, start: number, typeOnly: boolean): void => {
    imports.push({ specifier, path: resolve(specifier, path, aliases), typeOnly, line: lineAt(text, start) });
  };
  for (const { moduleRequest, entries } of module.staticImports)
    add(
      moduleRequest.value,
      moduleRequest.start,
      entries.length > 0 && entries.every((entry) => entry.isType),
    );
  for (const { entries } of module.staticExports)
    for (const { moduleRequest, isType } of entries)
      if (moduleRequest) add(moduleRequest.value, moduleRequest.start, isType);
  for (const { moduleRequest } of module.dynamicImports) {
    const specifier = /^['"`]([^'"`$]+)['"`]$/.exec(text.slice(moduleRequest.start, moduleRequest.end))?.[1];
    if (specifier) add(specifier, moduleRequest.start, false);
  }
  return { path, text, imports, program };
}

/** As Node resolves: relative paths, then `imports` of package.json, an exact name before the longest pattern. */
function resolve(specifier: string, from: string, aliases: Record<string, string>): string | null {
  if (specifier.startsWith('.')) return normalize(join(dirname(from), specifier));
  if (!specifier.startsWith('#')) return null;
  if (aliases[specifier]) return normalize(aliases[specifier]);
  const patterns = Object.keys(aliases).filter((key) => key.includes('*'));
  patterns.sort((a, b) => b.indexOf('*') - a.indexOf('*') || b.length - a.length);
  for (const pattern of patterns) {
    const [before, after] = pattern.split('*') as [string, string];
    if (specifier.length < pattern.length || !specifier.startsWith(before) || !specifier.endsWith(after))
      continue;
    const star = specifier.slice(before.length, specifier.length - after.length);
    return normalize((aliases[pattern] as string).replace('*', star));
  }
  return `no-such-door/${specifier}`;
}

export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

export type Node = { type: string; start: number; end: number; [key: string]: unknown };

/** Every node below, parents first. */
export function* nodesOf(node: unknown): Generator<Node> {
  if (Array.isArray(node)) {
    for (const child of node) yield* nodesOf(child);
  } else if (node && typeof node === 'object') {
    if ('type' in node && 'start' in node) yield node as Node;
    for (const child of Object.values(node)) if (child && typeof child === 'object') yield* nodesOf(child);
  }
}
