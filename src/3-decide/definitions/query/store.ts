/** Tables of the lake that belong to definitions: facts as they were said, and who is asked about at which instant. */
import type { Lake, QueryClass } from '#platform/lake';
import { EVENT_TYPES } from '#platform/log';
import type { PastEvent } from '../history.ts';
import type { MembersQuery } from './members.ts';

/** A row is a function of its event: told twice it is the same row, and one of both is kept. */
const FACTS = `CREATE TABLE IF NOT EXISTS facts (
    customer_id Int64, position Int64, received_at DateTime64(6, 'UTC'), timestamp DateTime64(6, 'UTC'),
    fact LowCardinality(String), value String CODEC(ZSTD(1))
  ) ENGINE = ReplacingMergeTree ORDER BY (fact, customer_id, timestamp, position)
  SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, old_parts_lifetime = 60`;
const ASKED = `CREATE TABLE IF NOT EXISTS asked (
    run String, ask Int64, profile Int64, at Int64, froms Array(Int64), tos Array(Int64)
  ) ENGINE = Memory`;

export async function prepareTables(lake: Lake): Promise<void> {
  await lake.command(FACTS);
  await lake.command(ASKED);
}

/** Where the lake was lost meanwhile its tables are made, and the work is done again. */
export async function whileThere<T>(lake: Lake, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if ((error as { code?: string }).code !== UNKNOWN_TABLE) throw error;
    await prepareTables(lake);
    return await work();
  }
}
const UNKNOWN_TABLE = '60';

/** Of a lake that holds nothing but cases, which need not survive. */
export async function emptyLake(lake: Lake): Promise<void> {
  for (const table of ['events', 'facts'])
    await lake.command(
      'ALTER TABLE {table:Identifier} MODIFY SETTING fsync_after_insert = 0, fsync_part_directory = 0',
      { params: { table } },
    );
  await lake.command('TRUNCATE TABLE events');
  await lake.command('TRUNCATE TABLE facts');
}

/** As ClickHouse reads it; what lies beyond its calendar stands at the edge, as in the lake's own table. */
const instant = (ms: number): string =>
  new Date(Math.min(Math.max(ms, FIRST), LAST)).toISOString().slice(0, 23).replace('T', ' ');
const FIRST = Date.UTC(1900, 0, 1);
const LAST = Date.UTC(2299, 11, 31);
/** ClickHouse's TabSeparated text. */
const escaped = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
const line = (cells: readonly (string | number)[]): string =>
  `${cells.map((cell) => escaped(String(cell))).join('\t')}\n`;

/** Rows of the lake's own table, in the order of its columns. */
export const linesOf = (events: readonly PastEvent[]): Buffer =>
  Buffer.from(
    events
      .map((event) =>
        line([
          event.position,
          instant(event.receivedAt),
          instant(event.at),
          event.customer,
          event.house ? 0 : 1,
          EVENT_TYPES.indexOf(event.type),
          0,
          0,
          0,
          0,
          1,
          event.event,
          `m${event.customer}-${event.position}`,
          JSON.stringify(event.properties),
          JSON.stringify(event.context),
        ]),
      )
      .join(''),
  );

/** What these events say of people. */
export async function insertFacts(lake: Lake, events: readonly PastEvent[], token: string): Promise<void> {
  const rows = events.flatMap(({ customer, position, receivedAt, at, facts }) =>
    facts.map(({ fact, value }) =>
      line([customer, position, instant(receivedAt), instant(at), fact, JSON.stringify(value)]),
    ),
  );
  if (rows.length === 0) return;
  await lake.insert('facts', Buffer.from(rows.join('')), {
    columns: ['customer_id', 'position', 'received_at', 'timestamp', 'fact', 'value'],
    token,
  });
}

/** A profile of somebody who is asked about (`ask`) at an instant, by one query (`run`); windows as they are then. */
export type Asked = {
  run: string;
  ask: number;
  profile: number;
  at: number;
  bounds: readonly (readonly [number, number])[];
};

export async function noteAsked(lake: Lake, asked: readonly Asked[], token: string): Promise<void> {
  const list = (numbers: readonly number[]): string => `[${numbers.join(',')}]`;
  const rows = asked.map(({ run, ask, profile, at, bounds }) =>
    line([run, ask, profile, at, list(bounds.map(([from]) => from)), list(bounds.map(([, to]) => to))]),
  );
  await lake.command('TRUNCATE TABLE asked');
  if (rows.length === 0) return;
  await lake.insert('asked', Buffer.from(rows.join('')), {
    columns: ['run', 'ask', 'profile', 'at', 'froms', 'tos'],
    token,
  });
}

/** Those that differ from somebody of whom nothing is known. */
export async function differing(lake: Lake, { sql, params }: MembersQuery): Promise<Set<number>> {
  const found = await lake.query<{ who: number }>(sql, { params, class: 'report' });
  return new Set(found.map(({ who }) => Number(who)));
}

const membersSql = ({ sql, nobodyIs, everybody }: MembersQuery): string =>
  nobodyIs ? `SELECT who FROM (${everybody}) WHERE who NOT IN (${sql})` : sql;

export async function countOf(lake: Lake, query: MembersQuery, kind: QueryClass): Promise<number> {
  const sql = `SELECT count() AS n FROM (${membersSql(query)})`;
  const [row] = await lake.query<{ n: number }>(sql, { params: query.params, class: kind });
  return Number(row?.n ?? 0);
}

/** Some of them, by a hash of their number: no order that means anything. */
export async function sampleOf(
  lake: Lake,
  query: MembersQuery,
  kind: QueryClass,
  most: number,
): Promise<number[]> {
  const sql = `SELECT who FROM (${membersSql(query)}) ORDER BY cityHash64(who), who LIMIT {most:Int32}`;
  const rows = await lake.query<{ who: number }>(sql, { params: { ...query.params, most }, class: kind });
  return rows.map(({ who }) => Number(who));
}

type Rows = { sql: string; params: Record<string, unknown> };

export async function rowsOf(lake: Lake, query: Rows): Promise<number> {
  const sql = `SELECT count() AS n FROM (${query.sql})`;
  const [row] = await lake.query<{ n: number }>(sql, { params: query.params, class: 'training' });
  return Number(row?.n ?? 0);
}

export async function peopleIn(lake: Lake): Promise<number> {
  const [row] = await lake.query<{ n: number }>('SELECT uniq(customer_id) AS n FROM events', {
    class: 'training',
  });
  return Number(row?.n ?? 0);
}
