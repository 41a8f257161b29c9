/**
 * The way to Postgres: a pool, Kysely's `sql` tag on it, and transactions. A lost connection is an error of the
 * one request that used it, never of the process; the pool reconnects by itself.
 */
import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import { giveWay } from '../scheduling/index.ts';

export { sql } from 'kysely';

// Positions, counts and ids never reach 2^53: read int8 as a number. Dates (without time) stay text.
pg.types.setTypeParser(20, Number);
pg.types.setTypeParser(1082, (text) => text);

/** Tables are not typed here: each module's `store.ts` gives the row type of each statement it sends. */
export type Db = Kysely<Record<never, never>>;
/** Inside a transaction; also accepted wherever a `Db` is. */
export type Tx = Transaction<Record<never, never>>;

export type Database = {
  db: Db;
  pool: pg.Pool;
  close(): Promise<void>;
};

export type Connection = string | { host: string; port: number; user: string; database: string };

export function connect(
  connection: Connection,
  options: { max?: number; name?: string; niceness?: number } = {},
): Database {
  const pool = new pg.Pool({
    ...(typeof connection === 'string' ? { connectionString: connection } : connection),
    max: options.max ?? 10,
    application_name: options.name ?? 'regulars',
    connectionTimeoutMillis: 5000,
    idleTimeoutMillis: 30_000,
  });
  // A client whose server went away reports here when idle, on itself when in use; without listeners Node would exit.
  // Whoever was using it gets its query's rejection.
  pool.on('error', () => {});
  pool.on('connect', (client) => {
    client.on('error', () => {});
    if (options.niceness !== undefined) serverGivesWay(client, options.niceness);
  });
  const db: Db = new Kysely({ dialect: new PostgresDialect({ pool }) });
  const close = async (): Promise<void> => {
    await db.destroy();
    // Kysely ends only a pool it has used.
    if (!pool.ended) await pool.end();
  };
  return { db, pool, close };
}

/** True for errors that mean "the database is not there right now", as opposed to "it said no". */
export function isDatabaseAway(error: unknown): boolean {
  const { code, message, syscall } = error as { code?: string; message?: string; syscall?: string };
  // Of its socket; any other file that is missing is another story.
  if (code === 'ENOENT') return syscall === 'connect';
  if (
    code &&
    (/^(08|57P0)/.test(code) || ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(code))
  )
    return true;
  return /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed/.test(
    message ?? '',
  );
}

/**
 * The server process behind a connection gives way too, where it is the embedded one: same machine, same user. Elsewhere there is no such
 * process here, or it is not ours, and nothing happens.
 */
function serverGivesWay(client: pg.PoolClient, niceness: number): void {
  const { processID } = client as pg.PoolClient & { processID?: number };
  if (processID !== undefined && client.host?.startsWith('/')) giveWay(niceness, processID);
}
