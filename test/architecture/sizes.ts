/**
 * Sizes: hard stops that fail, and percentiles that are told. Elegance lives in the 95th percentile: 95 % of functions ≤ 40 lines,
 * 95 % of files ≤ 250.
 */
import { isTest } from './place.ts';
import { type Finding, lineAt, type Node, nodesOf, type Rule, type SourceFile } from './source-file.ts';

const MOST = { file: 400, function: 80, component: 120 };

const isGenerated = (path: string): boolean => /\.gen\.tsx?$|\/locales?\//.test(path);
const linesOf = (text: string): number => text.trimEnd().split('\n').length;

type Sized = { path: string; line: number; name: string; lines: number; component: boolean };

function functionsOf(file: SourceFile): Sized[] {
  const names = new Map<unknown, string>();
  for (const node of nodesOf(file.program)) {
    const id = (node.id ?? node.key) as { name?: string } | null | undefined;
    const value = node.type === 'VariableDeclarator' ? node.init : node.value;
    if (id?.name) names.set(value, id.name).set(node, id.name);
  }
  return [...nodesOf(file.program)].filter(isFunction).map((node) => {
    const name = names.get(node) ?? 'a function';
    const line = lineAt(file.text, node.start);
    const lines = lineAt(file.text, node.end) - line + 1;
    return {
      path: file.path,
      line,
      name,
      lines,
      component: file.path.endsWith('.tsx') && /^[A-Z]/.test(name),
    };
  });
}

const isFunction = (node: Node): boolean =>
  ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'].includes(node.type) &&
  node.body !== null;

const measured = (files: readonly SourceFile[]): SourceFile[] =>
  files.filter((file) => !isGenerated(file.path));
// A `describe` is a chapter, not a function.
const functions = (files: readonly SourceFile[]): Sized[] =>
  measured(files)
    .filter((file) => !isTest(file.path))
    .flatMap(functionsOf);

export const bounded: Rule = {
  name: 'bounded',
  asks: `No file over ${MOST.file} lines, no function over ${MOST.function} (React components ${MOST.component}).`,
  findings: (files): Finding[] => [
    ...measured(files)
      .map((file) => ({ path: file.path, line: 1, lines: linesOf(file.text) }))
      .filter(({ lines }) => lines > MOST.file)
      .map(({ path, line, lines }) => ({ path, line, says: `has ${lines} lines` })),
    ...functions(files)
      .filter(({ lines, component }) => lines > (component ? MOST.component : MOST.function))
      .map(({ path, line, name, lines }) => ({ path, line, says: `${name} has ${lines} lines` })),
  ],
};

const percentile = (values: number[], share: number): number =>
  values.sort((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? 0;

/** One line for people. */
export function sizeReport(files: readonly SourceFile[]): string {
  const lines = measured(files).map((file) => linesOf(file.text));
  const spans = functions(files).map((sized) => sized.lines);
  const told = (values: number[]) =>
    `${percentile(values, 0.5)} / ${percentile(values, 0.95)} / ${percentile(values, 1)}`;
  return `${lines.length} files, lines median / 95 % / longest: ${told(lines)}; ${spans.length} functions: ${told(spans)}`;
}
