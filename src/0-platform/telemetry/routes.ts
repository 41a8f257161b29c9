/** `/healthz` for load balancers, `/metrics` for Prometheus, `/api/health` and `/api/subscribers` for people. */
import { z } from 'zod';
import { Problem } from '../errors/index.ts';
import {
  anyone,
  everyRole,
  isAllowed,
  type Lanes,
  type Principal,
  type Route,
  route,
  staff,
} from '../http/index.ts';
import type { SubscriberStatus } from '../log/index.ts';
import { type Db, sql } from '../postgres/index.ts';
import * as contract from './contract.ts';
import type { Disk } from './disk.ts';
import type { HealthCheck } from './index.ts';
import { createMetrics } from './metrics.ts';

export type TelemetryParts = {
  db: Db;
  checks: HealthCheck[];
  /** Everybody who follows the log. */
  followers(): Promise<readonly SubscriberStatus[]>;
  lanes: Lanes;
  disk: Disk;
  authenticate(request: Parameters<Route['handle']>[0]['request']): Promise<Principal>;
};

const PATIENCE_MS = 3000;

export function telemetryRoutes(parts: TelemetryParts): Route[] {
  const metrics = createMetrics(parts);
  return [
    route({
      method: 'GET',
      path: '/healthz',
      summary: 'Whether it can serve',
      // Whoever asks takes us out of service where there is no answer: never behind anybody else.
      lane: 'webhook',
      access: anyone,
      response: z.object({ status: z.literal('ok') }),
      handle: async () => {
        await sql`SELECT 1`.execute(parts.db);
        return { status: 'ok' as const };
      },
    }),
    route({
      method: 'GET',
      path: '/api/health',
      summary: 'How everything is, in words',
      lane: 'console',
      access: everyRole,
      response: contract.health,
      handle: async () => ({ items: await Promise.all(parts.checks.map(patiently)) }),
    }),
    route({
      method: 'GET',
      path: '/api/subscribers',
      summary: 'Who follows the log, and how far behind',
      lane: 'console',
      access: staff('developer', 'operations', 'analyst'),
      response: contract.subscribers,
      handle: async () => ({
        items: (await parts.followers()).map((one) => ({
          name: one.name,
          position: one.position,
          behind: one.behind,
          lag_seconds: one.lagSeconds,
          failure: one.failure && { ...one.failure, since: one.failure.since.toISOString() },
        })),
      }),
    }),
    route({
      method: 'GET',
      path: '/metrics',
      summary: 'Figures for Prometheus: to callers on this machine, or with an API key of a developer',
      lane: 'console',
      access: anyone,
      handle: async ({ request, reply }) => {
        if (!isLocal(request)) {
          const principal = await parts.authenticate(request);
          if (!isAllowed(principal, staff('developer')))
            throw new Problem(principal.kind === 'anonymous' ? 'not_signed_in' : 'not_allowed');
        }
        const registry = await metrics();
        return reply.type(registry.contentType).send(await registry.metrics());
      },
    }),
  ];
}

/** A check that hangs is itself the news. */
async function patiently(check: HealthCheck): Promise<z.infer<typeof contract.healthReport>> {
  const late = new Promise<never>((_, reject) =>
    setTimeout(() => reject(new Error('late')), PATIENCE_MS).unref(),
  );
  try {
    return await Promise.race([check(), late]);
  } catch {
    return { name: 'unknown', level: 'failing', en: 'A check did not answer.', zh: '一项检查没有响应。' };
  }
}

/** A proxy on this machine makes everybody look local: its headers give it away. */
function isLocal(request: Parameters<Route['handle']>[0]['request']): boolean {
  const proxied = request.headers['x-forwarded-for'] ?? request.headers.forwarded ?? request.headers.via;
  return (
    proxied === undefined &&
    ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.socket.remoteAddress ?? '')
  );
}
