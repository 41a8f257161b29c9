import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Problem } from '../errors/index.ts';
import { createLanes, type Principal } from '../http/index.ts';
import { testApp } from '../http/testing.ts';
import { subscriberStatus } from '../log/index.ts';
import { connect } from '../postgres/index.ts';
import { testDatabase } from '../postgres/testing.ts';
import { groundChecks } from './checks.ts';
import { diskLimits, watchDisk } from './disk.ts';
import { describeError } from './logger.ts';
import { telemetryRoutes } from './routes.ts';

const folder = fileURLToPath(new URL('../log/migrations', import.meta.url));
let database: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => {
  database = await testDatabase([{ module: 'platform/log', folder }]);
});
afterAll(() => database.close());

async function opened(db = database.db) {
  const disk = await watchDisk('/', diskLimits(1));
  const late = new Promise<never>(() => {});
  const checks = [...groundChecks(db, '9.9.9'), async () => disk.report(), () => late];
  const authenticate = async (request: { headers: Record<string, unknown> }): Promise<Principal> =>
    JSON.parse(String(request.headers['x-test-caller']));
  return testApp(
    telemetryRoutes({
      db,
      followers: () => subscriberStatus(db),
      checks,
      lanes: createLanes(),
      disk,
      authenticate,
    }),
  );
}

describe('health', () => {
  it('is told to staff only, and lag to those who mend it', async () => {
    const { call, close } = await opened();
    expect((await call('anonymous', 'GET', '/api/health')).statusCode).toBe(401);
    expect((await call('anonymous', 'GET', '/api/subscribers')).statusCode).toBe(401);
    expect((await call('agent', 'GET', '/api/subscribers')).statusCode).toBe(403);
    expect((await call('developer', 'GET', '/api/subscribers')).statusCode).toBe(200);
    await close();
  });

  it('says in both languages what answers, and which check does not', async () => {
    const { call, close } = await opened();
    const { items } = (await call('agent', 'GET', '/api/health')).json();
    expect(items.map((one: { name: string; level: string }) => `${one.name} ${one.level}`)).toEqual([
      'database ok',
      'subscribers ok',
      'version ok',
      'disk ok',
      'unknown failing',
    ]);
    for (const { en, zh } of items) {
      expect(en).toMatch(/^\S.*\.$/);
      expect(zh).toMatch(/。$/);
    }
    await close();
  });

  it('is 503 with Retry-After while the database is away', async () => {
    const away = connect('postgres://regulars@127.0.0.1:1/regulars');
    const { call, close } = await opened(away.db);
    const answer = await call('anonymous', 'GET', '/healthz');
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['retry-after']).toBe('2');
    await close();
    await away.close();
  });
});

describe('figures for Prometheus', () => {
  it('are given to callers on this machine, and to keys of developers and owners', async () => {
    const { call, app, close } = await opened();
    const behindProxy = async (who: Principal): Promise<number> => {
      const headers = { 'x-test-caller': JSON.stringify(who), 'x-forwarded-for': '203.0.113.9' };
      return (await app.inject({ url: '/metrics', headers })).statusCode;
    };
    expect((await call('anonymous', 'GET', '/metrics')).statusCode).toBe(200);
    expect(await behindProxy({ kind: 'anonymous' })).toBe(401);
    const key = (role: 'analyst' | 'developer' | 'owner'): Principal => ({
      kind: 'api_key',
      id: '1',
      name: 'k',
      role,
      channels: null,
    });
    expect(await behindProxy(key('analyst'))).toBe(403);
    expect(await behindProxy(key('developer'))).toBe(200);
    expect(await behindProxy(key('owner'))).toBe(200);
    await close();
  });

  it('tell lag, lanes, disk and the event loop', async () => {
    const { call, close } = await opened();
    await database.pool.query("INSERT INTO log.cursor (subscriber, position) VALUES ('know/test: count', 0)");
    const text = (await call('anonymous', 'GET', '/metrics')).body;
    expect(text).toMatch(/^regulars_subscriber_lag_seconds\{subscriber="know\/test: count"\} 0$/m);
    expect(text).toMatch(/^regulars_requests_under_way\{lane="collection"\} 0$/m);
    expect(text).toMatch(/^regulars_disk_free_bytes \d+/m);
    expect(text).toMatch(/^regulars_nodejs_eventloop_lag_p99_seconds /m);
    await close();
  });
});

describe('the disk', () => {
  it('is roomy, tight or full, by what is free', async () => {
    const stateWith = async (tightBytes: number, fullBytes: number): Promise<string> => {
      const disk = await watchDisk('/', { tightBytes, fullBytes });
      const { level } = disk.report();
      disk.close();
      return `${disk.state()} ${level}`;
    };
    expect(await stateWith(2, 1)).toBe('roomy ok');
    expect(await stateWith(Number.MAX_SAFE_INTEGER, 1)).toBe('tight warning');
    expect(await stateWith(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)).toBe('full failing');
  });
});

describe('the log', () => {
  it('names errors by kind, code and place, and never quotes what a driver says', () => {
    const lines: string[] = [];
    const sink = new Writable({
      write(chunk, _, done) {
        lines.push(String(chunk));
        done();
      },
    });
    const logger = pino({ serializers: { error: describeError } }, sink);
    const driver = Object.assign(new Error('duplicate key (email)=(canary@example.com)'), { code: '23505' });
    logger.error({ error: driver }, 'failed');
    logger.error({ error: new Problem('not_found') }, 'failed');
    const text = lines.join('');
    expect(text).not.toContain('canary');
    expect(text).toContain('"code":"23505"');
    expect(text).toContain('telemetry.test.ts');
    expect(text).toContain(new Problem('not_found').message);
  });
});
