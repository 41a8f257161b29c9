/** Taobao and Tmall against a local shop that speaks TOP. */
import fc from 'fast-check';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Json } from '#platform/log';
import type { Feed } from '../../connector.ts';
import { againIn, booksOf, Shelf } from '../testing/day-books.ts';
import { dice } from '../testing/random.ts';
import { aClock, aReach, onePage, readOn, type TestClock, type TestReach } from '../testing/reach.ts';
import { taobao } from './index.ts';
import { signTop } from './sign.ts';
import { aTaobaoShop, KEYS, type LocalShop, MANY_FAULTS } from './testing/local-shop.ts';

const RUNS = process.env.REGULARS_NIGHT ? 150 : 4;
const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean();
});

const feed = (name: Feed['name']): Feed => taobao.feeds.find((one) => one.name === name) as Feed;

type World = { clock: TestClock; shop: LocalShop; reach: TestReach };
async function aWorld(seed = 1, settings: Record<string, string> = {}): Promise<World> {
  const clock = aClock('2026-11-01T02:00:00Z');
  const shop = await aTaobaoShop(seed, clock);
  cleanups.push(shop.stop);
  return { clock, shop, reach: aReach('taobao', { ...KEYS, gateway: shop.url, ...settings }, clock) };
}

describe('the signature', () => {
  // The example of TOP's own documentation.
  const params = {
    method: 'taobao.item.seller.get',
    app_key: '12345678',
    session: 'test',
    timestamp: '2016-01-01 12:00:00',
    format: 'json',
    v: '2.0',
    sign_method: 'md5',
    fields: 'num_iid,title,nick,price,num',
    num_iid: '11223344',
  };
  it('is that of the documentation', () =>
    expect(signTop(params, 'helloworld', 'md5')).toBe('66987CB115214E59E6EC978214934FB8'));
  it.each(['md5', 'hmac', 'hmac-sha256'] as const)('by %s says nothing of empty values', (method) => {
    expect(signTop({ ...params, empty: '' }, 'secret', method)).toBe(signTop(params, 'secret', method));
    expect(signTop({ ...params, v: '3' }, 'secret', method)).not.toBe(signTop(params, 'secret', method));
  });
});

describe('a shop on Taobao', () => {
  it('is refused with a wrong secret and with a session that ended, and says so', async () => {
    const { shop, clock } = await aWorld();
    for (const wrong of [{ app_secret: 'x' }, { session: 'x' }, { app_key: '9' }])
      await expect(
        taobao.check?.(aReach('taobao', { ...KEYS, gateway: shop.url, ...wrong }, clock)),
      ).rejects.toMatchObject({ code: 'connector_refused' });
  });

  it('is let wait as long as it asks, and no longer', async () => {
    const { shop, reach } = await aWorld();
    shop.faults.limited = 100;
    await expect(taobao.check?.(reach)).rejects.toMatchObject({ code: 'connector_limited' });
    expect(reach.pauses).toEqual([2000, 2000, 2000, 2000]);
  });

  it('gives an order whole, to the cent, with its long number', async () => {
    const { shop, clock, reach } = await aWorld(3);
    const trade = shop.order();
    clock.pass(60_000);
    const shelf = new Shelf();
    await readOn(feed('orders'), reach, null, (page) => shelf.take(page.orders));
    expect(trade.tid).toHaveLength(19);
    expect(shelf.orders.map(({ platformId }) => platformId)).toEqual([trade.tid]);
    expect(booksOf(shelf.orders)).toEqual(shop.booked());
    const buyer = shelf.get(trade.tid)?.buyer;
    expect(buyer?.identifiers.map(({ kind }) => kind)).toEqual([
      'taobao_ouid',
      'channel_customer',
      'taobao_oaid',
      'phone',
    ]);
    expect(buyer?.traits).toEqual({});
  });

  it('tells of an order that is not as documented without losing the others', async () => {
    const { shop, clock, reach } = await aWorld(3, { message_group: 'default' });
    const [good, bad] = [shop.order(), shop.order()];
    bad.status = undefined as never;
    clock.pass(60_000);
    const skipped: unknown[] = [];
    const shelf = new Shelf();
    await readOn(feed('messages'), reach, null, (page) => {
      shelf.take(page.orders);
      skipped.push(...(page.skipped ?? []));
    });
    expect(shelf.orders.map(({ platformId }) => platformId)).toEqual([good.tid]);
    expect(skipped).toEqual([{ what: 'order', id: bad.tid, code: 'connector_record_unreadable' }]);
  });

  it('is confirmed a message only after what it said is stored', async () => {
    const { shop, clock, reach } = await aWorld(3, { message_group: 'default' });
    shop.order();
    clock.pass(60_000);
    const first = await onePage(feed('messages'), reach, null);
    expect([first.orders?.length, shop.unconfirmed()]).toEqual([1, 1]);
    // The page could not be stored: it comes again.
    expect((await onePage(feed('messages'), reach, null)).orders).toHaveLength(1);
    await onePage(feed('messages'), reach, first.cursor);
    expect(shop.unconfirmed()).toBe(0);
  });
});

describe('whatever happens on the way', () => {
  let runs = 0;
  let pages = 0;
  afterAll(() => console.log(`TOP: ${runs} shops, ${pages} pages`));

  it('orders, and the books of each day, are those of the shop', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1_000_000), fc.boolean(), async (seed, isQuiet) => {
        runs++;
        const { shop, clock, reach } = await aWorld(seed, { message_group: 'default' });
        // More than a page holds.
        for (let n = 0; n < 85; n++) {
          clock.pass(1000 + (seed % 7) * 300_000);
          if (n < 45) shop.order();
          else shop.live();
        }
        if (!isQuiet) Object.assign(shop, { faults: { ...MANY_FAULTS }, busy: 30 });
        const shelf = await readAll({ shop, clock, reach }, (count) => (pages += count));
        expect(booksOf(shelf.orders)).toEqual(shop.booked());
        expect(againIn(dice(seed), shelf)).toEqual(shelf.sorted());
        expect(shelf.orders).toHaveLength(shop.trades.length);
        await shop.stop();
        cleanups.length = 0;
      }),
      { numRuns: RUNS },
    );
  });
});

/** History first, then rounds in which the shop lives on; at last everything that is late has come. */
async function readAll({ shop, clock, reach }: World, count: (pages: number) => void): Promise<Shelf> {
  const shelf = new Shelf();
  const cursors = new Map<string, Json | null>();
  const round = async (): Promise<void> => {
    for (const one of taobao.feeds) {
      const cursor = await readOn(one, reach, cursors.get(one.name) ?? null, (page) => {
        count(1);
        shelf.take(page.orders);
      });
      cursors.set(one.name, cursor);
    }
  };
  for (let n = 0; n < 3; n++) {
    await round();
    clock.pass(20 * 60_000);
  }
  shop.busy = 0;
  clock.pass(3_600_000);
  await round();
  return shelf;
}
