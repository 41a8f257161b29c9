/** What somebody says to being written to reaches the platforms that know her, and never comes back as an echo. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordChoices } from '#know/consent';
import { createEventLog, deliverOnce, type Origin } from '#platform/log';
import { sql } from '#platform/postgres';
import { shopify } from '../platforms/shopify/index.ts';
import { settings } from '../platforms/shopify/testing/an-order.ts';
import { SHOP, type ShopServer, startShop } from '../platforms/shopify/testing/shop-server.ts';
import { requestSender } from '../requests/ask-act.ts';
import { someConnections } from '../testing.ts';
import { pushingConsent } from './push-consent.ts';

const own = someConnections([shopify]);
let shop: ShopServer;
let nextCustomer = 700;

beforeEach(async () => {
  shop = await startShop();
  own.leads(SHOP, shop.address);
  own.clock.set('2026-11-20T12:00:00Z');
  await push();
});
afterEach(async () => {
  await own.stopAll();
  await shop.stop();
});

async function push(): Promise<void> {
  const { database } = own.customers;
  await own.customers.readUp();
  while ((await deliverOnce(pushingConsent(own.parts), { database, log: createEventLog() })) === 'full');
}

/** A connection whose channel leaves consent to `owner`, and a customer whom Shopify knows by a number. */
async function aShop(owner: 'regulars' | 'platform') {
  const connection = await own.begin('shopify', 'shopify', settings);
  await sql`UPDATE channels.channel SET owners = owners || ${JSON.stringify({ consent: owner })}::jsonb
    WHERE channel_id = ${own.channel().channel_id}`.execute(own.parts.db);
  return connection;
}
async function aCustomer(state = 'NOT_SUBSCRIBED', at = '2026-11-20T11:00:00Z'): Promise<string> {
  const id = String(nextCustomer++);
  own.clock.advance(1000);
  const updatedAt = own.clock.now().toISOString();
  shop.customers.push({
    id: `gid://shopify/Customer/${id}`,
    firstName: 'Ann',
    updatedAt,
    tags: [],
    defaultEmailAddress: {
      emailAddress: `ann${id}@example.com`,
      marketingState: state,
      marketingUpdatedAt: at,
    },
  });
  own.clock.advance(3_600_000);
  await own.readUp();
  await own.customers.readUp();
  return id;
}
async function says(
  id: string,
  state: 'granted' | 'withdrawn',
  more: { origin?: Origin; actor?: string } = {},
) {
  own.clock.advance(60_000);
  const at = own.clock.now();
  const name = { kind: 'channel_customer', value: `${own.channel().channel_id}:${id}` };
  const { subjects } = await own.parts.customers.subjectsOf([name]);
  const customerId = subjects[0]?.customerId as never;
  const choice = {
    purpose: 'marketing' as const,
    channel: 'email' as const,
    state,
    at,
    method: 'preference_page' as const,
    source: 'test',
    textVersion: null,
    textDigest: null,
    locale: null,
  };
  const { origin = 'live', actor = 'staff:1' } = more;
  await own.parts.db
    .transaction()
    .execute((tx) => recordChoices(own.parts, tx, [{ customerId, choice }], { actor, origin, at }));
}
const requests = async (connection: number) =>
  (
    await sql<{ request_id: number; about: string; state: string; reason: string | null }>`
      SELECT request_id, about, state, reason FROM connectors.request WHERE connection_id = ${connection} ORDER BY 1`.execute(
      own.parts.db,
    )
  ).rows;
const send = (id: number) =>
  requestSender(own.parts, 'repeatable').send({
    id: '1',
    key: 'k',
    payload: { request: id },
    attempt: 1,
    signal: AbortSignal.timeout(10_000),
  });

describe('her word, where Regulars keeps consent', () => {
  it('is asked of the platform, and confirmed by its answer', async () => {
    const connection = await aShop('regulars');
    const id = await aCustomer();
    await says(id, 'withdrawn');
    const saidAt = own.clock.now().toISOString();
    await push();
    const [asked] = await requests(connection);
    expect(asked).toMatchObject({ about: `${id} email`, state: 'asked' });
    await send(asked?.request_id ?? 0);
    expect((await requests(connection))[0]).toMatchObject({ state: 'confirmed' });
    expect(shop.mutations[0]?.variables).toMatchObject({
      input: {
        customerId: `gid://shopify/Customer/${id}`,
        emailMarketingConsent: { marketingState: 'UNSUBSCRIBED', consentUpdatedAt: saidAt },
      },
    });
  });

  it('is not echoed: neither what the platform said itself, nor what it says after ours', async () => {
    const connection = await aShop('regulars');
    await own.readUp();
    const id = await aCustomer('SUBSCRIBED');
    await push();
    expect(await requests(connection)).toEqual([]);
    await says(id, 'withdrawn');
    await push();
    const customer = shop.customers.at(-1) as { updatedAt: string; defaultEmailAddress: object };
    own.clock.advance(60_000);
    customer.updatedAt = own.clock.now().toISOString();
    Object.assign(customer.defaultEmailAddress, {
      marketingState: 'UNSUBSCRIBED',
      marketingUpdatedAt: customer.updatedAt,
    });
    own.clock.advance(3_600_000);
    await own.readUp();
    await push();
    expect(await requests(connection)).toHaveLength(1);
  });

  it('that she takes back before it was sent is not sent after the later one', async () => {
    const connection = await aShop('regulars');
    const id = await aCustomer();
    await says(id, 'granted');
    await push();
    await says(id, 'withdrawn');
    await push();
    const asked = await requests(connection);
    expect(asked.map(({ state, reason }) => [state, reason])).toEqual([
      ['refused', 'superseded'],
      ['asked', null],
    ]);
    for (const { request_id } of asked) await send(request_id);
    expect(shop.mutations).toHaveLength(1);
    expect(JSON.stringify(shop.mutations)).toContain('UNSUBSCRIBED');
  });

  it('that comes by an import tells nobody', async () => {
    const connection = await aShop('regulars');
    const id = await aCustomer();
    await says(id, 'withdrawn', { origin: 'import' });
    await push();
    expect(await requests(connection)).toEqual([]);
  });

  it('that the platform refuses is refused in its words', async () => {
    const connection = await aShop('regulars');
    const id = await aCustomer();
    shop.refuse = 'Customer has no email';
    await says(id, 'granted');
    await push();
    const [asked] = await requests(connection);
    await send(asked?.request_id ?? 0);
    expect((await requests(connection))[0]).toMatchObject({
      state: 'refused',
      reason: 'Customer has no email',
    });
  });
});

describe('her word, where the platform keeps consent', () => {
  it('is not told to it', async () => {
    const connection = await aShop('platform');
    const id = await aCustomer();
    await says(id, 'withdrawn');
    await push();
    expect(await requests(connection)).toEqual([]);
  });
});
