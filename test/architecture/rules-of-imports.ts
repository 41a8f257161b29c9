/** Rules on who may know whom. */
import { isConsole, isFace, isForTests, type Place, placeOf } from './place.ts';
import {
  type Finding,
  type Import,
  lineAt,
  type Node,
  nodesOf,
  type Rule,
  type SourceFile,
} from './source-file.ts';

type Edge = { from: SourceFile; here: Place | null; to: Import; there: Place | null };

const edgesOf = (files: readonly SourceFile[]): Edge[] =>
  files.flatMap((from) =>
    from.imports.map((to) => ({
      from,
      here: placeOf(from.path),
      to,
      there: to.path === null ? null : placeOf(to.path),
    })),
  );

const each =
  (check: (edge: Edge, files: readonly SourceFile[]) => string | null | false) =>
  (files: readonly SourceFile[]): Finding[] =>
    edgesOf(files).flatMap((edge) => {
      const says = check(edge, files);
      return says ? [{ path: edge.from.path, line: edge.to.line, says }] : [];
    });

export const lowerRoomsOnly: Rule = {
  name: 'lower rooms only',
  asks: 'A room imports from lower rooms. What an upper room knows reaches a lower one as an event, or as something it contributes through wiring.ts.',
  findings: each(
    ({ here, there, to }) =>
      here && there && there.room > here.room && `imports ${to.specifier}, a room above`,
  ),
};

export const neighboursByName: Rule = {
  name: 'neighbours by name',
  asks: "A module imports a neighbour of its room only if its module.ts says so: neighbours: ['know/customers'].",
  findings: each(({ from, here, there, to }, files) => {
    if (
      !here ||
      !there ||
      here.room !== there.room ||
      here.module === there.module ||
      here.room < 2 ||
      here.room > 5
    )
      return null;
    return (
      !neighboursOf(here, files).includes(there.module) &&
      `${from.path} imports ${to.specifier}, which ${here.folder}/module.ts does not name`
    );
  }),
};

function neighboursOf({ folder }: Place, files: readonly SourceFile[]): string[] {
  const module = files.find((file) => file.path === `${folder}/module.ts`);
  const property = [...nodesOf(module?.program)].find(
    (node) => node.type === 'Property' && (node.key as { name?: string }).name === 'neighbours',
  );
  return [...nodesOf(property?.value)].flatMap((node) =>
    node.type === 'Literal' ? [String(node.value)] : [],
  );
}

const DOORS =
  /^(index\.ts|contract\.ts|testing\.ts|testing\/index\.ts|module\.ts|module\/index\.ts|console\/index\.tsx)$/;

export const throughDoors: Rule = {
  name: 'through doors',
  asks: 'Another module is entered by its index, contract, testing, module or console door, by alias (#know/orders); only platform folders reach each other by relative path.',
  findings: each(({ from, here, to, there }) => {
    if (to.path?.startsWith('no-such-door/'))
      return `imports ${to.specifier}, which package.json does not map`;
    if (!there || there.module === here?.module || there.module === 'events' || there.module === 'app')
      return null;
    const inside = (to.path as string).slice(there.folder.length + 1);
    if (!DOORS.test(inside)) return `imports ${to.path}, which is no door of ${there.module}`;
    const byPath = to.specifier.startsWith('.') && here !== null && !(here.room === 0 && there.room === 0);
    if (byPath) return `imports ${to.specifier} by path instead of by alias`;
    return (
      /^testing/.test(inside) &&
      !isForTests(from.path) &&
      !from.path.startsWith('scripts/') &&
      `imports ${to.specifier}, which is for tests`
    );
  }),
};

export const noCircle: Rule = {
  name: 'no circle',
  asks: 'The graph of modules has no circle; types may point back (import type).',
  findings: (files) => {
    const graph = moduleGraph(files);
    return [...graph.keys()].flatMap((start) => {
      const circle = wayBack(graph, start, [start]);
      // Each circle once: told by its first module in the alphabet.
      if (!circle || circle.some((module) => module < start)) return [];
      return [
        {
          path: graph.get(start)?.get(circle[1] ?? start) ?? start,
          line: 1,
          says: [...circle, start].join(' → '),
        },
      ];
    });
  },
};

