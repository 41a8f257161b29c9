/**
 * `POST /v1/{track,identify,page,screen,group,alias,batch}`, as Segment's and RudderStack's clients call them. They are answered 200
 * with a verdict for each event, because a library would send a whole refused batch again; a request that cannot be read at all is 4xx.
 */
import type { FastifyRequest } from 'fastify';
import type { SourceDirectory, SourceGrant } from '#know/sources';
import { Problem } from '#platform/errors';
import { type Route, route, source } from '#platform/http';
import { EVENT_TYPES } from '#platform/log';
import { BrowserBudget } from './browser-budget.ts';
import type { Collector } from './collector.ts';
import { allowOrigin, preflight } from './cross-origin.ts';
import { librarySettingsRoute } from './library-settings-route.ts';
import { BATCH_BYTES, readCall } from './read-call.ts';
import { Turns } from './turns.ts';

export type CollectionParts = {
  collector: Collector;
  sources: SourceDirectory;
};

// A single event may hold 32 KB; the call around it needs a little more.
const SINGLE_BYTES = 64 * 1024;
/** A batch of a hundred events: some milliseconds. */
const BYTES_IN_TURN = 64 * 1024;

export function collectionRoutes(parts: CollectionParts): Route[] {
  const budget = new BrowserBudget(() => performance.now());
  const turns = new Turns(BYTES_IN_TURN);
  const names = [...EVENT_TYPES, 'batch'] as const;
  // analytics.js in the browser calls them by their first letter.
  const called = names.flatMap((name) => [
    { name, path: `/v1/${name}` },
    { name, path: `/v1/${name[0]}` },
  ]);
  const calls = called.flatMap(({ name, path }): Route[] => {
    const type = name === 'batch' ? null : name;
    return [
      route({
        method: 'POST',
        path,
        summary: name === 'batch' ? 'Collect up to 500 KB of events' : `Collect one ${name} call`,
        lane: 'collection',
        access: source,
        accepts: 'bytes',
        bodyLimit: name === 'batch' ? BATCH_BYTES : SINGLE_BYTES,
        before: allowOrigin,
        handle: async ({ request, body: read }) => {
          const body = (read as Buffer | undefined) ?? Buffer.alloc(0);
          const leave = parts.collector.arrive();
          await turns.take(body.length);
          return await collect(request, body, type, parts, budget).finally(leave);
        },
      }),
      route({
        method: 'OPTIONS',
        path,
        summary: 'CORS preflight',
        lane: 'collection',
        access: source,
        handle: ({ request, reply }) => preflight(request, reply),
      }),
    ];
  });
  return [...calls, librarySettingsRoute(parts.sources)];
}

async function collect(
  request: FastifyRequest,
  body: Buffer,
  type: string | null,
  { collector, sources }: CollectionParts,
  budget: BrowserBudget,
): Promise<unknown> {
  if (body.length === 0) throw new Problem('json_invalid');
  const { events, writeKey, origin } = await readCall(body, type, request.headers['content-encoding']);
  const grant = await grantOf(keyOf(request) ?? writeKey, sources);
  if (grant.keyKind === 'browser') {
    if (origin === 'import') throw new Problem('history_needs_server_key');
    checkBrowser(request, grant, events.length, budget);
  }
  const verdicts = await collector.collect(events, { grant, ip: request.ip, origin });
  return { success: verdicts.every((verdict) => verdict.status !== 'rejected'), events: verdicts };
}

async function grantOf(key: string | null, sources: SourceDirectory): Promise<SourceGrant> {
  const grant = key === null ? null : await sources.find(key);
  if (!grant) throw new Problem('write_key_invalid');
  if (!grant.enabled) throw new Problem('source_disabled');
  return grant;
}

function checkBrowser(
  request: FastifyRequest,
  grant: SourceGrant,
  events: number,
  budget: BrowserBudget,
): void {
  const { origin } = request.headers;
  if (grant.allowedOrigins !== null && (origin === undefined || !grant.allowedOrigins.includes(origin)))
    throw new Problem('origin_not_allowed');
  if (!budget.take(grant.keyId, request.ip, events)) {
    throw new Problem('too_many_requests', { params: { seconds: 5 }, headers: { 'retry-after': '5' } });
  }
}

/** Basic (key as user name, colon or not), Bearer, X-Write-Key, or `?writeKey=`. */
function keyOf(request: FastifyRequest): string | null {
  const { authorization, 'x-write-key': header } = request.headers;
  if (typeof header === 'string' && header !== '') return header;
  const [scheme, value] = authorization?.split(' ') ?? [];
  if (value && /^basic$/i.test(scheme ?? ''))
    return Buffer.from(value, 'base64').toString().split(':')[0] || null;
  if (value && /^bearer$/i.test(scheme ?? '')) return value;
  const { writeKey } = request.query as { writeKey?: unknown };
  return typeof writeKey === 'string' ? writeKey : null;
}
