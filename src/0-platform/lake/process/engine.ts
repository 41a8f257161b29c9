/**
 * The one ClickHouse engine of this process. Each statement runs on a connection of its own from a small pool, with its own
 * settings and parameters; statements run on threads of libuv, never on the one that answers HTTP.
 *
 * chDB cannot interrupt a statement by itself, but ClickHouse can: every statement carries a mark (`log_comment`), by which
 * KILL QUERY finds it. A statement that outlives its limit and the kill is the watchdog's business: the process ends, and
 * whoever started it starts it again.
 */
import { randomUUID } from 'node:crypto';
import { Session } from 'chdb';
import { insertHead, isName, isWrite, literal, parametersOf } from './sql-text.ts';

export type Statement = {
  sql: string;
  /** Rows of an INSERT. */
  rows: Buffer | null;
  database: string | null;
  format: string;
  settings: ReadonlyMap<string, string>;
  params: ReadonlyMap<string, string>;
  signal: AbortSignal;
};

export type Outcome = { bytes: Uint8Array; rowsRead: number; bytesRead: number; rowsWritten: number };

export type Engine = {
  run(statement: Statement): Promise<Outcome>;
  close(): Promise<void>;
};

/** An error of ClickHouse's own kind: `Code: 60. DB::Exception: … (UNKNOWN_TABLE)`. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly code: number;
  constructor(code: number, text: string) {
    super(text);
    this.code = code;
  }
}

const READS_AT_ONCE = 8;
const WAITING_AT_MOST = 64;
const IDLE_CONNECTIONS = 4;
const DEFAULT_LIMIT_S = 3600;
const KILLS_AT_MOST = 20;

type Pooled = { session: Session; database: string | null; dirty: string[] };

export function openEngine(path: string, configFile: string, onHung: () => void): Engine {
  const open = (): Session => new Session(path, { connectionArgs: [`--config-file=${configFile}`] });
  const control = open();
  const idle: Pooled[] = [];
  const underWay = new Set<string>();
  const reads = turnstile(READS_AT_ONCE, WAITING_AT_MOST);

  const kill = async (mark: string): Promise<void> => {
    await control
      .queryAsync(`KILL QUERY WHERE Settings['log_comment'] = ${literal(mark)} ASYNC`)
      .catch(() => {});
  };

  async function run(statement: Statement): Promise<Outcome> {
    requireParameters(statement);
    const leave = isWrite(statement.sql) ? () => {} : await reads.enter(statement.signal);
    const pooled = idle.pop() ?? { session: open(), database: null, dirty: [] };
    const mark = randomUUID();
    const guard = watch(statement, () => kill(mark), onHung);
    underWay.add(mark);
    let sound = false;
    try {
      prepare(pooled, statement, mark);
      const outcome = await execute(pooled.session, statement);
      sound = true;
      return outcome;
    } catch (error) {
      throw asEngineError(error);
    } finally {
      guard.end();
      underWay.delete(mark);
      leave();
      // After a failure the statement stays registered with its connection, and all of lower priority would wait for it.
      if (sound && idle.length < IDLE_CONNECTIONS) idle.push(pooled);
      else pooled.session.close();
    }
  }

  return {
    run,
    close: async () => {
      await Promise.all([...underWay].map(kill));
      for (const { session } of idle) session.close();
      control.close();
    },
  };
}

/** A connection keeps its parameters; one left over from another statement must not stand in for one forgotten now. */
function requireParameters({ sql, params }: Statement): void {
  const missing = parametersOf(sql).find((name) => !params.has(name));
  if (missing)
    throw new EngineError(
      456,
      `Code: 456. DB::Exception: Substitution \`${missing}\` is not set. (UNKNOWN_QUERY_PARAMETER)`,
    );
}

