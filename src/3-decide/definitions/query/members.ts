/**
 * One query from one definition, over everybody at once. Three places may be read (events, what orders count for, facts), each once: a row a
 * person with the outcome of each question, in which it differs from somebody of whom nothing is known. So people that a place does
 * not know need not be there, and whoever differs in the end is what the query returns.
 */
import type { Window } from '../ast.ts';
import { compileProgram } from '../live/program.ts';
import {
  type OfEntries,
  type OfEvents,
  type OfFacts,
  type Question,
  questionKey,
  questionsOf,
  type Tree,
} from '../question.ts';
import { boundsAt } from '../window.ts';
import { type Bound, bound } from './bound.ts';
import { measureSql } from './measure-sql.ts';
import { filterSql } from './test-sql.ts';

export type MembersQuery = {
  sql: string;
  params: Record<string, unknown>;
  /** Whether somebody of whom nothing is known is in it: then the query returns who is not. */
  nobodyIs: boolean;
  /** Everybody, where the scope is everybody: a column `who`. */
  everybody: string;
  /** In the order of `froms` and `tos` of what is asked. */
  windows: readonly (Window | null)[];
};

/** Everybody as known at an instant (`at`), or rows of the table `asked`, each a profile of somebody at an instant of its own. */
export type Scope = { at: number } | { run: string };

type Part = 'events' | 'entries' | 'facts';
type Parts = { scope: Scope; zone: string; values: Bound; windows: (Window | null)[]; questions: Question[] };

export function membersQuery(tree: Tree, zone: string, scope: Scope): MembersQuery {
  const questions = [...new Map(questionsOf(tree).map((one) => [questionKey(one), one])).values()];
  const windows = [...new Map(questions.map(({ window }) => [JSON.stringify(window), window])).values()];
  const parts: Parts = { scope, zone, values: bound(), windows, questions };
  const nobodyIs = holdsOfNobody(tree, zone);
  const places = [...new Set(questions.map(placeOf))].map((place) => partSql(place, parts));
  const differs = (number: number): string => `d${number}`;
  const together =
    places.length === 1
      ? places[0]
      : `SELECT who, ${questions.map((_, number) => `max(${differs(number)}) AS ${differs(number)}`).join(', ')}
           FROM (${places.join('\n UNION ALL ')}) GROUP BY who`;
  const root = treeSql(tree, (question) => {
    const number = questions.findIndex((one) => questionKey(one) === questionKey(question));
    return `(${differs(number)} != ${Number(holdsOfNobody({ question }, zone))})`;
  });
  const sql = `SELECT who FROM (${together}) WHERE ${root} != ${Number(nobodyIs)}`;
  return { sql, params: parts.values.params, nobodyIs, windows, everybody: everybodySql(parts) };
}

export const holdsOfNobody = (tree: Tree, zone: string): boolean =>
  compileProgram([tree], zone).fromHistory([], 0).answers[0] === true;

function treeSql(tree: Tree, ask: (question: Question) => string): string {
  if ('question' in tree) return ask(tree.question);
  if ('not' in tree) return `(NOT ${treeSql(tree.not, ask)})`;
  return 'all' in tree
    ? `(${tree.all.map((part) => treeSql(part, ask)).join(' AND ')})`
    : `(${tree.any.map((part) => treeSql(part, ask)).join(' OR ')})`;
}

const placeOf = ({ of }: Question): Part =>
  of.from === 'entries' || of.from === 'facts' ? of.from : 'events';

function partSql(place: Part, parts: Parts): string {
  const { questions, values, zone } = parts;
  const own = questions.map((question, number) => {
    if (placeOf(question) !== place) return null;
    const condition = conditionSql(question, parts);
    return { number, ...measureSql({ question, condition, values, zone }), question };
  });
  const aggregates = own.flatMap((one) => (one ? `${one.aggregate} AS a${one.number}` : []));
  const differences = own.map((one, number) =>
    one
      ? `toUInt8((${one.passes(`a${number}`)}) != ${Number(holdsOfNobody({ question: one.question }, zone))}) AS d${number}`
      : `toUInt8(0) AS d${number}`,
  );
  return `SELECT who, ${differences.join(', ')} FROM (
    SELECT who, ${aggregates.join(', ')} FROM (${rowsSql(place, parts)}) GROUP BY who)`;
}

