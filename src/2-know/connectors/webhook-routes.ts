/** Where platforms report to: by GET for a challenge, by POST for what happened. Who calls is known by nothing but the signature over the raw bytes. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { anyone, type Route, route } from '#platform/http';
import * as contract from './contract.ts';
import type { ConnectorParts } from './parts.ts';
import { receive } from './take-deliveries.ts';

const MOST_BYTES = 2 * 2 ** 20;

export const webhookRoutes = (parts: ConnectorParts): Route[] =>
  (['POST', 'GET'] as const).map((method) =>
    route({
      method,
      path: '/webhooks/:connection',
      summary: 'What a platform tells by itself, signed as that platform signs',
      lane: 'webhook',
      access: anyone,
      params: contract.webhookParams,
      accepts: 'bytes',
      bodyLimit: MOST_BYTES,
      handle: async ({ params, request, reply }) =>
        say(reply, await receive(parts, Number(params.connection), deliveryOf(request))),
    }),
  );

function deliveryOf({ headers, query, body }: FastifyRequest) {
  const texts = (given: object): Record<string, string> =>
    Object.fromEntries(
      Object.entries(given).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
    );
  return {
    headers: texts(headers),
    query: texts((query ?? {}) as object),
    body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
  };
}

const say = (reply: FastifyReply, answer: { type: string; body: string } | null): FastifyReply =>
  answer ? reply.type(answer.type).send(answer.body) : reply.code(200).type('text/plain').send('');
