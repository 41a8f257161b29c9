/**
 * The HTTP server of the house: Fastify with our routes, each behind its lane, its access rule and its schemas, and every
 * failure as problem+json in the caller's language. A route without access or lane is refused at start.
 */

import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { withoutCardNumbersIn } from '../card-numbers/index.ts';
import type { Clock } from '../clock/index.ts';
import { localeOf, Problem } from '../errors/index.ts';
import { isAllowed, type Principal } from './access.ts';
import { behindDoors, type Door } from './door.ts';
import { onError, onNotFound } from './failures.ts';
import type { Lanes } from './lanes.ts';
import { onlyJson } from './media-type.ts';
import type { Route } from './route.ts';

export type HttpOptions = {
  routes: Route[];
  authenticate(request: FastifyRequest): Promise<Principal>;
  lanes: Lanes;
  clock: Clock;
  /** Proxies whose X-Forwarded-For is believed; false for none. */
  trustProxy: string[] | false;
  logger: FastifyBaseLogger;
  /** Refuse before anything is read. */
  doors?: Door[];
  /** Raw plugins: static files of the console, security headers, collection. */
  plugins?: ((app: FastifyInstance) => Promise<void> | void)[];
};

export async function createApp(options: HttpOptions): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: options.logger,
    serverFactory: behindDoors(options.doors ?? []),
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: options.trustProxy,
    bodyLimit: 64 * 1024,
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 256 },
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(onError);
  app.setNotFoundHandler(onNotFound);
  onlyJson(app);
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title: 'Regulars', version: '1' } },
    transform: jsonSchemaTransform,
  });
  await app.register(swaggerUi, { routePrefix: '/docs' });
  for (const plugin of options.plugins ?? []) await plugin(app);
  for (const route of options.routes) mount(app, route, options);
  return app;
}

function mount(app: FastifyInstance, route: Route, { authenticate, lanes }: HttpOptions): void {
  if (!route.access || !route.lane)
    throw new Error(`${route.method} ${route.path} does not say who may call it.`);
  app.route({
    method: route.method,
    url: route.path,
    bodyLimit: route.bodyLimit ?? 64 * 1024,
    config: { accepts: route.accepts ?? 'json' },
    schema: {
      summary: route.summary,
      ...(route.params && { params: route.params }),
      ...(route.query && { querystring: route.query }),
      ...(route.body && { body: route.body }),
      ...(route.response && { response: { 200: route.response } }),
    },
    onRequest: async (request, reply) => {
      route.before?.(request, reply);
      lanes.enter(route.lane, request);
      const principal =
        route.access.to === 'staff' ? await authenticate(request) : ({ kind: 'anonymous' } as const);
      if (!isAllowed(principal, route.access))
        throw new Problem(principal.kind === 'anonymous' ? 'not_signed_in' : 'not_allowed');
      principals.set(request, principal);
    },
    onResponse: async (request) => lanes.leave(route.lane, request),
    handler: async (request, reply) => {
      const principal = principals.get(request) ?? { kind: 'anonymous' };
      return await route.handle({
        principal,
        get staff() {
          if (principal.kind === 'anonymous') throw new Problem('not_signed_in');
          return principal;
        },
        params: request.params as never,
        query: request.query as never,
        body: withoutCards(request.body, route.freeText ?? [], reply) as never,
        locale: localeOf(request.headers['accept-language']),
        stillAllowed: async () =>
          route.access.to !== 'staff' || isAllowed(await authenticate(request), route.access),
        request,
        reply,
      });
    },
  });
}

function withoutCards(body: unknown, names: readonly string[], reply: FastifyReply): unknown {
  if (names.length === 0 || typeof body !== 'object' || body === null) return body;
  const written = Object.entries(body).filter(([name]) => names.includes(name));
  const { value, removed } = withoutCardNumbersIn(Object.fromEntries(written));
  if (removed === 0) return body;
  void reply.header('x-card-numbers-removed', removed);
  return { ...body, ...(value as object) };
}

const principals = new WeakMap<FastifyRequest, Principal>();
