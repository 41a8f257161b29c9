/**
 * The lake's one table, and how a row of the log becomes a row of it. No personal value ever gets here: they stay sealed in
 * Postgres. Properties and context are the JSON text exactly as Postgres prints it.
 *
 * Ordered by (event, customer, time): the questions are "how often did each customer do X in the last n days" and "all X".
 * Measured against three other orders in docs/adr/0006-lake.md.
 */
import { EVENT_TYPES, ORIGINS } from '../log/index.ts';
import type { DerivedColumn, Lake } from './index.ts';

export const EVENTS = 'events';
/** A rebuild fills this one and then exchanges the two. */
export const EVENTS_REBUILT = 'events_rebuilt';

type Column = { name: string; type: string /** The expression over `log.event`. */; from: string };

const enumOf = (names: readonly string[]): string =>
  `Enum8(${names.map((name, index) => `'${name}' = ${index}`).join(', ')})`;

// ClickHouse's DateTime64 ends where it ends: what a sender claims beyond that is set to the edge. Both engines print what the
// other reads, so no time zone takes part.
const FIRST = "timestamptz '1900-01-01 00:00:00Z'";
const LAST = "timestamptz '2299-12-31 00:00:00Z'";
const instant = (column: string): string =>
  `greatest(least(${column}, ${LAST}), ${FIRST}) AT TIME ZONE 'UTC'`;

export const COLUMNS: readonly Column[] = [
  { name: 'position', type: 'Int64 CODEC(Delta, ZSTD(1))', from: 'position' },
  { name: 'received_at', type: "DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1))", from: instant('received_at') },
  { name: 'timestamp', type: "DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1))", from: instant('"timestamp"') },
  { name: 'customer_id', type: 'Int64', from: 'customer_id' },
  { name: 'source_id', type: 'Int32', from: 'source_id' },
  { name: 'type', type: enumOf(EVENT_TYPES), from: 'type' },
  { name: 'origin', type: enumOf(ORIGINS), from: 'origin' },
  { name: 'flags', type: 'Int16', from: 'flags' },
  { name: 'caused_by', type: 'Int64', from: 'coalesce(caused_by, 0)' },
  { name: 'depth', type: 'Int16', from: 'depth' },
  { name: 'schema_version', type: 'Int16', from: 'schema_version' },
  { name: 'event', type: 'LowCardinality(String)', from: 'event' },
  { name: 'message_id', type: 'String CODEC(ZSTD(1))', from: 'message_id' },
  { name: 'properties', type: 'String CODEC(ZSTD(1))', from: 'properties' },
  { name: 'context', type: 'String CODEC(ZSTD(1))', from: 'context' },
];

export const COLUMN_NAMES = COLUMNS.map(({ name }) => name);
/** The select list over `log.event` whose COPY text is what the lake reads. */
export const SHIPPED = COLUMNS.map(({ from }) => from).join(', ');

/**
 * One number from the content of a row, the same in both engines: the first 60 bits of MD5 over its values. `MD5_COLUMNS` in the
 * same order on both sides; instants as microseconds.
 */
const micros = (expression: string): string => `(extract(epoch FROM ${expression}) * 1000000)::bigint`;
const postgresText = COLUMNS.map(({ name, from }) =>
  name === 'received_at' || name === 'timestamp' ? micros(from) : `(${from})::text`,
);
const clickhouseText = COLUMNS.map(({ name, type }) => {
  if (name === 'received_at' || name === 'timestamp') return `toString(toUnixTimestamp64Micro(${name}))`;
  if (type.startsWith('Enum')) return `toString(toInt8(${name}))`;
  return `toString(${name})`;
});
const UNIT = "'\\x1f'";

export const POSTGRES_CHECKSUM = `sum(('x' || left(md5(concat_ws(E${UNIT}, ${postgresText.join(', ')})), 15))::bit(60)::bigint)::text`;
export const CLICKHOUSE_CHECKSUM = `toString(sum(toUInt128(bitShiftRight(reinterpretAsUInt64(reverse(substring(MD5(concatWithSeparator(${UNIT}, ${clickhouseText.join(', ')})), 1, 8))), 4))))`;

const definition = (name: string): string => `CREATE TABLE IF NOT EXISTS ${name} (
    ${COLUMNS.map((column) => `${column.name} ${column.type}`).join(',\n    ')}
  ) ENGINE = MergeTree
  PARTITION BY toYYYYMM(received_at)
  ORDER BY (event, customer_id, timestamp, position)
  SETTINGS non_replicated_deduplication_window = 2000, fsync_after_insert = 1, fsync_part_directory = 1`;

const modification = (name: string): string => {
  const enums = COLUMNS.filter(({ type }) => type.startsWith('Enum'));
  return `ALTER TABLE ${name} ${enums.map((column) => `MODIFY COLUMN ${column.name} ${column.type}`).join(', ')}`;
};

const addition = (name: string, { name: column, type, as }: DerivedColumn): string =>
  `ALTER TABLE ${name} ADD COLUMN IF NOT EXISTS ${column} ${type} MATERIALIZED ${as}`;

/** Makes the table where it is missing, and brings enums up to date (a change of metadata only). Returns its id. */
export async function prepareTable(
  lake: Lake,
  name: typeof EVENTS | typeof EVENTS_REBUILT = EVENTS,
): Promise<string> {
  await lake.command(definition(name));
  await lake.command(modification(name));
  for (const column of lake.derived) await lake.command(addition(name, column));
  const id = await tableId(lake, name);
  if (!id) throw new Error(`The lake has no table ${name} although it was just made.`);
  return id;
}

export async function tableId(lake: Lake, name: string): Promise<string | null> {
  const [row] = await lake.query<{ id: string }>(
    'SELECT toString(uuid) AS id FROM system.tables WHERE database = currentDatabase() AND name = {name:String}',
    { params: { name } },
  );
  return row?.id ?? null;
}