/** Which rows count for a question; for a sequence, as a mask of its steps. */
function conditionSql({ of, window }: Question, { scope, zone, values, windows }: Parts): string {
  const number = windows.findIndex((one) => JSON.stringify(one) === JSON.stringify(window));
  const [from, to] =
    'at' in scope
      ? boundsAt(window, scope.at, zone).map((instant) => values.whole(instant))
      : [`froms[${number + 1}]`, `tos[${number + 1}]`];
  const inWindow = `t >= ${from} AND t < ${to}`;
  switch (of.from) {
    case 'events':
      return `(${[...eventSql(of, values), inWindow].join(' AND ')})`;
    case 'steps':
      return `(${of.steps
        .map((step, index) => `if(${[...eventSql(step, values), inWindow].join(' AND ')}, ${1 << index}, 0)`)
        .join(' + ')})`;
    case 'entries':
      return `(${[...entrySql(of, values), inWindow].join(' AND ')})`;
    case 'facts':
      return `(has(${values.texts(of.facts)}, fact) AND ${inWindow})`;
  }
}

const eventSql = ({ name, type, where }: OfEvents, values: Bound): string[] => [
  ...(name === null ? [] : [`event = ${values.text(name)}`]),
  ...(type === null ? [] : [`toString(type) = ${values.text(type)}`]),
  ...(where === null ? [] : [filterSql(where, values)]),
];

const entrySql = (of: OfEntries, values: Bound): string[] => [
  ...(of.channels === null ? [] : [`has(${values.wholes(of.channels)}, toInt64(channel_id))`]),
  ...(of.currency === null ? [] : [`currency = ${values.text(of.currency)}`]),
  ...(of.countries === null ? [] : [`has(${values.texts(of.countries)}, country)`]),
  ...(of.campaigns === null ? [] : [`has(${values.texts(of.campaigns)}, campaign)`]),
  ...(of.products === null ? [] : [`has(${values.wholes(of.products)}, entry.product_id)`]),
];

const PERSONS = 'SELECT profile, argMax(person, seq) AS person FROM persons GROUP BY profile';

const TABLES: Record<Part, { table: string; columns: string; instant: string }> = {
  events: {
    table: 'events',
    columns: 'e.event AS event, e.type AS type, e.properties AS properties, e.context AS context',
    instant: 'toUnixTimestamp64Milli(e.timestamp)',
  },
  entries: {
    table: 'events',
    columns:
      'e.channel_id AS channel_id, e.currency AS currency, e.country AS country, e.campaign AS campaign, entry',
    instant: 'entry.at',
  },
  facts: {
    table: 'facts',
    columns: 'e.fact AS fact, e.value AS value, e.customer_id AS profile',
    instant: 'toUnixTimestamp64Milli(e.timestamp)',
  },
};

function rowsSql(place: Part, parts: Parts): string {
  const { scope, values } = parts;
  const { table, columns, instant } = TABLES[place];
  const hers =
    'at' in scope
      ? {
          who: 'coalesce(nullIf(p.person, 0), e.customer_id)',
          join: `LEFT JOIN (${PERSONS}) AS p ON p.profile = e.customer_id`,
          known: `e.customer_id > 0 AND toUnixTimestamp64Milli(e.received_at) <= ${values.whole(scope.at)}`,
          more: '',
        }
      : {
          who: 'a.ask',
          join: 'INNER JOIN asked AS a ON a.profile = e.customer_id',
          known: `a.run = ${values.text(scope.run)} AND toUnixTimestamp64Milli(e.received_at) <= a.at`,
          more: ', a.froms AS froms, a.tos AS tos',
        };
  const entries = place === 'entries' ? 'ARRAY JOIN e.entries AS entry' : '';
  const narrow = narrowed(place, parts);
  return `SELECT ${hers.who} AS who, ${instant} AS t, e.position AS position, ${columns}${hers.more}
      FROM ${table} AS e ${entries} ${hers.join} WHERE ${[hers.known, ...narrow].join(' AND ')}`;
}

