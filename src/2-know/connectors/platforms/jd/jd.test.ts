/** JD against a local shop that speaks JOS. */
import fc from 'fast-check';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Json } from '#platform/log';
import type { Feed } from '../../connector.ts';
import { againIn, booksOf, Shelf } from '../testing/day-books.ts';
import { dice } from '../testing/random.ts';
import { aClock, aReach, readOn, type TestClock, type TestReach } from '../testing/reach.ts';
import { signJos } from './call-jos.ts';
import { jd } from './index.ts';
import { aJdShop, dueOf, KEYS, type LocalShop } from './testing/local-shop.ts';

const RUNS = process.env.REGULARS_NIGHT ? 150 : 4;
const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean();
});

const feed = (name: Feed['name']): Feed => jd.feeds.find((one) => one.name === name) as Feed;
type World = { clock: TestClock; shop: LocalShop; reach: TestReach };
async function aWorld(seed = 1): Promise<World> {
  const clock = aClock('2026-11-01T02:00:00Z');
  const shop = await aJdShop(seed, clock);
  cleanups.push(shop.stop);
  return { clock, shop, reach: aReach('jd', { ...KEYS, gateway: shop.url }, clock) };
}

it('the signature is over all parameters in the order of their names, with the secret at both ends', () => {
  const params = { v: '2.0', method: 'jingdong.x', '360buy_param_json': '{}', app_key: 'k' };
  // md5 of `s360buy_param_json{}app_keykmethodjingdong.xv2.0s`
  expect(signJos(params, 's')).toBe('6E3B6FF307EFA2464FFD4F7409892678');
  expect(signJos({ ...params, sign: 'x' }, 's')).toBe(signJos(params, 's'));
});

describe('a shop on JD', () => {
  it('is refused with a wrong secret or token, and says so', async () => {
    const { shop, clock } = await aWorld();
    for (const wrong of [{ app_secret: 'x' }, { access_token: 'x' }])
      await expect(
        jd.check?.(aReach('jd', { ...KEYS, gateway: shop.url, ...wrong }, clock)),
      ).rejects.toMatchObject({ code: 'connector_refused' });
  });

  it('that has used up its calls is let wait', async () => {
    const { shop, reach } = await aWorld();
    shop.faults.limited = 100;
    await expect(jd.check?.(reach)).rejects.toMatchObject({ code: 'connector_limited' });
    expect(reach.pauses).toEqual([1000, 2000, 4000, 8000]);
  });

  it('gives an order with what balance and gift cards paid of it, by the buyer’s open id', async () => {
    const { shop, clock, reach } = await aWorld(5);
    const order = Object.assign(shop.order(), { balance: 100, card: 50, wide: 30, platformGave: 20 });
    clock.pass(60_000);
    const shelf = new Shelf();
    await readOn(feed('orders'), reach, null, (page) => shelf.take(page.orders));
    const record = shelf.get(order.id);
    expect(booksOf(shelf.orders)).toEqual(shop.booked());
    expect(record?.order.adjustments.filter(({ kind }) => kind !== 'shipping')).toEqual([
      { kind: 'discount', amount: -30, label: '店铺优惠' },
      { kind: 'gift_card', amount: -50, label: '礼品卡优惠' },
      { kind: 'discount', amount: -20, label: '平台优惠' },
    ]);
    expect(dueOf(order)).toBeGreaterThan(0);
    expect(record?.buyer.identifiers).toEqual([
      { kind: 'jd_open_id', value: `open-${order.buyer}` },
      { kind: 'phone', value: '138****5678' },
    ]);
  });

  it('tells of an order that is not as documented without losing the others', async () => {
    const { shop, clock, reach } = await aWorld(3);
    const [good, bad] = [shop.order(), shop.order()];
    (bad.lines[0] as { num: number }).num = Number.NaN;
    clock.pass(60_000);
    const shelf = new Shelf();
    const skipped: unknown[] = [];
    await readOn(feed('orders'), reach, null, (page) => {
      shelf.take(page.orders);
      skipped.push(...(page.skipped ?? []));
    });
    expect(shelf.orders.map(({ platformId }) => platformId)).toEqual([good.id]);
    expect(skipped[0]).toEqual({ what: 'order', id: bad.id, code: 'connector_record_unreadable' });
  });
});

describe('whatever happens on the way', () => {
  let runs = 0;
  let pages = 0;
  afterAll(() => console.log(`JOS: ${runs} shops, ${pages} pages`));

  it('orders, and the books of each day, are those of the shop', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1_000_000), fc.boolean(), async (seed, isQuiet) => {
        runs++;
        const { shop, clock, reach } = await aWorld(seed);
        for (let n = 0; n < 140; n++) {
          clock.pass(1000 + (seed % 7) * 300_000);
          if (n < 55) shop.order();
          else shop.live();
        }
        if (!isQuiet) Object.assign(shop, { faults: { limited: 8, failing: 5, reset: 3 }, busy: 30 });
        const shelf = await readAll({ shop, clock, reach }, (count) => (pages += count));
        expect(booksOf(shelf.orders)).toEqual(shop.booked());
        expect(againIn(dice(seed), shelf)).toEqual(shelf.sorted());
        expect(shelf.orders).toHaveLength(shop.orders.length);
        await shop.stop();
        cleanups.length = 0;
      }),
      { numRuns: RUNS },
    );
  });
});

/** History first, then rounds in which the shop lives on. */
async function readAll({ shop, clock, reach }: World, count: (pages: number) => void): Promise<Shelf> {
  const shelf = new Shelf();
  const cursors = new Map<string, Json | null>();
  const round = async (): Promise<void> => {
    for (const one of jd.feeds) {
      const cursor = await readOn(one, reach, cursors.get(one.name) ?? null, (page) => {
        count(1);
        shelf.take(page.orders);
      });
      cursors.set(one.name, cursor);
    }
  };
  for (let n = 0; n < 3; n++) {
    await round();
    for (let m = 0; m < 10; m++) {
      clock.pass(120_000);
      shop.live();
    }
  }
  shop.busy = 0;
  clock.pass(3_600_000);
  await round();
  return shelf;
}
