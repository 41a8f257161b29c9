/** What conditions have in common in the text form: tests, filters, windows, events. Each is printed as it is parsed. */
import {
  CALENDAR_UNITS,
  DURATIONS,
  type Duration,
  type Filter,
  type Test,
  type Value,
  type Window,
} from '../ast.ts';
import type { OfEvents } from '../question.ts';
import type { Reader } from './reader.ts';

const quoted = (text: string): string => JSON.stringify(text);

const printValue = (value: Value): string => (typeof value === 'string' ? quoted(value) : printNumber(value));
/** Never 1e21: as a text form has it. */
const printNumber = (value: number | boolean): string =>
  typeof value === 'number'
    ? value.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 4 })
    : String(value);

export function parseValue(reader: Reader): Value {
  if (reader.takes('true')) return true;
  if (reader.takes('false')) return false;
  const { kind, value } = reader.value('text', 'number');
  return kind === 'number' ? Number(value) : value;
}

const parseNumber = (reader: Reader): number => Number(reader.value('number').value);

const PHRASES: Record<string, string> = {
  is: 'is',
  is_not: 'is not',
  one_of: 'in',
  none_of: 'not in',
  contains: 'contains',
  not_contains: 'not contains',
  starts_with: 'starts with',
  ends_with: 'ends with',
  within: 'within',
  on_or_after: 'on or after',
  on_or_before: 'on or before',
  is_set: 'is set',
  is_unset: 'is unset',
  at_least: '>=',
  at_most: '<=',
  more_than: '>',
  less_than: '<',
  between: 'between',
};
/** The longest first: `is not` before `is`. */
const OPS = Object.entries(PHRASES)
  .map(([op, phrase]) => ({ op, words: phrase.split(' ') }))
  .sort((one, other) => other.words.length - one.words.length);

export function printTest(asked: Test): string {
  const phrase = PHRASES[asked.op] as string;
  switch (asked.op) {
    case 'is_set':
    case 'is_unset':
      return phrase;
    case 'one_of':
    case 'none_of':
      return `${phrase} (${asked.value.map(printValue).join(', ')})`;
    case 'between':
      return `${phrase} ${asked.value.map(printNumber).join(' and ')}`;
    case 'on_or_after':
    case 'on_or_before':
      return `${phrase} ${asked.value}`;
    default:
      return `${phrase} ${printValue(asked.value)}`;
  }
}

export function parseTest(reader: Reader): Test {
  const op = (OPS.find(({ words }) => reader.takes(...words))?.op ?? reader.fail()) as Test['op'];
  switch (op) {
    case 'is_set':
    case 'is_unset':
      return { op };
    case 'one_of':
    case 'none_of':
      return { op, value: parseList(reader, parseValue) };
    case 'between': {
      const from = parseNumber(reader);
      reader.needs('and');
      return { op, value: [from, parseNumber(reader)] };
    }
    case 'on_or_after':
    case 'on_or_before':
      return { op, value: reader.value('day').value };
    case 'is':
    case 'is_not':
      return { op, value: parseValue(reader) };
    case 'at_least':
    case 'at_most':
    case 'more_than':
    case 'less_than':
      return { op, value: parseNumber(reader) };
    default:
      return { op, value: reader.value('text').value };
  }
}

export function parseList<T>(reader: Reader, one: (reader: Reader) => T): T[] {
  reader.needs('(');
  const list = [one(reader)];
  while (reader.takes(',')) list.push(one(reader));
  reader.needs(')');
  return list;
}

/** Names that mean something else here. */
const TAKEN = new Set(['not', 'all', 'any', 'true', 'false', 'of', 'in', 'where']);
const PLAIN = /^[\p{L}_$][\p{L}\p{M}\w$]*(\[\])?(\.[\p{L}_$][\p{L}\p{M}\w$]*(\[\])?)*$/u;

export const printName = (name: string): string =>
  PLAIN.test(name) && !TAKEN.has(name) ? name : `\`${name}\``;
export const parseName = (reader: Reader): string =>
  TAKEN.has(reader.here.value) && reader.isAt('word')
    ? reader.fail('a name')
    : reader.value('word', 'name').value;

/** One rule stands as it is; several in parentheses. */
export function printFilter(filter: Filter): string {
  if ('not' in filter) return `not ${printFilter(filter.not)}`;
  if ('property' in filter) return `${printName(filter.property)} ${printTest(filter)}`;
  return printGroup('all' in filter ? filter : filter, printFilter);
}

/** A group of one is written as a call, so that it is a group when it is read again. */
export function printGroup<T>(group: { all: T[] } | { any: T[] }, one: (part: T) => string): string {
  const [parts, word, name] = 'all' in group ? [group.all, 'and', 'all'] : [group.any, 'or', 'any'];
  const [first, ...rest] = parts.map(one);
  return rest.length === 0 ? `${name}(${first})` : `(${[first, ...rest].join(` ${word} `)})`;
}

