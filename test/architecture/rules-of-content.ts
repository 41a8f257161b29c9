/** Rules on what stands in a file. */
import { isFace, isForTests, placeOf } from './place.ts';
import { type Finding, lineAt, type Node, nodesOf, type Rule, type SourceFile } from './source-file.ts';

const product = (files: readonly SourceFile[]): SourceFile[] =>
  files.filter((file) => file.path.startsWith('src/') && !isForTests(file.path));
const server = (files: readonly SourceFile[]): SourceFile[] =>
  product(files).filter((file) => !isFace(file.path));

const at = (file: SourceFile, node: { start: number }, says: string): Finding => ({
  path: file.path,
  line: lineAt(file.text, node.start),
  says,
});

export const sqlInStores: Rule = {
  name: 'SQL in stores',
  asks: "In rooms 2 to 5 a module's only SQL stands in its store.ts (and its migrations).",
  findings: (files) =>
    server(files)
      .filter(
        (file) => [2, 3, 4, 5].includes(placeOf(file.path)?.room ?? 0) && !/\/store\.ts$/.test(file.path),
      )
      .flatMap((file) =>
        [...nodesOf(file.program)]
          .filter(
            (node) =>
              (node.type === 'TaggedTemplateExpression' && nameOf(node.tag) === 'sql') || isQuery(node),
          )
          .map((node) => at(file, node, 'speaks SQL')),
      ),
};

/** `pool.query('SELECT …')`, whatever the object is called. */
function isQuery(node: Node): boolean {
  if (node.type !== 'CallExpression') return false;
  const text = textOf((node.arguments as Node[])[0]);
  return /^\s*(SELECT|INSERT|UPDATE|DELETE|WITH|CREATE|ALTER|DROP|TRUNCATE|COPY|LISTEN|NOTIFY)\b/.test(
    text ?? '',
  );
}

export const ownSchemaOnly: Rule = {
  name: 'own schema only',
  asks: "A store names tables of its own Postgres schema, which is called like its module's folder. What others know is asked of their index.",
  findings: (files) => {
    const schemas = new Set(
      files.flatMap((file) => placeOf(file.path)?.module.split('/')[1]?.replaceAll('-', '_') ?? []),
    );
    return files
      .filter(
        (file) =>
          [2, 3, 4, 5].includes(placeOf(file.path)?.room ?? 0) && /(\/store\.ts|\.sql)$/.test(file.path),
      )
      .flatMap((file) => foreignSchemas(file, schemas));
  },
};

