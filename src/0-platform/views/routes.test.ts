import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fixedClock } from '../clock/index.ts';
import { ROLES } from '../http/index.ts';
import { type TestApp, testApp } from '../http/testing.ts';
import type { Database } from '../postgres/index.ts';
import { testDatabase } from '../postgres/testing.ts';
import { viewsModule } from './module.ts';

let database: Database;
let server: TestApp;

beforeAll(async () => {
  const { name, migrations } = viewsModule({} as never);
  database = await testDatabase([{ module: name, folder: migrations as string }]);
  const platform = { db: database.db, clock: fixedClock('2026-11-23T08:00:00Z'), audit: {} as never };
  server = await testApp(viewsModule(platform).routes ?? []);
});
afterAll(async () => {
  await server.close();
  await database.close();
});
beforeEach(async () => {
  await database.pool.query('TRUNCATE views.view');
});

const view = { page: 'events', name: 'Orders today', query: '?event=Order+Completed', shared: false };
const save = async (who: Parameters<TestApp['call']>[0], changes: Partial<typeof view> = {}) =>
  (await server.call(who, 'POST', '/api/views', { ...view, ...changes })).json();
const namesSeenBy = async (who: Parameters<TestApp['call']>[0]) =>
  (await server.call(who, 'GET', '/api/views?page=events'))
    .json()
    .items.map((item: { name: string }) => item.name);

describe('saved views', () => {
  it('are for those who are signed in: 401', async () => {
    expect((await server.call('anonymous', 'GET', '/api/views?page=events')).statusCode).toBe(401);
    expect((await server.call('anonymous', 'POST', '/api/views', view)).statusCode).toBe(401);
    expect((await server.call('anonymous', 'DELETE', '/api/views/1')).statusCode).toBe(401);
  });

  it('are for every role, so nobody signed in meets 403', async () => {
    for (const role of ROLES)
      expect((await server.call(role, 'GET', '/api/views?page=events')).statusCode).toBe(200);
  });

  it('show their maker his own and those that are shared, by name', async () => {
    await save('analyst', { name: 'b personal' });
    await save('marketer', { name: 'c shared', shared: true });
    await save('marketer', { name: 'a personal' });
    await save('marketer', { name: 'elsewhere', page: 'rejected', shared: true });
    expect(await namesSeenBy('analyst')).toEqual(['b personal', 'c shared']);
    expect(await namesSeenBy('marketer')).toEqual(['a personal', 'c shared']);
  });

  it('say which may be deleted', async () => {
    const saved = await save('analyst', { shared: true });
    expect(saved).toMatchObject({
      ...view,
      shared: true,
      mine: true,
      created_at: '2026-11-23T08:00:00.000Z',
    });
    const [seen] = (await server.call('agent', 'GET', '/api/views?page=events')).json().items;
    expect(seen).toMatchObject({ id: saved.id, mine: false });
  });

  it('of one person on one page have different names', async () => {
    await save('analyst');
    expect((await save('analyst')).code).toBe('view_name_taken');
    expect((await save('analyst', { page: 'sources' })).mine).toBe(true);
    expect((await save('marketer')).mine).toBe(true);
  });

  it('stop at a hundred a page', async () => {
    await database.pool.query(
      `INSERT INTO views.view (owner, page, name, query, shared, created_at)
       SELECT 'staff:the-analyst', 'events', n::text, '', false, now() FROM generate_series(1, 100) n`,
    );
    expect((await save('analyst')).code).toBe('too_many_views');
  });

  it('are deleted by their maker, a shared one also by the owner of the shop, never by others: 404', async () => {
    const personal = await save('analyst');
    const shared = await save('analyst', { name: 'Shared', shared: true });
    const remove = async (who: Parameters<TestApp['call']>[0], id: string) =>
      (await server.call(who, 'DELETE', `/api/views/${id}`)).statusCode;
    expect([await remove('marketer', personal.id), await remove('owner', personal.id)]).toEqual([404, 404]);
    expect(await remove('marketer', shared.id)).toBe(404);
    expect([await remove('owner', shared.id), await remove('analyst', personal.id)]).toEqual([204, 204]);
    expect(await namesSeenBy('analyst')).toEqual([]);
  });

  it('take no unknown field, foreign owner or strange page', async () => {
    const status = async (body: object) =>
      (await server.call('analyst', 'POST', '/api/views', body)).statusCode;
    expect(await status({ ...view, owner: 'staff:the-owner' })).toBe(400);
    expect(await status({ ...view, page: '../settings' })).toBe(400);
    expect(await status({ ...view, name: ' ' })).toBe(400);
    expect(await status({ ...view, query: 'a\0b' })).toBe(400);
    expect((await server.call('analyst', 'DELETE', '/api/views/1%20OR%201=1')).statusCode).toBe(400);
  });
});
