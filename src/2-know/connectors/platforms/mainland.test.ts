/** Shops and accounts of the mainland through the whole way in: real feeds and deliveries into a real database, and its books against theirs. */
import { afterEach, describe, expect, it } from 'vitest';
import { aChannel } from '#know/channels/testing';
import { testApp } from '#platform/http/testing';
import { sql } from '#platform/postgres';
import { open } from '#platform/vault';
import { connect } from '../connect.ts';
import type { Delivery } from '../connector.ts';
import { runFeeds } from '../run-feeds.ts';
import { someConnections } from '../testing.ts';
import { webhookRoutes } from '../webhook-routes.ts';
import { CONNECTORS } from './index.ts';
import * as jdShop from './jd/testing/local-shop.ts';
import * as taobaoShop from './taobao/testing/local-shop.ts';
import type { DayBooks } from './testing/day-books.ts';
import type { TestClock } from './testing/reach.ts';
import { anAccount, encryptedPush, plainPush, KEYS as WECHAT } from './wechat/testing/local-account.ts';
import { aWeibo } from './weibo/testing/local-weibo.ts';

const own = someConnections(CONNECTORS);
const db = () => own.customers.database.db;
const clock: TestClock = {
  get now() {
    return own.clock.now();
  },
  pass: (ms) => own.clock.set(new Date(own.clock.now().getTime() + ms)),
};
const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean();
  await own.stopAll();
});

/** Longer than a feed waits after any number of failures. */
const QUIET = 8;

type Platform = Parameters<typeof aChannel>[1]['platform'];
async function begin(connector: string, platform: Platform, settings: Record<string, string>) {
  const channelId = await aChannel(db(), { name: crypto.randomUUID(), ...(platform && { platform }) });
  const actor = { kind: 'system', name: 'test' } as const;
  return { channelId, id: await connect(own.parts, actor, { connector, channelId, settings }) };
}

/** Rounds of five minutes, each until nothing is due. */
async function readFor(rounds: number): Promise<void> {
  for (let n = 0; n < rounds; n++) {
    for (let pages = 0; (await runFeeds(own.parts)) > 0; )
      if (++pages > 500) throw new Error('It reads for ever.');
    clock.pass(300_000);
  }
}

/** By the entries that figures are made of, on the days of the shop. */
async function daysOf(channel: number): Promise<DayBooks> {
  const { rows } = await sql<{ day: string; orders: number; total: number; refunded: number }>`
    SELECT to_char(to_timestamp((entry->>'at')::bigint / 1000.0) AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS day,
           sum(CASE entry->>'kind' WHEN 'placed' THEN (entry->>'quantity')::bigint ELSE 0 END)::int AS orders,
           sum(CASE entry->>'kind' WHEN 'placed' THEN (entry->>'amount')::bigint ELSE 0 END)::int AS total,
           sum(CASE entry->>'kind' WHEN 'refund' THEN -(entry->>'amount')::bigint ELSE 0 END)::int AS refunded
      FROM log.event, jsonb_array_elements(properties::jsonb->'entries') AS entry
     WHERE (properties::jsonb->>'channel_id')::int = ${channel} GROUP BY 1 ORDER BY 1`.execute(db());
  return Object.fromEntries(
    rows.flatMap(({ day, ...sums }) =>
      sums.orders !== 0 || sums.total !== 0 || sums.refunded !== 0 ? [[day, { ...sums, paid: 0 }]] : [],
    ),
  );
}
const withoutPaid = (books: DayBooks): DayBooks =>
  Object.fromEntries(
    Object.entries(books).flatMap(([day, sums]) =>
      sums.orders + sums.refunded > 0 ? [[day, { ...sums, paid: 0 }]] : [],
    ),
  );
