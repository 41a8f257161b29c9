/** A front on a real database with some goods, for the tests of this module. */
import { beforeAll } from 'vitest';
import { recordProducts } from '#know/catalog';
import { shelf } from '#know/catalog/module';
import { aProduct, CATALOG_MIGRATIONS } from '#know/catalog/testing';
import { allChannels, type ChannelRow } from '#know/channels';
import { CHANNELS_MIGRATIONS } from '#know/channels/testing';
import { someCustomers, type TestCustomers } from '#know/customers/testing';
import { ORDERS_MIGRATIONS } from '#know/orders/testing';
import { userSigning } from '#know/sources/module';
import { auditInMemory, SOURCES_MIGRATIONS } from '#know/sources/testing';
import { fixedClock } from '#platform/clock';
import { createEventLog } from '#platform/log';
import { openFront } from './open-front.ts';
import type { FrontParts } from './routes.ts';

const STOREFRONT_MIGRATIONS = { module: 'act/storefront', folder: `${import.meta.dirname}/migrations` };

export type TestFront = { customers: TestCustomers; channel: ChannelRow; parts: FrontParts };

const A_PICTURE = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>')}`;

/** Filled before the first test of the file: tea (99.50, 7 pieces) and a cup (20.00, none left). */
export function aFront(more: Partial<FrontParts> = {}): TestFront {
  const own = {} as TestFront;
  own.customers = someCustomers([
    SOURCES_MIGRATIONS,
    CHANNELS_MIGRATIONS,
    CATALOG_MIGRATIONS,
    ORDERS_MIGRATIONS,
    STOREFRONT_MIGRATIONS,
  ]);
  beforeAll(async () => {
    const { database, directory } = own.customers;
    const { db } = database;
    const clock = fixedClock('2026-11-20T09:00:00Z');
    own.parts = {
      db,
      log: createEventLog(),
      clock,
      customers: directory,
      shelf,
      signing: userSigning,
      isServed: true,
      sample: true,
      ...more,
    };
    await openFront(
      { ...own.parts, audit: auditInMemory() },
      { name: '示例商店', currency: 'CNY', zone: 'Asia/Shanghai', country: 'CN' },
    );
    own.channel = (await allChannels(db))[0] as ChannelRow;
    const [variant] = aProduct('cup').variants;
    const cup = { ...variant, price: { amount: '20', compareAt: '30', currency: 'CNY' } };
    const products = [
      aProduct('tea', {
        title: '龙井',
        attributes: { 'name:en': 'Longjing tea', '产地 / Origin': '杭州 / Hangzhou' },
        category: ['茶 / Tea', '绿茶 / Green tea'],
        images: [A_PICTURE, 'https://elsewhere.example/a.png'],
      }),
      aProduct('cup', {
        title: '盖碗',
        category: ['茶具 / Teaware'],
        variants: [{ ...cup, stock: [{ warehouse: '杭州仓', quantity: 0 }] } as never],
      }),
      aProduct('old', { title: '旧款', status: 'archived' }),
    ];
    await db.transaction().execute((tx) => recordProducts(tx, own.channel.channel_id, products, clock.now()));
  });
  return own;
}
