/** What figures mean: people once, days in the channel's zone, no sum over currencies, nothing counted twice. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findSold, soldAs } from '#know/catalog';
import { type ChannelRow, channelById } from '#know/channels';
import { aChannel } from '#know/channels/testing';
import { customersModule } from '#know/customers/module';
import { type OrderRecord, recordOrders } from '#know/orders';
import { anOrder, aRecord } from '#know/orders/testing';
import type { ChannelId } from '#platform/ids';
import { deliverOnce } from '#platform/log';
import { readSettings } from '#platform/settings';
import { aWorld, type Figures, importing } from './world.ts';

let world: Figures;
let shop: ChannelRow;
let abroad: ChannelRow;
beforeAll(async () => {
  world = await aWorld();
  const { db } = world.database;
  const open = async (id: Promise<ChannelId>) => (await channelById(db, await id)) as ChannelRow;
  shop = await open(aChannel(db, { name: 'shop' }));
  abroad = await open(aChannel(db, { name: 'abroad', currency: 'EUR', zone: 'Europe/Berlin' }));
});
afterAll(() => world?.close());

const record = (channel: ChannelRow, records: OrderRecord[]) =>
  recordOrders(importing(world.database.db), channel, records, 'live');

/** As the engine does: who is whom is known, and all of it is in the lake. */
async function settle(): Promise<void> {
  const parts = {
    ...importing(world.database.db),
    database: world.database,
    settings: readSettings({}),
    folder: '',
    keepers: () => [],
  };
  const [recognise] = customersModule({ ...parts, pepper: Buffer.alloc(32) } as never).subscribers ?? [];
  while ((await deliverOnce(recognise as never, { database: world.database, log: parts.log })) === 'full');
  await world.ship();
}

const buyer = (...identifiers: [string, string][]) => ({
  identifiers: identifiers.map(([kind, value]) => ({ kind, value })),
  traits: {},
  details: {},
});