function foreignSchemas(file: SourceFile, schemas: ReadonlySet<string>): Finding[] {
  const own = placeOf(file.path)?.module.split('/')[1]?.replaceAll('-', '_');
  const texts: { text: string; start: number }[] = file.path.endsWith('.sql')
    ? [{ text: file.text, start: 0 }]
    : [...nodesOf(file.program)]
        .filter((node) => node.type === 'TaggedTemplateExpression' && nameOf(node.tag) === 'sql')
        .map((node) => ({ text: file.text.slice(node.start, node.end), start: node.start }));
  return texts.flatMap(({ text, start }) =>
    [
      ...text
        .replaceAll(/--.*/g, (comment) => ' '.repeat(comment.length))
        .matchAll(/\b(FROM|JOIN|INTO|UPDATE|TABLE|REFERENCES|ON)?\s+([a-z_]+)\.[a-z_"]+/g),
    ]
      .filter(
        ([, verb, schema]) =>
          schema !== own &&
          (schemas.has(schema as string) || /^(FROM|JOIN|INTO|UPDATE|TABLE|REFERENCES)$/.test(verb ?? '')),
      )
      .map((match) =>
        at(file, { start: start + match.index }, `names ${match[2]}, a schema that is not its own`),
      ),
  );
}

export const noBuiltSql: Rule = {
  name: 'no built SQL',
  asks: 'SQL is never put together from texts: values are bound, identifiers come from fragments written in the code (A1).',
  findings: (files) =>
    server(files)
      .filter((file) => !(file.path in BUILDS_SQL))
      .flatMap((file) =>
        [...nodesOf(file.program)].filter(isBuiltSql).map((node) => at(file, node, 'builds SQL from texts')),
      ),
};

/** Files that may, each with its reason. */
export const BUILDS_SQL: Record<string, string> = {
  'src/0-platform/postgres/listen.ts': 'LISTEN takes no parameters; the channel is a constant, escaped',
  'src/0-platform/postgres/cluster.ts': 'CREATE DATABASE takes no parameters; the name is ours, escaped',
  'src/0-platform/lake/process/engine.ts':
    'SET and USE take no parameters; names are checked, values escaped',
};

export function isBuiltSql(node: Node): boolean {
  if (node.type !== 'CallExpression') return false;
  const callee = node.callee as Node & { object?: Node; property?: Node };
  if (nameOf(callee.object) === 'sql' && ['raw', 'lit'].includes(nameOf(callee.property) ?? '')) return true;
  if (!['query', 'command', 'execute', 'exec'].includes(nameOf(callee.property) ?? '')) return false;
  const first = (node.arguments as Node[])[0];
  if (first?.type === 'BinaryExpression') return true;
  return first?.type === 'TemplateLiteral' && (first.expressions as Node[]).length > 0;
}

export const timeIsInjected: Rule = {
  name: 'time is injected',
  asks: 'Decisions ask the clock they were given (#platform/clock). performance.now() measures, it decides nothing.',
  findings: (files) =>
    server(files)
      .filter((file) => !file.path.startsWith('src/0-platform/clock/'))
      .flatMap((file) =>
        [...nodesOf(file.program)]
          .filter(readsClock)
          .map((node) => at(file, node, 'asks the machine for the time')),
      ),
};

function readsClock(node: Node): boolean {
  if (node.type === 'NewExpression')
    return nameOf(node.callee) === 'Date' && (node.arguments as Node[]).length === 0;
  const callee = node.callee as (Node & { object?: Node; property?: Node }) | undefined;
  return (
    node.type === 'CallExpression' && nameOf(callee?.object) === 'Date' && nameOf(callee?.property) === 'now'
  );
}

export const noRawHtml: Rule = {
  name: 'no raw HTML',
  asks: 'Texts are shown as texts: no dangerouslySetInnerHTML, innerHTML, outerHTML or insertAdjacentHTML (A6).',
  findings: (files) =>
    files
      .filter((file) => !isForTests(file.path))
      .flatMap((file) =>
        [...nodesOf(file.program)]
          .filter((node) =>
            /^(dangerouslySetInnerHTML|innerHTML|outerHTML|insertAdjacentHTML)$/.test(String(node.name)),
          )
          .map((node) => at(file, node, `writes ${node.name}`)),
      ),
};

export const tellingNames: Rule = {
  name: 'telling names',
  asks: 'A file or folder is named for what it does; utils, helpers, common, shared, misc and manager say nothing.',
  findings: (files) =>
    files
      .filter((file) => /(^|[/.-])(utils?|helpers?|common|shared|misc|managers?)([/.-]|$)/i.test(file.path))
      .map((file) => ({ path: file.path, line: 1, says: 'has a name that says nothing' })),
};

export const narrowFront: Rule = {
  name: 'narrow front',
  asks: 'The index.ts of a module (rooms 2 to 5) opens with a paragraph on what it owns and guarantees, and gives at most ten names.',
  findings: (files) =>
    product(files)
      .filter((file) => /^src\/[2-5]-[a-z]+\/[^/]+\/index\.ts$/.test(file.path))
      .flatMap((file) => {
        const names = [...nodesOf(file.program)].filter((node) => node.type === 'ExportSpecifier').length;
        const star = [...nodesOf(file.program)].some((node) => node.type === 'ExportAllDeclaration');
        return [
          ...(file.text.startsWith('/**')
            ? []
            : [at(file, { start: 0 }, 'does not open with its paragraph')]),
          ...(names > 10 || star
            ? [at(file, { start: 0 }, star ? 'exports everything (*)' : `exports ${names} names`)]
            : []),
        ];
      }),
};

function nameOf(node: unknown): string | null {
  const { type, name } = (node ?? {}) as { type?: string; name?: string };
  return type === 'Identifier' ? (name ?? null) : null;
}

function textOf(node: Node | undefined): string | null {
  if (node?.type === 'Literal') return String(node.value);
  if (node?.type !== 'TemplateLiteral') return null;
  return (node.quasis as { value: { cooked: string } }[]).map((quasi) => quasi.value.cooked).join('?');
}
