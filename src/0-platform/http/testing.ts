/** The real HTTP application around some routes, where a test says who is calling. */
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import pino from 'pino';
import { systemClock } from '../clock/index.ts';
import type { Principal, Role } from './access.ts';
import { createApp } from './app.ts';
import { createLanes } from './lanes.ts';
import type { Route } from './route.ts';

export type Caller = Principal | Role | 'anonymous';

export type TestApp = {
  app: FastifyInstance;
  /** Answers as `who`: a role stands for a member of staff of that role, with all channels. */
  call(who: Caller, method: Route['method'], url: string, body?: unknown): Promise<LightMyRequestResponse>;
  close(): Promise<void>;
};

export async function testApp(routes: Route[]): Promise<TestApp> {
  const app = await createApp({
    routes,
    // Calls are injected one by one with their caller, so a header can carry it.
    authenticate: async (request) => JSON.parse(String(request.headers['x-test-caller'])) as Principal,
    lanes: createLanes(),
    clock: systemClock,
    trustProxy: false,
    logger: pino({ level: 'silent' }),
  });
  return {
    app,
    call: (who, method, url, body) =>
      app.inject({
        method,
        url,
        headers: { 'x-test-caller': JSON.stringify(principalOf(who)) },
        ...(body !== undefined && { payload: body as object }),
      }),
    close: () => app.close(),
  };
}

function principalOf(who: Caller): Principal {
  if (typeof who !== 'string') return who;
  if (who === 'anonymous') return { kind: 'anonymous' };
  return {
    kind: 'staff',
    id: `the-${who}`,
    name: who,
    role: who,
    channels: null,
    sessionId: `session-of-${who}`,
  };
}
