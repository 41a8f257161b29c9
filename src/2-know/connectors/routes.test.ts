/** Connections over HTTP: who may see and change them, what is never shown, and what platforms are answered. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestApp, testApp } from '#platform/http/testing';
import { readSettings } from '#platform/settings';
import { shopify } from './platforms/shopify/index.ts';
import { settings } from './platforms/shopify/testing/an-order.ts';
import { SECRET, SHOP, type ShopServer, startShop } from './platforms/shopify/testing/shop-server.ts';
import { connectorRoutes } from './routes.ts';
import { someConnections } from './testing.ts';
import { webhookRoutes } from './webhook-routes.ts';

const own = someConnections([shopify]);
let shop: ShopServer;
let test: TestApp;
beforeAll(async () => {
  const parts = { ...own.parts, settings: readSettings({ PUBLIC_URL: 'https://crm.example' }) };
  test = await testApp([...connectorRoutes(parts), ...webhookRoutes(parts)]);
});
afterAll(() => test.close());
beforeEach(async () => {
  shop = await startShop();
  own.leads(SHOP, shop.address);
  own.clock.set('2026-11-20T12:00:00Z');
});
afterEach(async () => {
  await own.stopAll();
  await shop.stop();
});

const begin = () => own.begin('shopify', 'shopify', settings);
const ofOtherChannels = {
  kind: 'api_key',
  id: '1',
  name: 'k',
  role: 'operations',
  channels: ['99999'],
} as const;
const refund = { act: 'refund', order: '#1', amount: 100 };

describe('connections over HTTP', () => {
  it.each([
    ['GET', '/api/connectors', undefined],
    ['GET', '/api/connections', undefined],
    ['POST', '/api/connections', { connector: 'shopify', channel_id: '1', settings }],
    ['GET', '/api/connections/1', undefined],
    ['PATCH', '/api/connections/1', { settings: {} }],
    ['POST', '/api/connections/1/run', undefined],
    ['POST', '/api/connections/1/pause', undefined],
    ['POST', '/api/connections/1/resume', undefined],
    ['POST', '/api/connections/1/disconnect', undefined],
    ['GET', '/api/connections/1/deliveries', undefined],
    ['GET', '/api/connections/1/skipped', undefined],
    ['GET', '/api/connections/1/requests', undefined],
    ['POST', '/api/connections/1/requests', refund],
  ] as const)('are for operations and developers: %s %s', async (method, url, body) => {
    expect((await test.call('anonymous', method, url, body)).statusCode).toBe(401);
    for (const role of ['agent', 'marketer', 'analyst'] as const)
      expect((await test.call(role, method, url, body)).statusCode).toBe(403);
  });

  it('of a channel are not there for staff of others, whatever they try', async () => {
    const id = await begin();
    const channel_id = String(own.channel().channel_id);
    const tries = [
      ['GET', ''],
      ['PATCH', '', { settings: { shop: SHOP } }],
      ['POST', '/pause'],
      ['POST', '/disconnect'],
      ['GET', '/deliveries'],
      ['GET', '/skipped'],
      ['GET', '/requests'],
      ['POST', '/requests', refund],
    ] as const;
    for (const [method, path, body] of tries) {
      const answer = await test.call(ofOtherChannels, method, `/api/connections/${id}${path}`, body);
      expect([path, answer.statusCode]).toEqual([path, 404]);
    }
    const connect = { connector: 'shopify', channel_id, settings };
    expect((await test.call(ofOtherChannels, 'POST', '/api/connections', connect)).statusCode).toBe(404);
    expect((await test.call(ofOtherChannels, 'GET', '/api/connections')).json().items).toEqual([]);
    expect((await test.call('owner', 'GET', `/api/connections/${id}`)).json().state).toBe('connected');
  });

  it('never show a secret again, and say how webhooks are', async () => {
    const id = await begin();
    const shown = await test.call('developer', 'GET', `/api/connections/${id}`);
    expect(shown.body).not.toContain(SECRET);
    expect(shown.json()).toMatchObject({
      webhook_url: `https://crm.example/webhooks/${id}`,
      webhooks: { state: 'waiting' },
    });
    const { by_hand } = shown.json().webhooks;
    expect(by_hand.fields.map(({ topic }: { topic: string }) => topic)).toEqual([
      'customers/data_request',
      'customers/redact',
      'shop/redact',
    ]);
    expect(by_hand.file.text).toContain(`uri = "https://crm.example/webhooks/${id}"`);
  });

  it('are gone for good once disconnected', async () => {
    const id = await begin();
    await test.call('operations', 'POST', `/api/connections/${id}/disconnect`);
    const again = await test.call('operations', 'POST', `/api/connections/${id}/resume`);
    expect([again.statusCode, again.json().code]).toEqual([409, 'connector_stopped']);
    expect((await test.call('owner', 'GET', `/api/connections/${id}`)).json()).toMatchObject({
      state: 'disconnected',
      webhook_url: null,
      webhooks: null,
    });
  });
});

describe('a platform that reports to us', () => {
  const report = (id: number | string, headers: Record<string, string>, payload: Buffer) =>
    test.app.inject({
      method: 'POST',
      url: `/webhooks/${id}`,
      headers: { 'x-test-caller': '{"kind":"anonymous"}', 'content-type': 'application/json', ...headers },
      payload,
    });

  it('is let in by its signature alone, and only where there is a connection', async () => {
    const id = await begin();
    const { headers, body } = shop.webhook('orders/updated', { id: 1 });
    expect((await report(id, { ...headers }, body)).statusCode).toBe(200);
    expect((await report(id, {}, body)).json().code).toBe('webhook_unsigned');
    expect((await report(id, { ...headers }, Buffer.from('{}'))).statusCode).toBe(401);
    expect((await report(9_999_999, { ...headers }, body)).statusCode).toBe(404);
    expect((await report('x', { ...headers }, body)).statusCode).toBe(400);
    await test.call('operations', 'POST', `/api/connections/${id}/disconnect`);
    expect((await report(id, { ...headers }, body)).statusCode).toBe(404);
  });
});
