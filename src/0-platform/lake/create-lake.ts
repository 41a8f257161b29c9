/**
 * The client: ClickHouse's own, over the socket of the lake process or to the server the shop runs. All failures leave as
 * `lake_away` (try again) or `query_limit` (ask for less); an error in a statement of ours stays what it is, a defect.
 */
import { Agent } from 'node:http';
import { Readable } from 'node:stream';
import {
  type ClickHouseClient,
  ClickHouseError,
  ClickHouseLogLevel,
  type ClickHouseSettings,
  createClient,
} from '@clickhouse/client';
import { Problem } from '../errors/index.ts';
import type { DerivedColumn, Lake, QueryClass } from './index.ts';
import { patienceMs, settingsOf } from './limits.ts';

/** The lake process by its socket, or any ClickHouse by its address (`http://user:password@host:8123/database`). */
export type LakeConnection = { socketPath: string } | { url: string };

export const LAKE_DATABASE = 'regulars';

export function createLake(connection: LakeConnection, derived: readonly DerivedColumn[] = []): Lake {
  const { client, admin } = clients(connection);
  let prepared: Promise<void> | null = null;
  // The database is made on first use: a new server, or a lake that lost its data, has none.
  const ready = (): Promise<void> => {
    prepared ??= admin
      .command({
        query: `CREATE DATABASE IF NOT EXISTS ${databaseOf(connection)}`,
        abort_signal: AbortSignal.timeout(15_000),
      })
      .then(
        () => {},
        (error) => {
          prepared = null;
          throw error;
        },
      );
    return prepared;
  };

  const ask = async <T>(
    kind: QueryClass,
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> => {
    const patience = AbortSignal.timeout(patienceMs(kind));
    try {
      await ready();
      return await work(signal ? AbortSignal.any([signal, patience]) : patience);
    } catch (error) {
      if (error instanceof ClickHouseError && error.code === UNKNOWN_DATABASE) prepared = null;
      throw signal?.aborted ? signal.reason : toProblem(error);
    }
  };

  return {
    derived,
    query: (query, options = {}) =>
      ask(options.class ?? 'screen', options.signal, async (abort_signal) => {
        const answer = await client.query({
          query,
          format: 'JSONEachRow',
          abort_signal,
          clickhouse_settings: settingsOf(options.class ?? 'screen'),
          ...(options.params && { query_params: options.params }),
        });
        return await answer.json();
      }),
    command: (query, options = {}) =>
      ask(options.class ?? 'maintenance', undefined, async (abort_signal) => {
        await client.command({
          query,
          abort_signal,
          clickhouse_settings: settingsOf(options.class ?? 'maintenance'),
          ...(options.params && { query_params: options.params }),
        });
      }),
    insert: (table, rows, { columns, token }) =>
      ask('maintenance', undefined, async (abort_signal) => {
        await client.insert({
          table,
          columns: columns as [string, ...string[]],
          values: Buffer.isBuffer(rows) ? Readable.from([rows], { objectMode: false }) : rows,
          format: 'TabSeparated',
          abort_signal,
          clickhouse_settings: { ...INSERT, insert_deduplication_token: token },
        });
      }),
    ping: async () => (await client.ping()).success,
    close: async () => {
      await Promise.all([client.close(), admin.close()]);
    },
  };
}

const INSERT: ClickHouseSettings = {
  // One insert is one block, with the token for it: nothing is gathered, split or spread over time.
  async_insert: 0,
  insert_deduplicate: 1,
  input_format_parallel_parsing: 0,
  input_format_tsv_enum_as_number: 1,
  max_insert_block_size: '10000000',
  min_insert_block_size_bytes: String(2 ** 30),
  max_partitions_per_insert_block: '0',
  max_execution_time: 120,
  wait_end_of_query: 1,
};

const databaseOf = (connection: LakeConnection): string =>
  ('url' in connection && new URL(connection.url).pathname.slice(1)) || LAKE_DATABASE;

function clients(connection: LakeConnection): { client: ClickHouseClient; admin: ClickHouseClient } {
  const database = databaseOf(connection);
  if (!/^\w+$/.test(database)) throw new Error(`Not a database name: ${database}`);
  const url =
    'url' in connection ? Object.assign(new URL(connection.url), { pathname: '/' }) : new URL('http://lake');
  const open = (name: string): ClickHouseClient =>
    createClient({
      url,
      database: name,
      request_timeout: patienceMs('maintenance'),
      max_open_connections: 16,
      ...('socketPath' in connection && { http_agent: agentOf(connection.socketPath) }),
      // Its messages quote statements and hosts; failures come back to the caller anyway.
      log: { level: ClickHouseLogLevel.OFF },
    });
  return { client: open(database), admin: open('default') };
}

const agentOf = (socketPath: string): Agent =>
  new Agent({ keepAlive: true, maxSockets: 16, socketPath } as ConstructorParameters<typeof Agent>[0]);

const UNKNOWN_DATABASE = '81';
/** TIMEOUT_EXCEEDED, MEMORY_LIMIT_EXCEEDED, TOO_SLOW, the various TOO_MANY_…, QUERY_WAS_CANCELLED. */
const LIMIT_CODES = new Set(['159', '241', '160', '158', '307', '396', '191', '394']);
/** Starting, shutting down, too busy, no such database yet, cannot reach. */
const AWAY_CODES = new Set(['202', '236', '210', '209', '81', '279', '425']);

function toProblem(error: unknown): unknown {
  if (error instanceof ClickHouseError) {
    if (LIMIT_CODES.has(error.code)) return new Problem('query_limit', { cause: error });
    if (AWAY_CODES.has(error.code)) return away(error);
    return error;
  }
  return isConnectionLost(error) ? away(error) : error;
}

const away = (cause: unknown): Problem =>
  new Problem('lake_away', { cause, headers: { 'retry-after': '2' } });

function isConnectionLost(error: unknown): boolean {
  const { code, name, message } = error as NodeJS.ErrnoException;
  return (
    [
      'ECONNREFUSED',
      'ECONNRESET',
      'ENOENT',
      'EPIPE',
      'ETIMEDOUT',
      'ENOTFOUND',
      'EAI_AGAIN',
      'EHOSTUNREACH',
      'EACCES',
    ].includes(code ?? '') ||
    ['AbortError', 'TimeoutError'].includes(name) ||
    /socket hang up|aborted|Timeout error|The user aborted/i.test(message ?? '')
  );
}