export const parseFilter = (reader: Reader): Filter =>
  parseNode<Filter>(reader, (inner) => {
    const property = parseName(inner);
    return { property, ...parseTest(inner) };
  });

type Group<T> = { all: T[] } | { any: T[] } | { not: T };

/** `not x`, `(x and y)`, `(x or y)`, `all(x)`, `any(x)`, or a leaf. And and or are not mixed without parentheses. */
export function parseNode<T>(reader: Reader, leaf: (reader: Reader) => T): T {
  const inner = (): T => reader.inside(() => parseNode(reader, leaf));
  if (reader.takes('not')) return { not: inner() } as T;
  if (reader.takes('all', '(')) return closed(reader, { all: [inner()] } as T);
  if (reader.takes('any', '(')) return closed(reader, { any: [inner()] } as T);
  if (reader.takes('('))
    return closed(
      reader,
      reader.inside(() => parseRow(reader, leaf)),
    );
  return leaf(reader);
}

export function parseRow<T>(reader: Reader, leaf: (reader: Reader) => T): T {
  const parts = [parseNode(reader, leaf)];
  const word = reader.sees('and') ? 'and' : reader.sees('or') ? 'or' : null;
  if (word === null) return parts[0] as T;
  while (reader.takes(word)) parts.push(parseNode(reader, leaf));
  return (word === 'and' ? { all: parts } : { any: parts }) satisfies Group<T> as T;
}

function closed<T>(reader: Reader, node: T): T {
  reader.needs(')');
  return node;
}

const plural = (n: number, unit: string): string => `${n} ${unit}${n === 1 ? '' : 's'}`;
export const printDuration = ({ n, unit }: Duration): string => plural(n, unit);

export function parseDuration(reader: Reader): Duration {
  const n = reader.whole();
  const unit = DURATIONS.find((one) => reader.takes(`${one}s`) || reader.takes(one)) ?? reader.fail();
  return { n, unit };
}

/** With a space in front; nothing for ever. */
export function printWindow(window: Window | undefined): string {
  if (!window) return '';
  if ('last' in window) return ` in last ${printDuration(window.last)}`;
  if ('between' in window) return ` from ${window.between.from} until ${window.between.to}`;
  if ('days' in window) {
    const { from, to } = window.days;
    return `${from === undefined ? '' : ` since ${from}`}${to === undefined ? '' : ` through ${to}`}`;
  }
  const { unit, from, to } = window.calendar;
  if (from === 0 && to === 0) return ` in this ${unit}`;
  if (from === 1 && to === 1) return ` in previous ${unit}`;
  return ` in ${unit}s ${from} to ${to} ago`;
}

export function parseWindow(reader: Reader): Window | undefined {
  if (reader.takes('in', 'last')) return { last: parseDuration(reader) };
  for (const unit of CALENDAR_UNITS) {
    if (reader.takes('in', 'this', unit)) return { calendar: { unit, from: 0, to: 0 } };
    if (reader.takes('in', 'previous', unit)) return { calendar: { unit, from: 1, to: 1 } };
    if (reader.takes('in', `${unit}s`)) {
      const from = reader.whole();
      reader.needs('to');
      const to = reader.whole();
      reader.needs('ago');
      return { calendar: { unit, from, to } };
    }
  }
  if (reader.takes('from')) {
    const from = reader.value('instant').value;
    reader.needs('until');
    return { between: { from, to: reader.value('instant').value } };
  }
  const since = reader.takes('since') ? reader.value('day').value : undefined;
  const through = reader.takes('through') ? reader.value('day').value : undefined;
  if (since === undefined && through === undefined) return undefined;
  return { days: { ...(since && { from: since }), ...(through && { to: through }) } };
}

const TYPES = ['track', 'identify', 'page', 'screen', 'group', 'alias'] as const;
export type EventAsked = {
  event?: string | undefined;
  type?: OfEvents['type'] | undefined;
  where?: Filter | undefined;
};

export function printEvent({ event, type, where }: EventAsked): string {
  const kind = type ? `${type} ` : '';
  const name = event === undefined ? '*' : quoted(event);
  return `${kind}${name}${where ? ` where ${printFilter(where)}` : ''}`;
}

export function parseEvent(reader: Reader): EventAsked {
  const type = TYPES.find((one) => reader.takes(one));
  const event = reader.takes('*') ? undefined : reader.value('text').value;
  const where = reader.takes('where') ? parseFilter(reader) : undefined;
  return { ...(event !== undefined && { event }), ...(type && { type }), ...(where && { where }) };
}