const storedOrders = async (channel: number): Promise<number> => {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM orders.order WHERE channel_id = ${channel}`.execute(db());
  return rows[0]?.count ?? 0;
};

describe('a shop that lives on while it is read, on a platform that fails', () => {
  it('Tmall: each order is recorded once, and each day is right to the cent', async () => {
    const shop = await taobaoShop.aTaobaoShop(11, clock);
    cleanups.push(shop.stop);
    const settings = { ...taobaoShop.KEYS, gateway: shop.url, message_group: 'default' };
    for (let n = 0; n < 40; n++) {
      shop.live();
      clock.pass(3_600_000);
    }
    const { channelId } = await begin('tmall', 'tmall', settings);
    Object.assign(shop, { faults: { ...taobaoShop.MANY_FAULTS }, busy: 20 });
    await readFor(4);
    Object.assign(shop, {
      busy: 0,
      faults: { limited: 0, failing: 0, reset: 0, lost: 0, doubled: 0, late: 0 },
    });
    await readFor(QUIET);
    expect(await daysOf(channelId)).toEqual(withoutPaid(shop.booked()));
    expect(await storedOrders(channelId)).toBe(shop.trades.length);
    expect(shop.trades.length).toBeGreaterThan(10);
  });

  it('JD: each order is recorded once, and each day is right to the cent', async () => {
    const shop = await jdShop.aJdShop(12, clock);
    cleanups.push(shop.stop);
    for (let n = 0; n < 60; n++) {
      shop.live();
      clock.pass(1_800_000);
    }
    const { channelId } = await begin('jd', 'jd', { ...jdShop.KEYS, gateway: shop.url });
    Object.assign(shop, { faults: { limited: 5, failing: 5, reset: 2 }, busy: 20 });
    await readFor(4);
    shop.busy = 0;
    shop.faults = { limited: 0, failing: 0, reset: 0 };
    await readFor(QUIET);
    expect(await daysOf(channelId)).toEqual(withoutPaid(shop.booked()));
    expect(await storedOrders(channelId)).toBe(shop.orders.length);
    expect(shop.orders.length).toBeGreaterThan(10);
  });
});

const events = async (channel: number): Promise<{ event: string; customer_id: number; all: string }[]> => {
  const { rows } = await sql<{ event: string; customer_id: number; all: string }>`
    SELECT event, customer_id, concat(properties, context, message_id) AS all FROM log.event
     WHERE (properties::jsonb->>'channel_id')::int = ${channel} ORDER BY position`.execute(db());
  return rows;
};

async function sealedOf(customer: number): Promise<string> {
  const { rows } = await sql<{ personal: Buffer }>`
    SELECT personal FROM log.event WHERE customer_id = ${customer} LIMIT 1`.execute(db());
  const key = (await own.customers.vault.existingKeys([customer])).get(customer);
  return key && rows[0] ? String(open(key, rows[0].personal)) : '';
}

/** As WeChat comes: over HTTP, text/xml, what it signed in the address. */
async function overHttp() {
  const { app, close } = await testApp(webhookRoutes(own.parts));
  cleanups.push(close);
  return async (id: number, { query, headers, body }: Delivery, method: 'GET' | 'POST') => {
    const said = await app.inject({
      method,
      url: `/webhooks/${id}`,
      query: { ...query },
      headers: { ...headers, 'x-test-caller': '{"kind":"anonymous"}' },
      ...(method === 'POST' && { payload: body }),
    });
    return [said.statusCode, said.body];
  };
}

describe('an account', () => {
  it('of WeChat: what was pushed three times happened once, and nobody stands in clear', async () => {
    const account = await anAccount(13, clock);
    cleanups.push(account.stop);
    account.followers.push({ openid: 'oAnn_of_tea', unionid: 'uAnn', since: 1764120000 });
    const { id, channelId } = await begin('wechat', 'other', { ...WECHAT, gateway: account.url });
    const message = { FromUserName: 'oAnn_of_tea', CreateTime: 1764120000, MsgType: 'event' };
    const pushed = await overHttp();
    const challenge = plainPush(message);
    const asked = { ...challenge, query: { ...challenge.query, echostr: '5927' } };
    expect(await pushed(id, asked, 'GET')).toEqual([200, '5927']);
    for (const Event of ['subscribe', 'subscribe', 'unsubscribe', 'unsubscribe'])
      expect(await pushed(id, encryptedPush({ ...message, Event }), 'POST')).toEqual([200, 'success']);
    const forged = encryptedPush({ ...message, Event: 'scan' }, { ...WECHAT, token: 'wrong' });
    expect((await pushed(id, forged, 'POST'))[0]).toBe(401);
    await own.takeAll();
    await readFor(2);
    const seen = await events(channelId);
    expect(seen.map(({ event }) => event)).toEqual(['WeChat Followed', 'WeChat Unfollowed']);
    expect(new Set(seen.map(({ customer_id }) => customer_id)).size).toBe(1);
    expect(JSON.stringify(seen)).not.toContain('oAnn');
    const { rows } = await sql<{ state: string; purpose: string }>`
      SELECT state, purpose FROM consent.choice WHERE customer_id = ${seen[0]?.customer_id}`.execute(db());
    expect(rows).toEqual([{ state: 'withdrawn', purpose: 'marketing' }]);
  });

  it('of Weibo: every mention is an event of its author, with its text sealed', async () => {
    const weibo = await aWeibo(14);
    cleanups.push(weibo.stop);
    for (let n = 0; n < 230; n++) weibo.post();
    const { channelId } = await begin('weibo', 'other', { access_token: 'the token', gateway: weibo.url });
    weibo.posting = 50;
    await readFor(3);
    weibo.posting = 0;
    await readFor(4);
    const seen = await events(channelId);
    expect(seen).toHaveLength(weibo.posts.length);
    expect(new Set(seen.map(({ customer_id }) => customer_id)).size).toBe(
      new Set(weibo.posts.map(({ uid }) => uid)).size,
    );
    expect(JSON.stringify(seen)).not.toMatch(/13800138000|爱喝茶|51000000/);
    expect(await sealedOf(seen[0]?.customer_id ?? 0)).toContain('@茶铺 好喝，我的电话 13800138000');
  });
});
