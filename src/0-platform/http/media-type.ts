/**
 * One way to read a body: exactly `application/json`, optionally with `charset=utf-8`. Anything else, including the look-alikes
 * that once slipped past Fastify's validation (tabs, leading spaces, trailing junk; CVE-2025-32442, CVE-2026-25223), is 415.
 * Property names that reach prototypes are refused by the parser.
 */
import type { FastifyInstance } from 'fastify';
import { Problem } from '../errors/index.ts';

const JSON_TYPE = /^application\/json(; ?charset=utf-8)?$/i;

declare module 'fastify' {
  interface FastifyContextConfig {
    accepts?: 'json' | 'bytes';
  }
}

export function onlyJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(/^.*$/, { parseAs: 'buffer' }, (request, body, done) => {
    if (request.routeOptions.config.accepts === 'bytes') {
      done(null, body);
      return;
    }
    if (!JSON_TYPE.test(request.headers['content-type'] ?? '')) {
      done(new Problem('media_type', { params: { expected: 'application/json' } }));
      return;
    }
    parse(request, body.toString(), done);
  });
}
