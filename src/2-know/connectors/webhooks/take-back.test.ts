/** Whoever disconnects is called no more, and where that cannot be had it is seen; the connection has ended either way. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '#platform/postgres';
import { readSettings } from '#platform/settings';
import { moveConnection } from '../move-connection.ts';
import { shopify } from '../platforms/shopify/index.ts';
import { settings as SHOPIFY } from '../platforms/shopify/testing/an-order.ts';
import { SHOP, type ShopServer, startShop } from '../platforms/shopify/testing/shop-server.ts';
import { woocommerce } from '../platforms/woocommerce/index.ts';
import { startWoo, WOO, SETTINGS as WOO_SETTINGS } from '../platforms/woocommerce/testing/woo-server.ts';
import { keyOfConnection } from '../settings-of.ts';
import { connectionDetail } from '../shown.ts';
import { connectionById } from '../store.ts';
import { someConnections } from '../testing.ts';
import { keepSubscribed } from './keep-subscribed.ts';
import { giveUpTakingBack, takeBackSender } from './take-back.ts';

const own = someConnections([shopify, woocommerce]);
const actor = { kind: 'system', name: 'test' } as const;
let shop: ShopServer;
let woo: Awaited<ReturnType<typeof startWoo>>;
beforeEach(async () => {
  shop = await startShop();
  woo = await startWoo();
  own.leads(SHOP, shop.address);
  own.leads(WOO, woo.address);
  own.address = 'https://crm.example';
  own.clock.set('2026-11-20T12:00:00Z');
});
afterEach(async () => {
  await own.stopAll();
  await shop.stop();
  await woo.stop();
});
afterAll(() => own.stopAll());

const PLATFORMS = { shopify: SHOPIFY, woocommerce: WOO_SETTINGS } as const;
async function subscribed(platform: keyof typeof PLATFORMS): Promise<number> {
  const id = await own.begin(platform, platform, PLATFORMS[platform]);
  while ((await keepSubscribed(own.parts)) > 0);
  return id;
}
const disconnect = (id: number) => moveConnection(own.parts, actor, id, 'disconnect');
const asked = async (id: number) =>
  (
    await sql<{ request_id: number; about: string; state: string; reason: string | null; sealed: unknown }>`
      SELECT request_id, about, state, reason, sealed FROM connectors.request WHERE connection_id = ${id}`.execute(
      own.parts.db,
    )
  ).rows;
/** As the outbox does: what may be asked again throws. */
async function send(id: number): Promise<unknown> {
  const [request] = await asked(id);
  const signal = AbortSignal.timeout(10_000);
  const payload = { request: request?.request_id };
  return await takeBackSender(own.parts)
    .send({ id: '1', key: 'k', payload, attempt: 1, signal })
    .then(() => null)
    .catch((error: unknown) => error);
}
const hasKey = async (id: number) => (await own.parts.vault.existingKeys([keyOfConnection(id)])).size === 1;
const shown = async (id: number) => {
  const parts = { ...own.parts, settings: readSettings({ PUBLIC_URL: 'https://crm.example' }) };
  const row = await connectionById(own.parts.db, id);
  if (!row) throw new Error('No connection.');
  const { state, webhooks, webhook_url } = await connectionDetail(parts, row);
  return { state, webhooks: webhooks?.state ?? null, detail: webhooks?.detail ?? null, webhook_url };
};

