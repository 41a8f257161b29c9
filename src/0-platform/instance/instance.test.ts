import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAudit } from '../audit/index.ts';
import { auditModule } from '../audit/module.ts';
import { systemClock } from '../clock/index.ts';
import { ROLES } from '../http/index.ts';
import { type TestApp, testApp } from '../http/testing.ts';
import type { Database } from '../postgres/index.ts';
import { testDatabase } from '../postgres/testing.ts';
import { readSettings } from '../settings/index.ts';
import { instanceModule } from './module.ts';

let database: Database;
let server: TestApp;
beforeAll(async () => {
  database = await testDatabase(
    ['audit', 'instance'].map((module) => ({
      module: `platform/${module}`,
      folder: fileURLToPath(new URL(`../${module}/migrations`, import.meta.url)),
    })),
  );
  const settings = readSettings({ SHOP_ZONE: 'Europe/Berlin', PUBLIC_URL: 'https://crm.tea.example' });
  const platform = { db: database.db, audit: createAudit(systemClock), settings };
  server = await testApp([
    ...(instanceModule(platform).routes ?? []),
    ...(auditModule(platform).routes ?? []),
  ]);
});
afterAll(async () => {
  await server.close();
  await database.close();
});

const see = async () => (await server.call('agent', 'GET', '/api/settings')).json();
const change = (body: object, who: 'owner' | 'developer' = 'owner') =>
  server.call(who, 'PATCH', '/api/settings', body);

describe('settings of the installation', () => {
  it('are seen by every role, changed by the owner', async () => {
    for (const role of ROLES) expect((await server.call(role, 'GET', '/api/settings')).statusCode).toBe(200);
    expect((await server.call('anonymous', 'GET', '/api/settings')).statusCode).toBe(401);
    expect((await change({ shop_name: 'Mine' }, 'developer')).statusCode).toBe(403);
    expect((await see()).shop_name).toBe('');
  });

  it('keep what a change does not name, and what is set where it was started', async () => {
    await change({ shop_name: '  茶 Tea  ' });
    expect((await change({ default_locale: 'en' })).json()).toEqual({
      shop_name: '茶 Tea',
      default_locale: 'en',
      zone: 'Europe/Berlin',
      public_url: 'https://crm.tea.example',
    });
  });

  it.each([
    { zone: 'UTC' },
    { public_url: 'https://evil.example' },
    { default_locale: 'fr' },
    { shop_name: 'x'.repeat(121) },
  ])('refuse %j', async (body) => {
    const before = await see();
    expect((await change(body)).statusCode).toBe(400);
    expect(await see()).toEqual(before);
  });
});

describe('the audit log over HTTP', () => {
  const entries = async (query: string) =>
    (await server.call('owner', 'GET', `/api/audit?${query}`)).json() as {
      items: { id: number; act: string; object: string; actor: string; detail: object }[];
      next: string | null;
    };

  it('says who changed what, by the names of the fields and never their values', async () => {
    await change({ shop_name: 'A secret plan' });
    const [latest] = (await entries('act=settings.change')).items;
    expect(latest).toMatchObject({
      actor: 'staff:the-owner',
      object: 'instance',
      detail: { fields: 'shop_name' },
    });
    expect(JSON.stringify(await entries(''))).not.toContain('A secret plan');
  });

  it('is read page by page, newest first, each entry once', async () => {
    for (let n = 0; n < 5; n++) await change({ default_locale: 'en' });
    const ids: number[] = [];
    let next: string | null = '';
    while (next !== null) {
      const page = await entries(`limit=2${next && `&after=${encodeURIComponent(next)}`}`);
      ids.push(...page.items.map(({ id }) => id));
      next = page.next;
    }
    expect(ids).toEqual(Array.from({ length: ids.length }, (_, n) => ids.length - n));
    expect(ids.length).toBeGreaterThan(6);
  });

  it('says that it is whole, and where not', async () => {
    const verdict = async () => (await server.call('owner', 'GET', '/api/audit/verify')).json();
    expect(await verdict()).toEqual({ broken_at: null });
    await database.pool.query(
      `ALTER TABLE audit.entry DISABLE TRIGGER USER; UPDATE audit.entry SET name = 'somebody else' WHERE id = 3`,
    );
    expect(await verdict()).toEqual({ broken_at: 3 });
  });

  it.each(['/api/audit', '/api/audit/verify'])('%s is for the owner', async (url) => {
    for (const role of ROLES)
      expect((await server.call(role, 'GET', url)).statusCode).toBe(role === 'owner' ? 200 : 403);
    expect((await server.call('anonymous', 'GET', url)).statusCode).toBe(401);
  });
});
