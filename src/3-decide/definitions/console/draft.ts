/**
 * A definition while somebody works at it: rows in groups, as the builder moves them, and back. Nothing is lost on the way: what no row can
 * show is a row in the text form; what is not finished yet is no definition (null).
 */
import type { RuleGroupType, RuleType } from 'react-querybuilder';
import type { Condition, Definition, Node } from '../ast.ts';
import { isShown } from './shown.ts';

export type Row = {
  /** "Not" before this condition. */
  negated: boolean;
  /** In the text form it may be several, joined. Null while what was typed is none. */
  condition: Node | null;
  asText: boolean;
  /** Of a row in the text form: what was typed; null: as the server writes it. */
  typed: string | null;
};
export type RowRule = RuleType<string, string, Row> & { value: Row };
export type Query = RuleGroupType<RowRule, string>;
type Part = Query | RowRule;

const newId = (): string => crypto.randomUUID();
export const rowOf = (condition: Condition, negated = false): Row => ({
  negated,
  condition,
  asText: !isShown(condition),
  typed: null,
});

export function queryOf({ who }: Definition): Query {
  const part = partOf(who, false);
  return 'rules' in part ? part : { id: newId(), combinator: 'and', not: false, rules: [part] };
}

function partOf(node: Node, negated: boolean): Part {
  if ('kind' in node)
    return {
      id: newId(),
      field: 'condition',
      operator: '=',
      value: rowOf(node as Condition, negated),
    };
  // Not not is nothing.
  if ('not' in node) return partOf(node.not as Node, !negated);
  const [combinator, parts] = 'all' in node ? ['and', node.all] : ['or', node.any];
  return {
    id: newId(),
    combinator: combinator as string,
    not: negated,
    rules: (parts as Node[]).map((part) => partOf(part, false)) as Query['rules'],
  };
}

export type Written = {
  definition: Definition | null;
  /** Which row or group stands at a place of the definition: `who.all.0` → its id. */
  places: ReadonlyMap<string, string>;
};

export function written(query: Query): Written {
  const places = new Map<string, string>();
  const [only] = query.rules;
  const who =
    query.rules.length === 1
      ? negatedIf(query.not, (path) => nodeOf(only as Part, path, places), 'who')
      : nodeOf(query, 'who', places);
  return { definition: who && { version: 1, who }, places };
}

function nodeOf(part: Part, path: string, places: Map<string, string>): Node | null {
  places.set(path, part.id ?? '');
  if (!('rules' in part)) {
    const { condition, negated } = part.value;
    const finished = condition && isFinished(condition) ? condition : null;
    return negatedIf(
      negated,
      (inner) => {
        places.set(inner, part.id ?? '');
        return finished;
      },
      path,
    );
  }
  const word = part.combinator === 'or' ? 'any' : 'all';
  return negatedIf(
    part.not,
    (inner) => {
      const parts = (part.rules as Part[]).map((one, index) =>
        nodeOf(one, `${inner}.${word}.${index}`, places),
      );
      if (parts.length === 0 || parts.includes(null)) return null;
      return (word === 'any' ? { any: parts } : { all: parts }) as Node;
    },
    path,
  );
}

function negatedIf(
  negated: boolean | undefined,
  read: (path: string) => Node | null,
  path: string,
): Node | null {
  if (!negated) return read(path);
  const not = read(`${path}.not`);
  return not && { not };
}

/** No field was left empty. */
export function isFinished(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every(isFinished);
  if (typeof value === 'object' && value !== null) return Object.values(value).every(isFinished);
  return value !== null && value !== undefined && value !== '' && !Number.isNaN(value);
}

/** What the server refused, at the row it is about. */
export function faultsOf(
  fields: readonly { field: string; message: string }[],
  places: Written['places'],
): Map<string, string> {
  const faults = new Map<string, string>();
  for (const { field, message } of fields) {
    const place = [...places.keys()]
      .filter((path) => field === path || field.startsWith(`${path}.`))
      .sort((one, other) => other.length - one.length)[0];
    const id = place === undefined ? undefined : places.get(place);
    if (id && !faults.has(id)) faults.set(id, message);
  }
  return faults;
}
