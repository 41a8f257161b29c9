import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditEntry } from '../audit/index.ts';
import { fixedClock } from '../clock/index.ts';
import { type Caller, type TestApp, testApp } from '../http/testing.ts';
import type { Database } from '../postgres/index.ts';
import { testDatabase } from '../postgres/testing.ts';
import { viewsModule } from './module.ts';

let database: Database;
let server: TestApp;
const entries: AuditEntry[] = [];
const audit = {
  record: async (_: unknown, entry: AuditEntry) => {
    entries.push(entry);
  },
  verify: async () => null,
};

beforeAll(async () => {
  const { name, migrations } = viewsModule({} as never);
  database = await testDatabase([{ module: name, folder: migrations as string }]);
  const platform = { db: database.db, clock: fixedClock('2026-11-23T08:00:00Z'), audit };
  server = await testApp(viewsModule(platform).routes ?? []);
});
afterAll(async () => {
  await server.close();
  await database.close();
});

const address = '/api/page-arrangements/customer';
const of = { role: 'agent', shown: ['orders', 'identity'], hidden: ['merges'] };
const arrange = (who: Caller, body: object = of) => server.call(who, 'PUT', address, body);
const seen = async (who: Caller) => (await server.call(who, 'GET', address)).json().items;

describe('an arrangement of a page', () => {
  it('is made by the owner of the shop alone, and read by everybody signed in', async () => {
    expect((await arrange('anonymous')).statusCode).toBe(401);
    for (const role of ['agent', 'operations', 'developer'] as const)
      expect((await arrange(role)).statusCode).toBe(403);
    expect((await server.call('anonymous', 'GET', address)).statusCode).toBe(401);
    expect(await seen('agent')).toEqual([]);
    expect(entries).toEqual([]);
  });

  it('is seen by its role and the owner, on its page alone, and stands in the audit log', async () => {
    expect((await arrange('owner')).json()).toEqual(of);
    expect(await seen('agent')).toEqual([of]);
    expect(await seen('marketer')).toEqual([]);
    expect(await seen('owner')).toEqual([of]);
    expect((await server.call('agent', 'GET', '/api/page-arrangements/order')).json().items).toEqual([]);
    expect(entries).toMatchObject([
      { act: 'page.arrange', object: 'page:customer', detail: { role: 'agent', hidden: 'merges' } },
    ]);
  });

  it('takes the place of the one before, and goes when nothing is named', async () => {
    const other = { ...of, shown: ['merges'], hidden: [] };
    await arrange('owner', other);
    expect(await seen('agent')).toEqual([other]);
    await arrange('owner', { role: 'agent', shown: [], hidden: [] });
    expect(await seen('agent')).toEqual([]);
  });

  it.each([
    ['a section shown and hidden', { ...of, hidden: ['orders'] }],
    ['a section twice', { ...of, shown: ['orders', 'orders'] }],
    ['a role there is not', { ...of, role: 'admin' }],
    ['a strange name', { ...of, shown: ['<b>'] }],
    ['an unknown field', { ...of, page: 'other' }],
    ['too many', { ...of, shown: Array.from({ length: 41 }, (_, n) => `s${n}`) }],
  ])('is refused with %s: 400', async (_, body) => {
    expect((await arrange('owner', body)).statusCode).toBe(400);
  });
});