describe('a figure', () => {
  it('refuses to add two currencies, and adds each alone', async () => {
    await record(shop, [aRecord(anOrder('c1'))]);
    await record(abroad, [aRecord(anOrder('c1', { currency: 'EUR' }))]);
    await settle();
    await expect(world.total('gross_sales')).rejects.toMatchObject({ code: 'currencies_mixed' });
    const day = { from: '2026-11-01', to: '2026-11-01', by: 'channel' } as const;
    expect((await world.figure('gross_sales', { ...day, currency: 'EUR' })).items).toEqual([
      { key: String(abroad.channel_id), value: 9990 },
    ]);
  });

  it('counts on the day it is in the channel’s zone', async () => {
    // Half past five in the afternoon in Berlin is half past midnight of the next day in Shanghai.
    const at = { placedAt: new Date('2026-06-01T16:30:00Z') };
    await record(shop, [aRecord(anOrder('d1', at))]);
    await settle();
    const { items } = await world.figure('orders_placed', {
      from: '2026-06-01',
      to: '2026-06-30',
      by: 'day',
      channel: shop.channel_id,
    });
    expect(items).toEqual([{ key: '2026-06-02', value: 1 }]);
  });

  it('counts somebody once who bought under two names', async () => {
    const may = { placedAt: new Date('2026-05-10T10:00:00Z') };
    const stretch = { from: '2026-05-01', to: '2026-05-31', by: 'none', channel: shop.channel_id } as const;
    await record(shop, [
      aRecord(anOrder('p1', may), { buyer: buyer(['email', 'bea@example.com']) }),
      aRecord(anOrder('p2', may), { buyer: buyer(['channel_customer', `${shop.channel_id}:7`]) }),
    ]);
    await settle();
    expect((await world.figure('customers', stretch)).items[0]?.value).toBe(2);
    await record(shop, [
      aRecord(anOrder('p3', may), {
        buyer: buyer(['channel_customer', `${shop.channel_id}:7`], ['email', 'bea@example.com']),
      }),
    ]);
    await settle();
    const shown = async (name: string) => (await world.figure(name, stretch)).items[0]?.value;
    expect(await shown('customers')).toBe(1);
    expect(await shown('new_customers')).toBe(1);
    expect(await shown('repeat_rate')).toBe(1);
  });

  it('has a place for what was given back, called off, and never meant', async () => {
    const july = { placedAt: new Date('2026-07-10T10:00:00Z') };
    const refund = {
      platformId: 'r',
      at: new Date('2026-08-02T10:00:00Z'),
      amount: 4995,
      reason: '',
      lines: [{ line: '1', quantity: 1, amount: 4995 }],
    };
    const cancelledAt = new Date('2026-08-03T10:00:00Z');
    const version = new Date('2026-11-03T10:00:00Z');
    await record(shop, [
      aRecord(anOrder('g1', july)),
      aRecord(anOrder('g2', july)),
      aRecord(anOrder('g3', { ...july, test: true })),
      aRecord(
        anOrder('g4', {
          ...july,
          lines: [
            {
              ...(anOrder('x').lines[0] as never as object),
              sold: soldAs({ platformId: 'post', kind: 'postage' }),
            } as never,
          ],
        }),
      ),
    ]);
    await record(shop, [
      aRecord(anOrder('g1', { ...july, refunds: [refund] }), { version }),
      aRecord(anOrder('g2', { ...july, cancelledAt }), { version }),
    ]);
    await settle();
    const of = async (name: string) =>
      Object.fromEntries(
        (
          await world.figure(name, {
            from: '2026-07-01',
            to: '2026-08-31',
            by: 'month',
            channel: shop.channel_id,
          })
        ).items.map(({ key, value }) => [key, value]),
      );
    expect(await of('gross_sales')).toEqual({ '2026-07': 3 * 9990 });
    expect(await of('net_sales')).toEqual({ '2026-07': 3 * 9990, '2026-08': -4995 - 9990 });
    expect(await of('refunds')).toEqual({ '2026-08': 4995 });
    expect(await of('orders_placed')).toEqual({ '2026-07': 3 });
    expect(await of('orders_kept')).toEqual({ '2026-07': 2 });
    expect(await of('units')).toEqual({ '2026-07': 4, '2026-08': -3 });
  });

  it('is told by campaign and by country, and what belongs to none stands apart', async () => {
    const at = { placedAt: new Date('2026-04-10T10:00:00Z') };
    await record(shop, [
      aRecord(anOrder('k1', { ...at, campaign: 'spring', country: 'CN' })),
      aRecord(anOrder('k2', { ...at, campaign: 'spring', country: 'DE' })),
      aRecord(anOrder('k3', { ...at, campaign: '双十一' })),
      aRecord(anOrder('k4', at)),
    ]);
    await settle();
    const by = async (key: 'campaign' | 'country', name: string) =>
      Object.fromEntries(
        (
          await world.figure(name, {
            from: '2026-04-01',
            to: '2026-04-30',
            by: key,
            channel: shop.channel_id,
          })
        ).items.map((item) => [item.key, item.value]),
      );
    expect(await by('campaign', 'gross_sales')).toEqual({ spring: 2 * 9990, 双十一: 9990, '': 9990 });
    expect(await by('campaign', 'orders_placed')).toEqual({ spring: 2, 双十一: 1, '': 1 });
    expect(await by('country', 'orders_kept')).toEqual({ CN: 1, DE: 1, '': 2 });
  });

  it('adds tax to prices that do not hold it, and not to those that do', async () => {
    const at = { placedAt: new Date('2026-03-10T10:00:00Z') };
    const adjustments = [{ kind: 'tax', amount: 1300, label: '' } as const];
    await record(shop, [
      aRecord(anOrder('t1', { ...at, adjustments, taxIncluded: true })),
      aRecord(anOrder('t2', { ...at, adjustments, taxIncluded: false })),
    ]);
    await settle();
    const march = { from: '2026-03-01', to: '2026-03-31', by: 'none', channel: shop.channel_id } as const;
    expect((await world.figure('total_sales', march)).items[0]?.value).toBe(9990 + 9990 + 1300);
  });

  it('of one product is that of its lines, and refused where it has none', async () => {
    const at = { placedAt: new Date('2026-02-10T10:00:00Z') };
    const [line] = anOrder('x').lines;
    const cake = { ...line, platformId: '2', sold: soldAs({ platformId: 'cake' }), amount: 500 } as never;
    await record(shop, [aRecord(anOrder('u1', { ...at, lines: [line as never, cake] }))]);
    await settle();
    const february = { from: '2026-02-01', to: '2026-02-28', channel: shop.channel_id } as const;
    const products = await world.database.db
      .transaction()
      .execute((tx) => findSold(tx, shop.channel_id, [soldAs({ platformId: 'cake' })], new Date()));
    const query = { ...february, by: 'none', product: Number(products.get('cake')?.productId) } as const;
    expect((await world.figure('gross_sales', query)).items).toEqual([{ key: 'all', value: 500 }]);
    expect((await world.figure('units', query)).items).toEqual([{ key: 'all', value: 2 }]);
    await expect(world.figure('orders_placed', query)).rejects.toMatchObject({ code: 'metric_not_by' });
  });
});
