/**
 * ClickHouse's HTTP interface, as far as its own clients use it: POST / with the statement in the body or in `query`, `param_*`,
 * settings as parameters of the URL, `/ping`, errors with their code. Answers are whole, not streamed: the engine would start
 * a stream on the thread that serves everybody (a scalar subquery then stops all), so big reads go by ranges.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Engine, EngineError, type Statement } from './engine.ts';

/** Bound values travel in the URL, as ClickHouse has it; a thousand ids are 60 KB. ClickHouse's own limit is the same. */
const LONGEST_HEADER = 2 ** 20;
const BODY_AT_MOST = 192 * 2 ** 20;
/** Parameters of the URL that are not settings of the query. */
const OWN = new Set([
  'query',
  'query_id',
  'database',
  'default_format',
  'session_id',
  'session_timeout',
  'session_check',
  'role',
  'compress',
]);
/** Settings that only a server behind HTTP knows, and that change nothing here. */
const IGNORED = new Set([
  'wait_end_of_query',
  'send_progress_in_http_headers',
  'http_headers_progress_interval_ms',
  'enable_http_compression',
]);

export function serveHttp(engine: Engine): Server {
  const server = createServer({ maxHeaderSize: LONGEST_HEADER }, (request, response) => {
    void answer(engine, request, response).catch(() => response.destroy());
  });
  // Longer than any client keeps an idle connection, so that it never sends into one just closed.
  server.keepAliveTimeout = 120_000;
  server.requestTimeout = 0;
  return server;
}

async function answer(engine: Engine, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://lake');
  if (url.pathname === '/ping') return void response.end('Ok.\n');
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  try {
    const statement = statementOf(url, await bodyOf(request), gone.signal);
    const outcome = await engine.run(statement);
    response.writeHead(200, {
      'content-type': 'text/plain; charset=UTF-8',
      'content-length': outcome.bytes.byteLength,
      'x-clickhouse-summary': JSON.stringify({
        read_rows: String(outcome.rowsRead),
        read_bytes: String(outcome.bytesRead),
        written_rows: String(outcome.rowsWritten),
        written_bytes: '0',
        result_rows: '0',
        result_bytes: String(outcome.bytes.byteLength),
        total_rows_to_read: '0',
        elapsed_ns: '0',
      }),
    });
    response.end(outcome.bytes);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    response.writeHead(error.code === 202 ? 503 : 500, {
      'content-type': 'text/plain; charset=UTF-8',
      'x-clickhouse-exception-code': String(error.code),
    });
    response.end(`${error.message}\n`);
  }
}

function statementOf(url: URL, body: Buffer, signal: AbortSignal): Statement {
  const settings = new Map<string, string>();
  const params = new Map<string, string>();
  for (const [name, value] of url.searchParams) {
    if (name.startsWith('param_')) params.set(name.slice('param_'.length), value);
    else if (!OWN.has(name) && !IGNORED.has(name)) settings.set(name, value);
  }
  const inUrl = url.searchParams.get('query');
  return {
    sql: inUrl ?? body.toString('utf8'),
    rows: inUrl && body.length > 0 ? body : null,
    database: url.searchParams.get('database'),
    format: url.searchParams.get('default_format') ?? 'TabSeparated',
    settings,
    params,
    signal,
  };
}

/** The whole body, or nothing: rows of a request that broke off must not be stored. */
async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  if (request.headers['content-encoding'])
    throw new EngineError(1, 'Code: 1. DB::Exception: Compressed bodies are not read. (UNSUPPORTED_METHOD)');
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_AT_MOST)
      throw new EngineError(307, 'Code: 307. DB::Exception: The body is too large. (TOO_MANY_BYTES)');
    chunks.push(chunk);
  }
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, size);
}
