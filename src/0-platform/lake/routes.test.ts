import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestApp, testApp } from '../http/testing.ts';
import { createEventLog } from '../log/index.ts';
import { anEvent, LOG_MIGRATIONS } from '../log/testing.ts';
import { testDatabase } from '../postgres/testing.ts';
import { mendLake } from './mend.ts';
import { lakeModule } from './module.ts';
import { fillLake, LAKE_MIGRATIONS, startTestLake, type TestLake } from './testing.ts';

const log = createEventLog();
let at: TestLake;
let database: Awaited<ReturnType<typeof testDatabase>>;
let server: TestApp;
const asked: string[] = [];

beforeAll(async () => {
  [at, database] = await Promise.all([
    startTestLake(),
    testDatabase([...LOG_MIGRATIONS, ...LAKE_MIGRATIONS]),
  ]);
  const module = lakeModule({
    database,
    db: database.db,
    lake: at.lake,
    // What reaches jobs and audit is their own tests' business; here, that it was asked.
    jobs: {
      add: async (_, name) => void asked.push(name),
      cancel: async (_, key) => void asked.push(`cancel ${key}`),
    },
    audit: { record: async (_, { act }) => void asked.push(act), verify: async () => null },
  });
  server = await testApp(module.routes ?? []);
});
afterAll(async () => {
  await server.close();
  await at.close();
  await database.close();
});

const status = async () => (await server.call('analyst', 'GET', '/api/lake')).json();

describe('where the lake stands', () => {
  it('is for those who are signed in: 401', async () => {
    for (const [method, path] of [
      ['GET', '/api/lake'],
      ['POST', '/api/lake/rebuild'],
      ['DELETE', '/api/lake/rebuild'],
    ] as const)
      expect((await server.call('anonymous', method, path)).statusCode).toBe(401);
  });

  it('is not for agents, and rebuilding is for developers: 403', async () => {
    expect((await server.call('agent', 'GET', '/api/lake')).statusCode).toBe(403);
    expect((await server.call('analyst', 'POST', '/api/lake/rebuild')).statusCode).toBe(403);
    expect((await server.call('analyst', 'DELETE', '/api/lake/rebuild')).statusCode).toBe(403);
    expect(asked).toEqual([]);
  });

  it('says how far it is, what waits, and how the last check went', async () => {
    await log.append(database.db, [anEvent(), anEvent()]);
    expect(await status()).toMatchObject({
      reachable: true,
      events: 0,
      behind: 2,
      check: null,
      rebuild: null,
    });
    await fillLake(database, at.lake);
    await mendLake({ database, lake: at.lake, archive: null });
    expect(await status()).toMatchObject({
      events: 2,
      behind: 0,
      lag_seconds: 0,
      check: { compared: 2, differing: 0 },
    });
  });

  it('can ask for a rebuild and for its end', async () => {
    expect((await server.call('developer', 'POST', '/api/lake/rebuild')).statusCode).toBe(200);
    expect((await server.call('developer', 'DELETE', '/api/lake/rebuild')).statusCode).toBe(200);
    expect(asked).toEqual([
      'platform/lake: rebuild',
      'lake.rebuild',
      'cancel platform/lake: rebuild',
      'lake.rebuild.cancel',
    ]);
  });

  it('is told also when the lake does not answer', async () => {
    await at.kill();
    expect(await status()).toMatchObject({ reachable: false, events: null, position: expect.any(Number) });
    await at.start();
  });
});
