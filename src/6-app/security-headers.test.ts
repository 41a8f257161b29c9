import Fastify, { type LightMyRequestResponse } from 'fastify';
import { describe, expect, it } from 'vitest';
import { systemClock } from '#platform/clock';
import { anyone, createApp, createLanes, route, staff } from '#platform/http';
import { createLogger } from '#platform/telemetry';
import { securityHeaders } from './security-headers.ts';

const answers = async (url: string, publicUrl?: string): Promise<LightMyRequestResponse> => {
  const app = await createApp({
    routes: [
      route({
        method: 'GET',
        path: '/open',
        summary: 'Open',
        lane: 'console',
        access: anyone,
        handle: () => 'here',
      }),
      route({
        method: 'GET',
        path: '/closed',
        summary: 'Closed',
        lane: 'console',
        access: staff('owner'),
        handle: () => 1,
      }),
      route({
        method: 'GET',
        path: '/shared',
        summary: 'For other origins',
        lane: 'collection',
        access: anyone,
        before: (_, reply) => void reply.header('cross-origin-resource-policy', 'cross-origin'),
        handle: () => 1,
      }),
    ],
    authenticate: async () => ({ kind: 'anonymous' }),
    lanes: createLanes(),
    clock: systemClock,
    trustProxy: false,
    logger: createLogger('test', 'silent'),
    plugins: [securityHeaders({ PUBLIC_URL: publicUrl })],
  });
  const answer = await app.inject(url);
  await app.close();
  return answer;
};

describe('every answer', () => {
  it.each([
    ['/open', 200],
    ['/closed', 401],
    ['/nowhere', 404],
    ['/docs/json', 200],
  ])('%s (%i) tells browsers to run, frame and sniff nothing', async (url, status) => {
    const { headers, statusCode } = await answers(url);
    expect(statusCode).toBe(status);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers['content-security-policy']).toMatch(/^default-src 'none';.*frame-ancestors 'none'/);
    expect(headers['content-security-policy']).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline/);
    expect(headers['strict-transport-security']).toBeUndefined();
  });

  it('is kept by nobody', async () => {
    expect((await answers('/open')).headers['cache-control']).toBe('no-store');
    expect((await answers('/closed')).headers['cache-control']).toBe('no-store');
  });

  it('insists on HTTPS where the public address has it', async () => {
    const { headers } = await answers('/open', 'https://crm.example.com');
    expect(headers['strict-transport-security']).toBe('max-age=31536000');
  });

  it('may be opened to other origins by its route', async () => {
    expect((await answers('/shared')).headers['cross-origin-resource-policy']).toBe('cross-origin');
  });
});

describe('without the plugin', () => {
  it('there would be none of it', async () => {
    const app = Fastify();
    app.get('/', () => 'here');
    expect((await app.inject('/')).headers['content-security-policy']).toBeUndefined();
    await app.close();
  });
});
