/** The built files of the faces. Whatever is not ours by another address is the console's, whose own router reads the path. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { CONSOLE_POLICY } from './security-headers.ts';

const folder = (face: string): string => fileURLToPath(new URL(`../../web/${face}/dist`, import.meta.url));

const YEAR_SECONDS = 31_536_000;

export async function consoleFiles(app: FastifyInstance): Promise<void> {
  await serveFace(app, { face: 'console', assets: '/assets/', pages: ['/*'] });
  serveTag(app, `${folder('tag')}/tag.js`);
}

/** Where the installation has a front. Its pages obey the policy of the console's. */
export const shopFiles = (app: FastifyInstance): Promise<void> =>
  serveFace(app, { face: 'shop', assets: '/shop/assets/', pages: ['/shop', '/shop/*'] });

type Face = { face: string; assets: string; pages: readonly string[] };

async function serveFace(app: FastifyInstance, { face, assets, pages }: Face): Promise<void> {
  const built = folder(face);
  if (!existsSync(`${built}/index.html`)) return;
  await app.register(fastifyStatic, {
    root: `${built}/assets`,
    prefix: assets,
    maxAge: YEAR_SECONDS * 1000,
    immutable: true,
    preCompressed: true,
    decorateReply: false,
  });
  const page = readFileSync(`${built}/index.html`);
  // Pages of a face: anything a person may type that no other route answers.
  for (const path of pages)
    app.get(path, { config: { accepts: 'json' }, schema: { hide: true } }, (request, reply) => {
      if (/^\/(api|v1|assets|shop\/assets|docs)(\/|$)/.test(request.url) || isFile(request.url))
        return reply.callNotFound();
      return reply
        .type('text/html; charset=utf-8')
        .header('cache-control', 'no-cache')
        .header('content-security-policy', CONSOLE_POLICY)
        .send(page);
    });
}

const isFile = (url: string): boolean => /\.\w+$/.test(url.split('?')[0] ?? '');

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
