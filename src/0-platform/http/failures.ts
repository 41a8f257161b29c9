/** Every failure leaves as problem+json; what the caller did not cause is logged without what the caller sent. */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { type FieldError, localeOf, Problem, problemBody } from '../errors/index.ts';
import { isDatabaseAway } from '../postgres/index.ts';

export function onError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  send(toProblem(error, request), request, reply);
}

export function onNotFound(request: FastifyRequest, reply: FastifyReply): void {
  send(new Problem('not_found'), request, reply);
}

function send(problem: Problem, request: FastifyRequest, reply: FastifyReply): void {
  void reply
    .status(problem.status)
    .headers(problem.headers)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .serializer(JSON.stringify)
    .send(problemBody(problem, localeOf(request.headers['accept-language'])));
}

function toProblem(error: FastifyError, request: FastifyRequest): Problem {
  if (error instanceof Problem) return error;
  if (error.validation) return new Problem('body_invalid', { fields: fieldsOf(error) });
  if (isDatabaseAway(error)) return new Problem('database_away', { headers: { 'retry-after': '2' } });
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Problem('body_too_large', {
        params: { limit: `${Math.round((request.routeOptions.bodyLimit ?? 0) / 1024)} KB` },
      });
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new Problem('media_type', { params: { expected: 'application/json' } });
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return new Problem('json_invalid');
  }
  if (error.statusCode && error.statusCode >= 400 && error.statusCode < 500)
    return new Problem('bad_request');
  // Name and stack only: messages of drivers may quote values.
  request.log.error(
    { error: error.name, code: error.code, stack: error.stack?.split('\n').slice(1, 6) },
    'request failed',
  );
  return new Problem('internal');
}

const CODE_OF_ISSUE: Record<string, string> = {
  unrecognized_keys: 'field_unknown',
  too_big: 'field_too_long',
  too_small: 'field_too_short',
};

function fieldsOf(error: FastifyError): FieldError[] {
  return (error.validation ?? []).slice(0, 50).map((issue) => ({
    field:
      issue.instancePath.replace(/^\//, '').replaceAll('/', '.') ||
      String((issue.params as { keys?: string[] })?.keys?.[0] ?? ''),
    code: CODE_OF_ISSUE[issue.keyword] ?? 'field_invalid',
    ...(issue.message && { message: issue.message }),
  }));
}
