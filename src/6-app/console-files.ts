/** The console's built files. Whatever is not ours by another address is the console's, whose own router reads the path. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { CONSOLE_POLICY } from './security-headers.ts';

const folder = (face: string): string => fileURLToPath(new URL(`../../web/${face}/dist`, import.meta.url));

const YEAR_SECONDS = 31_536_000;

export async function consoleFiles(app: FastifyInstance): Promise<void> {
  const built = folder('console');
  if (existsSync(`${built}/index.html`)) {
    await app.register(fastifyStatic, {
      root: `${built}/assets`,
      prefix: '/assets/',
      maxAge: YEAR_SECONDS * 1000,
      immutable: true,
      preCompressed: true,
      decorateReply: false,
    });
    const page = readFileSync(`${built}/index.html`);
    // Pages of the console: anything a person may type that no other route answers.
    app.get('/*', { config: { accepts: 'json' }, schema: { hide: true } }, (request, reply) => {
      if (/^\/(api|v1|assets|docs)(\/|$)/.test(request.url) || /\.\w+$/.test(request.url.split('?')[0] ?? ''))
        return reply.callNotFound();
      return reply
        .type('text/html; charset=utf-8')
        .header('cache-control', 'no-cache')
        .header('content-security-policy', CONSOLE_POLICY)
        .send(page);
    });
  }
  serveTag(app, `${folder('tag')}/tag.js`);
}

/** The script that a shop's pages load: from any origin, packed where the browser takes it. */
function serveTag(app: FastifyInstance, file: string): void {
  if (!existsSync(file)) return;
  const script = readFileSync(file);
  const packed = existsSync(`${file}.gz`) ? readFileSync(`${file}.gz`) : null;
  app.get('/tag.js', { schema: { hide: true } }, (request, reply) => {
    reply
      .type('text/javascript; charset=utf-8')
      .header('cache-control', 'public, max-age=3600')
      .header('cross-origin-resource-policy', 'cross-origin')
      .header('vary', 'accept-encoding');
    const takesGzip = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
    return packed && takesGzip ? reply.header('content-encoding', 'gzip').send(packed) : reply.send(script);
  });
}
