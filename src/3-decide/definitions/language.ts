/**
 * The language of definitions: what may be written, what it comes to, and how it is said. Made of kinds of conditions (`kinds/` and what upper
 * modules hand in); membership of a segment is the one that it knows by itself, because it leads to another definition.
 */

import { z } from 'zod';
import { type FieldError, Problem } from '#platform/errors';
import { type Condition, type Definition, type Node, VERSION } from './ast.ts';
import type { Asking, ConditionKind } from './kind.ts';
import { KINDS } from './kinds/index.ts';
import type { Tree } from './question.ts';
import { parseRow, printGroup } from './text/parts.ts';
import { Reader } from './text/reader.ts';
import { listed, put, type Said, said } from './words/said.ts';

export const MOST_CONDITIONS = 100;
const DEEPEST = 12;
/** Of the JSON, filters included. */
const MOST_LEVELS = 60;

export type Language = {
  /** What is given as JSON, if it is a definition. Throws `definition_invalid`, with the place of each fault. */
  check(given: unknown): Definition;
  /**
   * What it comes to. Throws `definition_refers` where it names what is not there, `definition_circle` where it leads to itself,
   * `definition_personal` where it asks about what identifies people.
   */
  tree(definition: Definition, asking: Asking, own?: number): Tree;
  say(definition: Definition, asking: Asking): Said;
  print(definition: Definition): string;
  /** Throws `definition_text_invalid`, which points. */
  parse(text: string): Definition;
  /** JSON Schema (2020-12) of a definition. */
  schema(): unknown;
};

const segmentSchema = z.strictObject({
  kind: z.literal('segment'),
  segment: z
    .number()
    .int()
    .min(1)
    .max(2 ** 31 - 1),
});

export function createLanguage(contributed: readonly ConditionKind[] = []): Language {
  const kinds = new Map([...KINDS, ...contributed, segmentKind].map((kind) => [kind.kind, kind]));
  const kindOf = (condition: Condition): ConditionKind => {
    const kind = kinds.get(condition.kind);
    if (!kind) throw new Problem('definition_refers', { params: { what: condition.kind } });
    return kind;
  };
  return {
    check: (given) => checked(given, kinds),
    tree: (definition, asking, own) => treeOf(definition.who, kindOf, asking, own === undefined ? [] : [own]),
    say: ({ who }, asking) => sayNode(who, kindOf, asking),
    print: ({ who }) => printNode(who, kindOf),
    parse(text) {
      const reader = new Reader(text);
      const who = parseRow<Node>(reader, (inner) => parseCondition(inner, kinds));
      if (!reader.isAt('end')) reader.fail('and', 'or', 'the end');
      return checked({ version: VERSION, who }, kinds);
    },
    schema: () => schemaOf([...kinds.values()]),
  };
}

const segmentKind = {
  kind: 'segment',
  schema: segmentSchema,
  begins: ['segment'],
  tree: () => ({ all: [] }),
  say(condition: Condition, asking: Asking) {
    const { segment } = condition as unknown as z.output<typeof segmentSchema>;
    const name = asking.segment(segment)?.name ?? String(segment);
    return said(`is in segment “${name}”`, `属于人群“${name}”`);
  },
  print: (condition: Condition) => `segment ${condition.segment}`,
  parse: (reader: Reader) => ({ kind: 'segment', segment: reader.whole() }),
} satisfies ConditionKind<Condition> as ConditionKind;

type Kinds = ReadonlyMap<string, ConditionKind>;

function checked(given: unknown, kinds: Kinds): Definition {
  const faults: FieldError[] = [];
  const refuse = (field: string, code: string, message?: string): void => {
    faults.push({ field, code: 'field_invalid', message: message ?? code });
  };
  if (isDeeper(given, MOST_LEVELS)) refuse('who', 'too_deep');
  if (faults.length > 0) throw new Problem('definition_invalid', { fields: faults });
  if (!isObject(given) || given.version !== VERSION || !('who' in given) || Object.keys(given).length !== 2)
    throw new Problem('definition_invalid', {
      fields: [{ field: '', code: 'field_invalid', message: `{ "version": ${VERSION}, "who": … }` }],
    });
  let conditions = 0;
  const node = (value: unknown, path: string, depth: number): Node => {
    if (depth > DEEPEST || !isObject(value))
      return wrong(path, depth > DEEPEST ? 'too_deep' : 'not_an_object');
    const [only] = Object.keys(value);
    const single = Object.keys(value).length === 1;
    if (single && (only === 'all' || only === 'any')) {
      const parts = value[only];
      if (!Array.isArray(parts) || parts.length === 0) return wrong(`${path}.${only}`, 'empty');
      const inner = parts.map((part, index) => node(part, `${path}.${only}.${index}`, depth + 1));
      return only === 'all' ? { all: inner } : { any: inner };
    }
    if (single && only === 'not') return { not: node(value.not, `${path}.not`, depth + 1) };
    if (++conditions > MOST_CONDITIONS) return wrong(path, 'too_many_conditions');
    const kind = kinds.get(String(value.kind));
    if (!kind) return wrong(`${path}.kind`, `one of: ${[...kinds.keys()].join(', ')}`);
    const parsed = kind.schema.safeParse(value);
    if (parsed.success) return parsed.data;
    for (const issue of deepest(parsed.error.issues))
      refuse([path, ...issue.path].join('.'), issue.code ?? '', issue.message);
    return value as Condition;
  };
  const wrong = (path: string, message: string): Node => {
    refuse(path, 'field_invalid', message);
    return { kind: '' };
  };
  const who = node(given.who, 'who', 1);
  if (faults.length > 0) throw new Problem('definition_invalid', { fields: faults.slice(0, 20) });
  return { version: VERSION, who };
}

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1)));

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

