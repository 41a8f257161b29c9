/** Collection's door: while the commit queue is as long as it may be, or the disk as full, calls are refused unread. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ErrorCode, LOCALES, localeOf, Problem, problemBody } from '#platform/errors';
import type { Door } from '#platform/http';
import type { Collector } from './collector.ts';

export function collectionDoor(
  collector: Pick<Collector, 'enter' | 'hasRoom'>,
  hasDisk: () => boolean,
): Door {
  const overloaded = refusal('overloaded', 1);
  const full = refusal('disk_nearly_full', 30);
  const door: Door = (request, response) => {
    if (request.method !== 'POST' || !request.url?.startsWith('/v1/')) return false;
    if (!hasDisk()) return full(request, response);
    const leave = collector.enter(Number(request.headers['content-length'] ?? 0));
    if (!leave) return overloaded(request, response);
    response.once('close', leave);
    return false;
  };
  return Object.assign(door, { isOpen: () => collector.hasRoom() && hasDisk() });
}

type Refuse = (request: IncomingMessage, response: ServerResponse) => true;

/** Prepared: in a flood nearly every answer is this one. */
function refusal(code: ErrorCode, seconds: number): Refuse {
  const problem = new Problem(code, { params: { seconds } });
  const answers = new Map(
    LOCALES.map((locale) => {
      const body = JSON.stringify(problemBody(problem, locale));
      return [locale, { body, length: Buffer.byteLength(body) }];
    }),
  );
  return (request, response) => {
    const { body, length } = answers.get(localeOf(request.headers['accept-language'])) as Answer;
    response.writeHead(problem.status, {
      'content-type': 'application/problem+json; charset=utf-8',
      // Without it Node would send the body in chunks, in a write of their own.
      'content-length': length,
      'cache-control': 'no-store',
      'retry-after': String(seconds),
      'x-ratelimit-reset': String(seconds),
      'access-control-allow-origin': request.headers.origin ?? '*',
      vary: 'origin',
    });
    response.end(body);
    return true;
  };
}

type Answer = { body: string; length: number };
