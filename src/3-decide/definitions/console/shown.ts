/** Which conditions have a row of inputs; every other is shown, and edited, in the text form. */
import type { Condition, Filter, Test, Window } from '../ast.ts';

const FIELDS: Record<string, readonly string[]> = {
  event: ['event', 'type', 'where', 'in', 'measure', 'property', 'is'],
  sequence: ['steps', 'within', 'in'],
  orders: ['measure', 'currency', 'channels', 'countries', 'campaigns', 'in', 'is'],
  goods: ['measure', 'currency', 'products', 'category', 'in', 'is'],
  trait: ['trait', 'is'],
  attribute: ['attribute', 'is'],
  tag: ['tag'],
  consent: ['purpose', 'channel', 'is'],
  segment: ['segment'],
};
export const SHOWN_KINDS = Object.keys(FIELDS);

type Asked = { where?: Filter; in?: Window; steps?: readonly { where?: Filter }[] };

export function isShown(condition: Condition): boolean {
  const known = FIELDS[condition.kind];
  const { where, in: within, steps = [] } = condition as Asked;
  return (
    known !== undefined &&
    Object.keys(condition).every((field) => field === 'kind' || known.includes(field)) &&
    isWindowShown(within) &&
    [where, ...steps.map((step) => step.where)].every((one) => linesOf(one) !== null)
  );
}

/** Two instants to the second are typed, not picked. */
const isWindowShown = (window: Window | undefined): boolean => window === undefined || !('between' in window);

export type Line = { property: string } & Test;
export type Lines = { joined: 'all' | 'any'; lines: readonly Line[] };

/** A filter as lines under each other; null: it has groups within. */
export function linesOf(where: Filter | undefined): Lines | null {
  if (where === undefined) return { joined: 'all', lines: [] };
  if ('property' in where) return { joined: 'all', lines: [where] };
  if ('not' in where) return null;
  const [joined, parts] = 'all' in where ? (['all', where.all] as const) : (['any', where.any] as const);
  return parts.every((part) => 'property' in part) ? { joined, lines: parts as Line[] } : null;
}

export function whereOf({ joined, lines }: Lines): Filter | undefined {
  const [first, ...others] = lines;
  if (!first || others.length === 0) return first;
  return joined === 'all' ? { all: [...lines] } : { any: [...lines] };
}
