import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixedClock } from '#platform/clock';
import { type TestApp, testApp } from '#platform/http/testing';
import { testDatabase } from '#platform/postgres/testing';
import { channelRoutes } from './routes.ts';
import { CHANNELS_MIGRATIONS } from './testing.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let test: TestApp;
beforeAll(async () => {
  database = await testDatabase([CHANNELS_MIGRATIONS]);
  const audit = { record: async () => {}, verify: async () => null };
  test = await testApp(channelRoutes({ db: database.db, audit, clock: fixedClock('2026-11-23T12:00:00Z') }));
});
afterAll(async () => {
  await test.close();
  await database.close();
});

const tmall = { name: 'Tmall', platform: 'tmall', currency: 'CNY', zone: 'Asia/Shanghai' };

describe('channels', () => {
  it('are opened by those who run the shop, and by nobody else', async () => {
    expect((await test.call('anonymous', 'POST', '/api/channels', tmall)).statusCode).toBe(401);
    expect((await test.call('agent', 'POST', '/api/channels', tmall)).statusCode).toBe(403);
    const made = await test.call('operations', 'POST', '/api/channels', tmall);
    expect(made.json()).toMatchObject({ name: 'Tmall', owners: { orders: 'platform', refunds: 'platform' } });
    expect((await test.call('owner', 'POST', '/api/channels', { ...tmall, name: 'TMALL' })).json().code).toBe(
      'channel_name_taken',
    );
  });

  it.each([
    ['currency', 'XYZ'],
    ['zone', 'Mars/Base'],
    ['platform', 'ebay'],
    ['name', 'with \0'],
  ])('are refused with a wrong %s', async (field, value) => {
    const answer = await test.call('owner', 'POST', '/api/channels', { ...tmall, name: 'X', [field]: value });
    expect([answer.statusCode, answer.json().errors[0].field]).toEqual([400, field]);
  });

  it('keep currency and zone, change name and owners, and close', async () => {
    const { id } = (
      await test.call('owner', 'POST', '/api/channels', { ...tmall, name: 'Own', platform: 'own' })
    ).json();
    expect((await test.call('owner', 'PATCH', `/api/channels/${id}`, { currency: 'EUR' })).statusCode).toBe(
      400,
    );
    const changed = await test.call('owner', 'PATCH', `/api/channels/${id}`, {
      name: 'Own shop',
      closed: true,
    });
    expect(changed.json()).toMatchObject({ name: 'Own shop', closed_at: '2026-11-23T12:00:00.000Z' });
  });

  it('show themselves only to staff who may see them', async () => {
    const limited = { kind: 'api_key', id: '1', name: 'k', role: 'operations', channels: ['99'] } as const;
    expect((await test.call(limited, 'GET', '/api/channels')).json().items).toEqual([]);
    expect((await test.call(limited, 'PATCH', '/api/channels/1', { closed: true })).statusCode).toBe(404);
  });
});

describe('the list of channels', () => {
  it('shows all of them to whom nothing else was said', async () => {
    const { items } = (await test.call('analyst', 'GET', '/api/channels?q=tm&closed=false')).json();
    expect(items.map(({ name }: { name: string }) => name)).toEqual(['Tmall']);
  });
});