describe.each(['shopify', 'woocommerce'] as const)('webhooks of %s', (platform) => {
  const there = () =>
    platform === 'shopify'
      ? shop.webhooks.map(({ uri }) => uri)
      : woo.webhooks.map(({ delivery_url }) => delivery_url);

  it('are taken back when somebody disconnects, others stay, and the key goes with the answer', async () => {
    shop.webhooks.push({ id: 'gid://shopify/W/900', topic: 'ORDERS_CREATE', uri: 'https://other.example/1' });
    woo.webhooks.push({
      id: 900,
      status: 'active',
      topic: 'order.created',
      delivery_url: 'https://other.example/1',
    });
    const id = await subscribed(platform);
    expect(there().length).toBeGreaterThan(4);
    await disconnect(id);
    const webhook_url = `https://crm.example/webhooks/${id}`;
    expect(await asked(id)).toMatchObject([{ about: webhook_url, state: 'asked' }]);
    expect(await shown(id)).toEqual({
      state: 'disconnected',
      webhooks: 'leaving',
      detail: null,
      webhook_url,
    });
    expect((await connectionById(own.parts.db, id))?.settings).toHaveLength(0);
    expect(await send(id)).toBeNull();
    expect(there()).toEqual(['https://other.example/1']);
    expect(await asked(id)).toMatchObject([{ state: 'confirmed', sealed: null }]);
    expect(await shown(id)).toMatchObject({ webhooks: 'left' });
    expect(await hasKey(id)).toBe(false);
    // A second time there is nothing to be asked for.
    expect(await send(id)).toBeNull();
  });

  it('are asked for again while the platform is away, and the connection has ended meanwhile', async () => {
    const id = await subscribed(platform);
    await disconnect(id);
    shop.faults.busy = 50;
    woo.busy = 50;
    expect(await send(id)).toMatchObject({ name: 'Undelivered', again: true });
    expect(await shown(id)).toMatchObject({ state: 'disconnected', webhooks: 'leaving', detail: 'HTTP 429' });
    shop.faults.busy = 0;
    woo.busy = 0;
    expect(await send(id)).toBeNull();
    expect(there()).toEqual([]);
    expect(await asked(id)).toMatchObject([{ state: 'confirmed', reason: null }]);
  });

  it('that a platform keeps for itself are left there for people, with what it said', async () => {
    const id = await subscribed(platform);
    const before = there().length;
    await disconnect(id);
    shop.refuse = 'Not allowed';
    woo.keysGone = true;
    expect(await send(id)).toBeNull();
    expect(there()).toHaveLength(before);
    const why = platform === 'shopify' ? 'Not allowed' : 'HTTP 401';
    expect(await shown(id)).toMatchObject({ state: 'disconnected', webhooks: 'left_behind' });
    expect((await shown(id)).detail).toContain(why);
    expect(await hasKey(id)).toBe(false);
  });

  it('are given up after some days, and no key is kept for them', async () => {
    const id = await subscribed(platform);
    await disconnect(id);
    own.clock.advance(3 * 86_400_000);
    await giveUpTakingBack(own.parts);
    expect(await hasKey(id)).toBe(true);
    own.clock.advance(2 * 86_400_000);
    await giveUpTakingBack(own.parts);
    expect(await shown(id)).toMatchObject({ webhooks: 'left_behind', detail: 'unsubscribe_given_up' });
    expect(await hasKey(id)).toBe(false);
    // Whoever tries it again from the outbox finds it settled.
    expect(await send(id)).toBeNull();
  });
});

describe('nothing is asked of a platform', () => {
  it('where nothing was subscribed, or what is there leads to another address than ours', async () => {
    own.address = null;
    const waiting = await subscribed('shopify');
    await disconnect(waiting);
    expect([await asked(waiting), await hasKey(waiting)]).toEqual([[], false]);
    own.address = 'https://crm.example';
    const copied = await subscribed('woocommerce');
    own.address = null;
    await disconnect(copied);
    expect([await asked(copied), await hasKey(copied)]).toEqual([[], false]);
    expect(woo.webhooks.length).toBeGreaterThan(0);
  });

  it('that has taken us away by itself', async () => {
    const id = await subscribed('shopify');
    await own.tell(id, shop.webhook('shop/redact', { shop_id: 1, shop_domain: SHOP }));
    await own.takeAll();
    expect(await shown(id)).toEqual({
      state: 'disconnected',
      webhooks: null,
      detail: null,
      webhook_url: null,
    });
    expect([await asked(id), await hasKey(id)]).toEqual([[], false]);
  });
});