/** Rows of a part of everybody that can matter to a tree, by person and in the order of the log. */
export function historyQuery(
  place: 'events' | 'facts',
  {
    tree,
    zone,
    at,
    upTo,
    part,
    parts,
  }: { tree: Tree; zone: string; at: number; upTo: number; part: number; parts: number },
): { sql: string; params: Record<string, unknown> } {
  const values = bound();
  const questions = questionsOf(tree);
  const asking: Parts = { scope: { at }, zone, values, windows: [], questions };
  const narrow = (['events', 'entries', 'facts'] as const)
    .filter((one) => (one === 'facts') === (place === 'facts') && questions.some((q) => placeOf(q) === one))
    .map((one) => `(${narrowed(one, asking).join(' AND ') || 'true'})`);
  const columns =
    place === 'facts'
      ? 'e.fact AS fact, e.value AS value'
      : 'e.source_id = 0 AS house, toString(e.type) AS type, e.event AS event, e.properties AS properties, e.context AS context';
  const who = 'coalesce(nullIf(p.person, 0), e.customer_id)';
  const sql = `SELECT ${who} AS who, e.position AS position, toUnixTimestamp64Milli(e.received_at) AS received,
      toUnixTimestamp64Milli(e.timestamp) AS t, e.customer_id AS profile, ${columns}
    FROM ${place} AS e LEFT JOIN (${PERSONS}) AS p ON p.profile = e.customer_id
   WHERE e.customer_id > 0 AND e.position <= ${values.whole(upTo)} AND (${narrow.join(' OR ')})
     AND modulo(${who}, ${values.whole(parts)}) = ${values.whole(part)}
   ORDER BY position`;
  return { sql, params: values.params };
}

export function partOfEverybody({ upTo, part, parts }: { upTo: number; part: number; parts: number }): {
  sql: string;
  params: Record<string, unknown>;
} {
  const values = bound();
  const who = 'coalesce(nullIf(p.person, 0), e.customer_id)';
  const sql = `SELECT DISTINCT ${who} AS who
    FROM (SELECT DISTINCT customer_id FROM events WHERE customer_id > 0 AND position <= ${values.whole(upTo)}) AS e
    LEFT JOIN (${PERSONS}) AS p ON p.profile = e.customer_id
   WHERE modulo(${who}, ${values.whole(parts)}) = ${values.whole(part)}`;
  return { sql, params: values.params };
}

/** Whoever did anything, or of whom anything was said. */
function everybodySql({ scope, values }: Parts): string {
  if (!('at' in scope)) return '';
  const at = values.whole(scope.at);
  return `SELECT DISTINCT coalesce(nullIf(p.person, 0), e.customer_id) AS who
    FROM (SELECT DISTINCT customer_id FROM events
           WHERE customer_id > 0 AND toUnixTimestamp64Milli(received_at) <= ${at}) AS e
    LEFT JOIN (${PERSONS}) AS p ON p.profile = e.customer_id`;
}

/** What the table is sorted and divided by: names of events, and when they can have arrived at the earliest. */
function narrowed(place: Part, { questions, scope, values, zone }: Parts): string[] {
  const own = questions.filter((question) => placeOf(question) === place);
  if (place === 'entries') return ['e.source_id = 0', 'notEmpty(e.entries)'];
  if (place === 'facts')
    return [`has(${values.texts(own.flatMap(({ of }) => (of as OfFacts).facts))}, e.fact)`];
  const names = own.flatMap(({ of }) =>
    of.from === 'steps' ? of.steps.map(({ name }) => name) : of.from === 'events' ? [of.name] : [],
  );
  const named = names.includes(null) ? [] : [`e.event IN ${values.texts([...new Set(names as string[])])}`];
  if (!('at' in scope)) return named;
  // An event is never later than five minutes after its arrival (know/collection).
  const earliest = Math.min(...own.map(({ window }) => boundsAt(window, scope.at, zone)[0]));
  const from = values.whole(Math.max(earliest - 300_000, FIRST_MS));
  return [...named, `e.received_at >= fromUnixTimestamp64Milli(${from})`];
}

/** What the lake's instants begin with: 1900. */
const FIRST_MS = -2_208_988_800_000;
