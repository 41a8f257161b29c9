/** What the law gives customers, asked by way of Shopify: signed, once, seen by staff, and done by itself in time. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '#platform/postgres';
import { moveConnection } from '../../move-connection.ts';
import { someConnections } from '../../testing.ts';
import { shopify } from './index.ts';
import { settings } from './testing/an-order.ts';
import { SHOP, type ShopServer, startShop } from './testing/shop-server.ts';

const own = someConnections([shopify]);
const actor = { kind: 'system', name: 'test' } as const;
let shop: ShopServer;

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
const said = (customer: number) => ({
  shop_id: 1,
  shop_domain: SHOP,
  customer: { id: customer, email: 'ann@example.com', phone: '+16175550123' },
  orders_to_redact: [1001],
});
const asked = async () =>
  (
    await sql<{ what: string; asked_via: string; state: string; hours: number }>`
      SELECT what, asked_via, state, round(extract(epoch FROM due_at - asked_at) / 3600)::int AS hours FROM customers.request
       WHERE asked_via = ${own.channel().name} ORDER BY request_id`.execute(own.parts.db)
  ).rows;

describe('what the law gives her, by way of Shopify', () => {
  it('becomes an erasure that is due in two days, once, however often it comes', async () => {
    const connection = await begin();
    const delivery = shop.webhook('customers/redact', said(501));
    await own.tell(connection, delivery);
    await own.tell(connection, delivery);
    await own.tell(connection, shop.webhook('customers/redact', said(501)));
    await own.takeAll();
    expect(await asked()).toEqual([
      { what: 'erasure', asked_via: own.channel().name, state: 'open', hours: 48 },
    ]);
  });

  it('becomes a task for staff where she asks for her data', async () => {
    const connection = await begin();
    await own.tell(connection, shop.webhook('customers/data_request', said(502)));
    await own.takeAll();
    expect(await asked()).toMatchObject([{ what: 'copy', state: 'open', hours: 600 }]);
  });

  it('counts with its signature only', async () => {
    const connection = await begin();
    const delivery = shop.webhook('customers/redact', said(503));
    const forged = { ...delivery, body: Buffer.from(`${delivery.body} `) };
    await expect(own.tell(connection, forged)).rejects.toMatchObject({ code: 'webhook_unsigned' });
    await own.takeAll();
    expect(await asked()).toEqual([]);
  });

  it('is heard while the connection is paused, when nothing else is', async () => {
    const connection = await begin();
    await moveConnection(own.parts, actor, connection, 'pause');
    await own.tell(connection, shop.webhook('customers/redact', said(504)));
    await own.tell(connection, shop.webhook('orders/updated', { id: 1 }));
    await own.takeAll();
    expect(await asked()).toMatchObject([{ what: 'erasure', state: 'open' }]);
    expect(shop.asked).not.toContain('Order');
  });

  it('leads to the profile that her orders came to', async () => {
    const connection = await begin();
    const before = await own.parts.customers.subjectsOf([
      { kind: 'channel_customer', value: `${own.channel().channel_id}:505` },
    ]);
    await own.tell(connection, shop.webhook('customers/redact', said(505)));
    await own.takeAll();
    const { rows } = await sql<{ customer_id: number }>`
      SELECT customer_id FROM customers.request WHERE asked_via = ${own.channel().name}`.execute(
      own.parts.db,
    );
    expect(rows).toEqual([{ customer_id: before.subjects[0]?.customerId }]);
  });
});

describe('a shop that took the app away', () => {
  it('ends the connection, and its keys are gone', async () => {
    const connection = await begin();
    await own.tell(connection, shop.webhook('orders/updated', { id: 1 }));
    await own.tell(connection, shop.webhook('shop/redact', { shop_id: 1, shop_domain: SHOP }));
    await own.takeAll();
    const { rows } = await sql<{ state: string; state_by: string; settings: Buffer; kept: number }>`
      SELECT state, state_by, settings, (SELECT count(*)::int FROM connectors.delivery d
          WHERE d.connection_id = c.connection_id AND sealed IS NOT NULL) AS kept
        FROM connectors.connection c WHERE connection_id = ${connection}`.execute(own.parts.db);
    expect(rows).toEqual([
      {
        state: 'disconnected',
        state_by: 'system:shopify shop/redact',
        settings: Buffer.alloc(0),
        kept: 0,
      },
    ]);
  });
});