/** Module → modules it needs at run time, each with one file that needs it. Tests do not count. */
export function moduleGraph(files: readonly SourceFile[]): Map<string, Map<string, string>> {
  const modules = files
    .filter((file) => !isForTests(file.path))
    .flatMap((file) => placeOf(file.path)?.module ?? []);
  const graph = new Map(modules.map((module) => [module, new Map<string, string>()]));
  for (const { from, here, there, to } of edgesOf(files)) {
    if (!here || !there || there.module === here.module || to.typeOnly || isForTests(from.path)) continue;
    graph.get(here.module)?.set(there.module, from.path);
  }
  return graph;
}

function wayBack(
  graph: ReturnType<typeof moduleGraph>,
  target: string,
  path: string[],
  seen = new Set<string>(),
): string[] | null {
  for (const next of graph.get(path.at(-1) as string)?.keys() ?? []) {
    if (next === target) return path;
    if (seen.has(next)) continue;
    seen.add(next);
    const found = wayBack(graph, target, [...path, next], seen);
    if (found) return found;
  }
  return null;
}

export const houseKnowsNoFace: Rule = {
  name: 'the house knows no face',
  asks: 'Nothing in src imports web/ or a simulator: they use the house as any client does. A page of a module may use the console kit.',
  findings: each(({ from, to }) => {
    const outward = to.path !== null && /^(web|simulator)\//.test(to.path);
    const page = isConsole(from.path) && to.path?.startsWith('web/console/');
    return from.path.startsWith('src/') && outward && !page && `imports ${to.specifier}`;
  }),
};

// What runs in a browser: zod and React, not Fastify and pg.
const SERVER_ONLY =
  /^(node:|fastify|@fastify\/|pg$|pg-|kysely|pino|graphile-worker|chdb|@clickhouse\/|nodemailer|better-auth$|commander|ipaddr\.js|prom-client)/;

export const facesKnowContracts: Rule = {
  name: 'faces know contracts only',
  asks: 'Pages, web/ and contract.ts run in browsers: of the house they import contract and console doors and event schemas, types aside; of contracts, types only: zod compiles code, which the policy of a page lets no script do.',
  findings: each(({ from, to, there }) => {
    const contract = from.path.startsWith('src/') && /\/contract\.ts$/.test(from.path);
    if ((!isFace(from.path) && !contract) || isForTests(from.path) || to.typeOnly) return null;
    if (to.path === null)
      return SERVER_ONLY.test(to.specifier) && `imports ${to.specifier}, which is for servers`;
    if (isFace(from.path) && !contract && from.path.includes('console') && /\/contract\.ts$/.test(to.path))
      return `imports more than types of ${to.specifier}`;
    if (!there || there.module === 'events' || /\/contract\.ts$/.test(to.path) || isConsole(to.path))
      return null;
    return `imports ${to.specifier}, which is code of the server`;
  }),
};

const ENGINES = /^(pg$|pg-|kysely|graphile-worker|chdb|@clickhouse\/)/;
/** The command that starts it and the sample shop that lives on it, and nothing else. */
const STARTS_SIMULATOR = ['src/6-app/cli/simulate.ts', 'src/6-app/sample/simulator-process.ts'];

export const simulatorStandsOutside: Rule = {
  name: 'the simulator stands outside',
  asks: `The simulator is ground truth for what the house claims: it uses public doors (HTTP, files) and no code of the house, and of the house only ${STARTS_SIMULATOR.join(' and ')} know where it is, to start it as a program.`,
  findings: (files) => [
    ...each(({ from, to }) => {
      if (!from.path.startsWith('simulator/') || isForTests(from.path)) return null;
      const inward = to.path === null ? ENGINES.test(to.specifier) : !to.path.startsWith('simulator/');
      return inward && `imports ${to.specifier}`;
    })(files),
    ...files
      .filter(({ path }) => path.startsWith('src/') && !STARTS_SIMULATOR.includes(path) && !isForTests(path))
      .flatMap((file) =>
        [...nodesOf(file.program)]
          .filter((node) => /(^|\/)simulator\//.test(wordsOf(node)))
          // An import of it is reported by "the house knows no face".
          .filter((node) => !file.imports.some(({ specifier }) => specifier === node.value))
          .map((node) => ({
            path: file.path,
            line: lineAt(file.text, node.start),
            says: `knows where ${wordsOf(node)} is`,
          })),
      ),
  ],
};

/** Of a text, or of a piece of a template. */
function wordsOf(node: Node): string {
  if (node.type === 'Literal') return String(node.value);
  return node.type === 'TemplateElement' ? (node.value as { raw: string }).raw : '';
}
