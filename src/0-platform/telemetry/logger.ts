/**
 * The log of the processes: one JSON line an entry, and nothing of what people sent in it. Errors are named by kind, code and place;
 * messages of drivers may quote values, so they stay out unless the error is one of ours.
 */
import pino, { type Logger } from 'pino';
import { Problem } from '../errors/index.ts';

/** To standard error: standard output is for answers. */
export function createLogger(name: string, level: string): Logger {
  const options = {
    name,
    level,
    base: { process: name },
    serializers: { err: describeError, error: describeError },
    redact: ['req.headers', 'headers', 'body', 'password', 'key', 'token'],
  };
  return pino(options, pino.destination({ fd: 2, sync: true }));
}

export function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const places = error.stack?.split('\n').filter((line) => line.trimStart().startsWith('at ')) ?? [];
  return {
    kind: error.name,
    code: (error as { code?: unknown }).code,
    ...(error instanceof Problem && { message: error.message }),
    at: places.slice(0, 5).map((line) => line.trim()),
  };
}
