/** What Shopify is asked to do, and what it tells of customers, against a shop on this machine. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '#platform/postgres';
import { moveConnection } from '../../move-connection.ts';
import { askAct, requestSender } from '../../requests/ask-act.ts';
import { someConnections } from '../../testing.ts';
import { shopify } from './index.ts';
import { anOrder, settings } from './testing/an-order.ts';
import { SHOP, type ShopOrder, type ShopServer, startShop } from './testing/shop-server.ts';

/** One that can be asked for nothing. */
const bare = { ...shopify, name: 'bare', acts: {} };
const own = someConnections([shopify, bare]);
const actor = { kind: 'system', name: 'test' } as const;
let shop: ShopServer;

beforeEach(async () => {
  shop = await startShop();
  own.leads(SHOP, shop.address);
  own.leads('files.example', shop.address);
  own.clock.set('2026-11-20T12:00:00Z');
  own.waits.length = 0;
});
afterEach(async () => {
  await own.stopAll();
  await shop.stop();
});

const begin = () => own.begin('shopify', 'shopify', settings);
const put = (...orders: ShopOrder[]): void => {
  for (const order of orders) shop.orders.set(order.id, order);
};

describe('asking Shopify', () => {
  const send = async (id: number): Promise<void> => {
    await requestSender(own.parts).send({
      id: '1',
      key: 'k',
      payload: { request: id },
      attempt: 1,
      signal: AbortSignal.timeout(10_000),
    });
  };
  const stateOf = async (id: number) =>
    (
      await sql<{ state: string; reason: string | null; sealed: Buffer | null }>`
        SELECT state, reason, sealed FROM connectors.request WHERE request_id = ${id}`.execute(own.parts.db)
    ).rows[0];

  it('comes to an end with the connection where it was not sent before', async () => {
    const order = anOrder();
    put(order);
    const connection = await begin();
    const id = await askAct(own.parts, actor, connection, { act: 'cancel', order: `#${order.id}` } as never);
    await moveConnection(own.parts, actor, connection, 'disconnect');
    await expect(send(id)).rejects.toMatchObject({ name: 'Undelivered', again: false });
    expect(await stateOf(id)).toEqual({ state: 'refused', reason: 'disconnected', sealed: null });
    expect(shop.mutations).toEqual([]);
  });

  it('for a refund is confirmed by its answer, once', async () => {
    const order = anOrder();
    put(order);
    const connection = await begin();
    const id = await askAct(own.parts, actor, connection, {
      act: 'refund',
      order: `#${order.id}`,
      amount: 1234,
    });
    expect((await stateOf(id))?.state).toBe('asked');
    await send(id);
    await send(id);
    expect(await stateOf(id)).toEqual({ state: 'confirmed', reason: null, sealed: null });
    expect(shop.mutations).toHaveLength(1);
    expect(JSON.stringify(shop.mutations[0]?.variables)).toContain('"amount":"12.34"');
  });

  it('says in its words why it refuses', async () => {
    const order = anOrder();
    put(order);
    const connection = await begin();
    shop.refuse = 'Refund amount is too large';
    const id = await askAct(own.parts, actor, connection, {
      act: 'refund',
      order: `#${order.id}`,
      amount: 1,
    });
    await send(id);
    expect(await stateOf(id)).toMatchObject({ state: 'refused', reason: 'Refund amount is too large' });
  });

  it('to cancel stays asked until the order says that it was', async () => {
    const order = anOrder();
    put(order);
    const connection = await begin();
    const id = await askAct(own.parts, actor, connection, {
      act: 'cancel',
      order: `#${order.id}`,
      restock: true,
    });
    await send(id);
    expect((await stateOf(id))?.state).toBe('asked');
    order.cancelledAt = new Date('2026-11-20T11:59:00Z');
    await own.tell(connection, shop.webhook('orders/cancelled', { id: order.id }));
    await own.takeAll();
    expect((await stateOf(id))?.state).toBe('confirmed');
  });

  it('for codes takes no more than 250 a call', async () => {
    const connection = await begin();
    const codes = Array.from({ length: 600 }, (_, n) => `TEA${n}`);
    const id = await askAct(own.parts, actor, connection, { act: 'create_codes', discount: '7', codes });
    await send(id);
    const sizes = shop.mutations.map(({ variables }) => (variables.codes as unknown[]).length);
    expect(sizes).toEqual([250, 250, 100]);
    expect((await stateOf(id))?.state).toBe('confirmed');
  });

  it('for another address is confirmed by the address that the order then has', async () => {
    const order = anOrder();
    put(order);
    const connection = await begin();
    const change = async () => {
      const id = await askAct(own.parts, actor, connection, {
        act: 'change_address',
        order: `#${order.id}`,
        address: {
          name: 'Ann van Dyk',
          street: '2 New Street',
          city: 'Albany',
          province: 'NY',
          country: 'US',
        },
      });
      await send(id);
      return await stateOf(id);
    };
    expect(await change()).toMatchObject({ state: 'confirmed' });
    expect(shop.mutations[0]?.variables).toMatchObject({
      input: { shippingAddress: { firstName: 'Ann van', lastName: 'Dyk', provinceCode: 'NY' } },
    });
    shop.keepsAddress = true;
    expect(await change()).toMatchObject({ state: 'refused', reason: 'Shopify kept the address it had.' });
  });

  it('is not possible for what Regulars owns, nor for what is not offered', async () => {
    const connection = await begin();
    await sql`UPDATE channels.channel SET owners = owners || '{"refunds":"regulars"}' WHERE channel_id = ${own.channel().channel_id}`.execute(
      own.parts.db,
    );
    const refund = { act: 'refund', order: '#1', amount: 1 } as const;
    await expect(askAct(own.parts, actor, connection, refund)).rejects.toMatchObject({
      code: 'connector_act_ours',
    });
    const other = await own.begin('shopify', 'bare', settings);
    await expect(
      askAct(own.parts, actor, other, { act: 'cancel', order: '#1', restock: true }),
    ).rejects.toMatchObject({ code: 'connector_act_missing' });
  });
});

describe('customers', () => {
  it('come with what they said to being written to', async () => {
    const at = '2026-11-19T10:00:00Z';
    shop.customers.push({
      id: 'gid://shopify/Customer/77',
      firstName: 'Ann',
      lastName: 'Lee',
      updatedAt: at,
      locale: 'en',
      tags: [],
      defaultEmailAddress: {
        emailAddress: 'Ann@example.com',
        marketingState: 'SUBSCRIBED',
        marketingOptInLevel: 'CONFIRMED_OPT_IN',
        marketingUpdatedAt: at,
      },
      defaultPhoneNumber: {
        phoneNumber: '+16175550123',
        marketingState: 'UNSUBSCRIBED',
        marketingUpdatedAt: at,
      },
      defaultAddress: null,
    });
    const connection = await begin();
    await own.readUp();
    own.clock.advance(60 * 60_000);
    await own.readUp();
    const { rows } = await sql<{ channel: string; state: string; method: string }>`
      SELECT channel, state, method FROM consent.choice WHERE actor = ${`connection:${connection}`} ORDER BY 1`.execute(
      own.parts.db,
    );
    expect(rows).toEqual([
      { channel: 'email', state: 'granted', method: 'double_opt_in' },
      { channel: 'sms', state: 'withdrawn', method: 'platform' },
    ]);
  });
});