type Issue = { path: PropertyKey[]; message: string; code?: string; errors?: Issue[][] };

/** Of the ways of a union the one that came furthest: what was meant, most likely. */
function deepest(issues: readonly unknown[]): Issue[] {
  return (issues as Issue[]).flatMap((issue) => {
    if (!issue.errors || issue.errors.length === 0) return [issue];
    const ways = issue.errors.map((way) => deepest(way));
    const faultsOf = (way: Issue[]): number =>
      way.length - Math.max(0, ...way.map(({ path }) => path.length)) * 2 + (isOtherWay(way) ? 100 : 0);
    const [best = []] = ways.sort((one, other) => faultsOf(one) - faultsOf(other));
    return best.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
  });
}

/** It has another `op` or `measure`: not this way. */
const isOtherWay = (way: readonly Issue[]): boolean =>
  way.some(({ code, path }) => code === 'invalid_value' && ['op', 'measure'].includes(String(path.at(-1))));

type KindOf = (condition: Condition) => ConditionKind;

function treeOf(node: Node, kindOf: KindOf, asking: Asking, within: readonly number[]): Tree {
  if ('all' in node) return { all: (node.all as Node[]).map((part) => treeOf(part, kindOf, asking, within)) };
  if ('any' in node) return { any: (node.any as Node[]).map((part) => treeOf(part, kindOf, asking, within)) };
  if ('not' in node) return { not: treeOf(node.not as Node, kindOf, asking, within) };
  const condition = node as Condition;
  if (condition.kind !== 'segment') return kindOf(condition).tree(condition, asking, within);
  const id = condition.segment as number;
  if (within.includes(id)) throw new Problem('definition_circle', { params: { segment: id } });
  const other = asking.segment(id);
  if (!other) throw new Problem('definition_refers', { params: { what: `segment ${id}` } });
  return treeOf(other.definition.who, kindOf, asking, [...within, id]);
}

function sayNode(node: Node, kindOf: KindOf, asking: Asking): Said {
  if ('not' in node) return put(said('not ({0})', '非（{0}）'), sayNode(node.not as Node, kindOf, asking));
  if ('all' in node || 'any' in node) {
    const parts = ('all' in node ? node.all : node.any) as Node[];
    const each = parts.map((part) => {
      const inner = sayNode(part, kindOf, asking);
      return 'kind' in part || 'not' in part ? inner : put(said('({0})', '（{0}）'), inner);
    });
    return each.length === 1 ? (each[0] as Said) : listed(each, 'all' in node ? 'and' : 'or');
  }
  return kindOf(node).say(node, asking);
}

function printNode(node: Node, kindOf: KindOf): string {
  if ('not' in node) return `not ${printNode(node.not as Node, kindOf)}`;
  if ('all' in node) return printGroup<Node>({ all: node.all as Node[] }, (part) => printNode(part, kindOf));
  if ('any' in node) return printGroup<Node>({ any: node.any as Node[] }, (part) => printNode(part, kindOf));
  return kindOf(node as Condition).print(node as Condition);
}

function parseCondition(reader: Reader, kinds: Kinds): Node {
  for (const kind of kinds.values()) {
    const begin = kind.begins.find((word) => reader.takes(word));
    if (begin !== undefined) return kind.parse(reader, begin) as Condition;
  }
  return reader.fail();
}

function schemaOf(kinds: readonly ConditionKind[]): unknown {
  const node: z.ZodType = z
    .lazy(() =>
      z.union([
        z.strictObject({ all: z.array(node).min(1) }),
        z.strictObject({ any: z.array(node).min(1) }),
        z.strictObject({ not: node }),
        ...kinds.map(({ schema }) => schema),
      ]),
    )
    .meta({ id: 'Node' });
  const definition = z.strictObject({ version: z.literal(VERSION), who: node }).meta({ title: 'Definition' });
  return z.toJSONSchema(definition, { io: 'input', reused: 'inline' });
}
