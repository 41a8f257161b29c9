import http from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fixedClock } from '../clock/index.ts';
import { type TestApp, testApp } from '../http/testing.ts';
import type { Module } from '../module/index.ts';
import { testDatabase } from '../postgres/testing.ts';
import { isReached } from './index.ts';
import { egressModule } from './module.ts';
import { testServers } from './testing/index.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let server: TestApp;
let port = 0;
const clock = fixedClock('2026-11-23T08:00:00Z');
beforeAll(async () => {
  database = await testDatabase([{ module: 'platform/egress', folder: `${import.meta.dirname}/migrations` }]);
  server = await testApp(here('http://crm.example').module.routes ?? []);
  await server.app.listen({ host: '127.0.0.4', port: 0 });
  port = (server.app.server.address() as { port: number }).port;
});
afterAll(async () => {
  await server.close();
  await database.close();
});
beforeEach(() => database.pool.query('TRUNCATE egress.reach, egress.challenge'));
const others: http.Server[] = [];
afterEach(() => {
  for (const other of others.splice(0)) other.close();
});

/** This installation, told that it is reached by `url`. */
function here(
  url: string | undefined,
  addresses = ['127.0.0.4'],
): {
  module: Module;
  reach(): Promise<boolean>;
  health(): Promise<{ level: string; en: string; zh: string }>;
} {
  const platform = {
    db: database.db,
    clock,
    settings: { PUBLIC_URL: url } as never,
    resolve: async () => addresses,
    allowance: testServers,
  };
  const module = egressModule(platform);
  return {
    module,
    reach: async () => {
      await module.jobs?.[0]?.run({}, {} as never);
      return await isReached(platform);
    },
    health: async () => (await module.health?.[0]?.()) as { level: string; en: string; zh: string },
  };
}

describe('the public address', () => {
  it('is reached where the question comes back to us with its answer', async () => {
    const own = here(`http://crm.example:${port}/`);
    expect((await own.health()).level).toBe('warning');
    expect(await own.reach()).toBe(true);
    expect(await own.health()).toMatchObject({ level: 'ok' });
    expect((await database.pool.query('SELECT 1 FROM egress.challenge')).rowCount).toBe(0);
  });

  it('is not reached where another server answers, even one that repeats what it is asked', async () => {
    const echo = http.createServer((request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ answer: request.url?.split('/').at(-1) }));
    });
    await new Promise<void>((ready) => echo.listen(0, '127.0.0.4', ready));
    others.push(echo);
    const own = here(`http://crm.example:${(echo.address() as { port: number }).port}`);
    expect(await own.reach()).toBe(false);
    expect((await own.health()).en).toContain('another server');
  });

  it.each([
    [['127.0.0.1'], 'not outside'],
    [['::1'], 'not outside'],
    [['169.254.169.254'], 'not outside'],
  ])('is not reached at %j', async (addresses, failure) => {
    const own = here('http://crm.example:9', addresses);
    expect(await own.reach()).toBe(false);
    expect((await own.health()).zh).toContain(failure);
  });

  it('is not reached where nobody listens, and is tried again', async () => {
    expect(await here('http://crm.example:9').reach()).toBe(false);
    expect(await here(`http://crm.example:${port}`).reach()).toBe(true);
  });

  it('stays reached while it is not asked again, until it is set to another', async () => {
    expect(await here(`http://crm.example:${port}`).reach()).toBe(true);
    expect(await here(`http://other.example:${port}`, ['127.0.0.1']).reach()).toBe(false);
  });

  it('may be unset', async () => {
    expect(await here(undefined).reach()).toBe(false);
    expect((await here(undefined).health()).level).toBe('ok');
  });

  it('gives no answer to a question that was not asked', async () => {
    const made_up = await server.call('anonymous', 'GET', `/api/reach/${'a'.repeat(43)}`);
    expect(made_up.statusCode).toBe(404);
    expect((await server.call('anonymous', 'GET', "/api/reach/' OR 1=1")).statusCode).toBe(400);
  });
});
