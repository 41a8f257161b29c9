/**
 * Headers that every answer carries, set before anything else so that a route may say otherwise (collection lets pages of other
 * origins call it). Answers are data unless said otherwise: no browser may run, frame, sniff or keep them.
 */
import type { FastifyInstance } from 'fastify';
import type { Settings } from '#platform/settings';

const DATA = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** The console: our own files and nothing else, and no text ever becomes markup. */
export const CONSOLE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** The API's description: the library that shows it writes its own styles. */
const DOCS = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const ALWAYS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};

const YEAR_SECONDS = 31_536_000;

export function securityHeaders({ PUBLIC_URL }: Pick<Settings, 'PUBLIC_URL'>) {
  const always = PUBLIC_URL?.startsWith('https:')
    ? { ...ALWAYS, 'strict-transport-security': `max-age=${YEAR_SECONDS}` }
    : ALWAYS;
  return (app: FastifyInstance): void => {
    app.addHook('onRequest', (request, reply, done) => {
      reply.headers(always);
      const isDocs = /^\/docs(\/|$|\?)/.test(request.url);
      reply.header('content-security-policy', isDocs ? DOCS : DATA);
      if (!isDocs) reply.header('cache-control', 'no-store');
      done();
    });
  };
}
