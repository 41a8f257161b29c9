/** Platforms report to us because we see to it: when somebody connects, and again and again. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectorsHealth } from '../health.ts';
import { moveConnection } from '../move-connection.ts';
import { shopify } from '../platforms/shopify/index.ts';
import { settings as SHOPIFY } from '../platforms/shopify/testing/an-order.ts';
import { SHOP, type ShopServer, startShop } from '../platforms/shopify/testing/shop-server.ts';
import { woocommerce } from '../platforms/woocommerce/index.ts';
import { startWoo, WOO, SETTINGS as WOO_SETTINGS } from '../platforms/woocommerce/testing/woo-server.ts';
import { connectionById } from '../store.ts';
import { someConnections } from '../testing.ts';
import { keepSubscribed } from './keep-subscribed.ts';

const own = someConnections([shopify, woocommerce]);
let shop: ShopServer;
let woo: Awaited<ReturnType<typeof startWoo>>;
beforeAll(() => own.clock.set('2026-11-20T12:00:00Z'));
beforeEach(async () => {
  shop = await startShop();
  woo = await startWoo();
  own.leads(SHOP, shop.address);
  own.leads(WOO, woo.address);
  own.address = 'https://crm.example';
});
afterEach(async () => {
  await own.stopAll();
  await shop.stop();
  await woo.stop();
});
afterAll(() => own.stopAll());

const foundOf = async (id: number) => {
  const row = await connectionById(own.parts.db, id);
  return [row?.webhooks, row?.webhooks_detail];
};
const upTo = async (hours: number): Promise<void> => {
  own.clock.advance(hours * 3_600_000);
  while ((await keepSubscribed(own.parts)) > 0);
};

describe('webhooks of Shopify', () => {
  it('are subscribed once when somebody connects, and again where one was lost', async () => {
    const id = await own.begin('shopify', 'shopify', SHOPIFY);
    await upTo(0);
    const topics = () => shop.webhooks.map(({ topic }) => topic).sort();
    const all = topics();
    expect(all).toContain('ORDERS_CREATE');
    expect(new Set(all).size).toBe(all.length);
    expect(new Set(shop.webhooks.map(({ uri }) => uri))).toEqual(
      new Set([`https://crm.example/webhooks/${id}`]),
    );
    expect(await foundOf(id)).toEqual(['subscribed', null]);
    shop.webhooks.splice(0, 2);
    await upTo(1);
    expect(topics()).toHaveLength(all.length - 2);
    await upTo(6);
    expect(topics()).toEqual(all);
  });

  it('wait until we are reached by our address', async () => {
    own.address = null;
    const id = await own.begin('shopify', 'shopify', SHOPIFY);
    await upTo(0);
    expect(await foundOf(id)).toEqual(['waiting', null]);
    expect(shop.webhooks).toEqual([]);
    own.address = 'https://crm.example';
    await upTo(0.1);
    expect(await foundOf(id)).toEqual(['subscribed', null]);
  });

  it('that are refused are for people, who are told why', async () => {
    shop.refuse = 'Address is not allowed';
    const id = await own.begin('shopify', 'shopify', SHOPIFY);
    await upTo(0);
    expect((await foundOf(id))[0]).toBe('refused');
    expect((await connectorsHealth(own.parts)).en).toContain('Address is not allowed');
    shop.refuse = null;
    await moveConnection(own.parts, { kind: 'system', name: 'test' }, id, 'run');
    await upTo(0);
    expect(await foundOf(id)).toEqual(['subscribed', null]);
    expect((await connectorsHealth(own.parts)).level).toBe('ok');
  });

  it('of a copied installation are not drawn to it', async () => {
    await own.begin('shopify', 'shopify', SHOPIFY);
    const copy = { ...own.parts, egress: { ...own.parts.egress, isReleased: async () => false } };
    expect(await keepSubscribed(copy)).toBe(0);
    expect(shop.webhooks).toEqual([]);
  });
});

describe('webhooks of WooCommerce', () => {
  it('are subscribed with a secret that nobody had to think of, and switched on again', async () => {
    const { webhook_secret: _, ...settings } = WOO_SETTINGS;
    const id = await own.begin('woocommerce', 'woocommerce', settings);
    await upTo(0);
    expect(woo.webhooks.length).toBeGreaterThan(2);
    const secrets = new Set(woo.webhooks.map(({ secret }) => secret));
    expect(secrets.size).toBe(1);
    expect([...secrets][0]).toMatch(/^\S{32}$/);
    Object.assign(woo.webhooks[0] ?? {}, { status: 'disabled' });
    const before = woo.webhooks.length;
    await upTo(7);
    expect(woo.webhooks.map(({ status }) => status)).not.toContain('disabled');
    expect(woo.webhooks).toHaveLength(before);
    expect(await foundOf(id)).toEqual(['subscribed', null]);
  });
});
