/** Collection is called from the pages of shops, wherever they are. No cookie is ever read here, so nothing is gained by it. */
import type { FastifyReply, FastifyRequest } from 'fastify';

export function allowOrigin(request: FastifyRequest, reply: FastifyReply): void {
  void reply.header('access-control-allow-origin', request.headers.origin ?? '*').header('vary', 'origin');
  void reply.header('cross-origin-resource-policy', 'cross-origin');
}

export function preflight(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  allowOrigin(request, reply);
  return reply
    .status(204)
    .header('access-control-allow-methods', 'POST, OPTIONS')
    .header(
      'access-control-allow-headers',
      'authorization, content-type, content-encoding, x-write-key, anonymousid, x-retry-count',
    )
    .header('access-control-max-age', '86400')
    .send();
}