function prepare(pooled: Pooled, { settings, params, database }: Statement, mark: string): void {
  const wanted = new Map([...settings, ['log_comment', mark]]);
  for (const name of [...wanted.keys(), ...params.keys(), ...(database ? [database] : [])]) {
    if (!isName(name))
      throw new EngineError(
        36,
        `Code: 36. DB::Exception: Not a name: ${JSON.stringify(name)}. (BAD_ARGUMENTS)`,
      );
  }
  const assignments = [
    ...pooled.dirty.filter((name) => !wanted.has(name)).map((name) => `${name}=DEFAULT`),
    ...[...wanted].map(([name, value]) => `${name}=${literal(value)}`),
    ...[...params].map(([name, value]) => `param_${name}=${literal(value)}`),
  ];
  // Before it succeeded: a SET that fails may have set some.
  pooled.dirty = [...new Set([...pooled.dirty, ...wanted.keys()])];
  if (database && database !== pooled.database) pooled.session.query(`USE ${database}`);
  pooled.database = database ?? pooled.database;
  pooled.session.query(`SET ${assignments.join(', ')}`);
  pooled.dirty = [...wanted.keys()];
}

async function execute(session: Session, { sql, rows, format }: Statement): Promise<Outcome> {
  const head = rows ? insertHead(sql) : null;
  if (rows && !head)
    throw new EngineError(
      62,
      'Code: 62. DB::Exception: Rows follow, but not an INSERT … FORMAT. (SYNTAX_ERROR)',
    );
  if (rows && head) {
    const summary = await session.insert({
      table: head.table,
      ...(head.columns && { columns: head.columns }),
      values: rows,
      format: head.format as 'TabSeparated',
    });
    return { bytes: new Uint8Array(), rowsRead: 0, bytesRead: rows.length, rowsWritten: summary.rowsWritten };
  }
  const result = await session.queryAsync(sql, { format });
  return { bytes: result.bytes(), rowsRead: result.rowsRead, bytesRead: result.bytesRead, rowsWritten: 0 };
}

function asEngineError(error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  const text = (error instanceof Error ? error.message : String(error)).replace(
    /^(Query|Insert) failed: /,
    '',
  );
  const code = Number(/Code: (\d+)/.exec(text)?.[1] ?? 1001);
  return new EngineError(
    code,
    /^Code: /.test(text) ? text : `Code: ${code}. DB::Exception: ${text} (STD_EXCEPTION)`,
  );
}

/** Kills the statement when the caller leaves or its time is up, and calls for help when even that does not end it. */
function watch(
  { settings, signal }: Statement,
  kill: () => Promise<void>,
  onHung: () => void,
): { end(): void } {
  const seconds = Number(settings.get('max_execution_time')) || DEFAULT_LIMIT_S;
  let killing: NodeJS.Timeout | undefined;
  let kills = 0;
  const stop = (): void => {
    // Again and again: the first may come before ClickHouse has registered the statement.
    killing ??= setInterval(() => (++kills > KILLS_AT_MOST ? onHung() : void kill()), 1000).unref();
    void kill();
  };
  const overdue = setTimeout(stop, seconds * 1500 + 5000).unref();
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  return {
    end: () => {
      clearTimeout(overdue);
      clearInterval(killing);
      signal.removeEventListener('abort', stop);
    },
  };
}

/** So many at once, so many more in line, the rest refused. */
function turnstile(places: number, line: number): { enter(signal: AbortSignal): Promise<() => void> } {
  let taken = 0;
  const waiting: (() => void)[] = [];
  const leave = (): void => {
    const next = waiting.shift();
    if (next) next();
    else taken--;
  };
  return {
    async enter(signal) {
      if (taken < places) {
        taken++;
        return leave;
      }
      if (waiting.length >= line) {
        throw new EngineError(
          202,
          'Code: 202. DB::Exception: Too many simultaneous queries. (TOO_MANY_SIMULTANEOUS_QUERIES)',
        );
      }
      await new Promise<void>((resolve, reject) => {
        const onAbort = (): void => {
          waiting.splice(waiting.indexOf(resolve), 1);
          reject(
            new EngineError(394, 'Code: 394. DB::Exception: Query was cancelled. (QUERY_WAS_CANCELLED)'),
          );
        };
        waiting.push(() => {
          signal.removeEventListener('abort', onAbort);
          resolve();
        });
        signal.addEventListener('abort', onAbort, { once: true });
      });
      return leave;
    },
  };
}
