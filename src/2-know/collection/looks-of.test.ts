import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sql } from '#platform/postgres';
import type { Looks } from './contract.ts';
import { mostLooked } from './looks-of.ts';
import { aCollection } from './testing.ts';

const own = aCollection();
const DAY = 86_400_000;
const NOW = Date.parse('2026-11-23T12:00:00Z');

const view = (userId: string, properties: object, daysAgo = 1, event = 'Product Viewed') => ({
  type: 'track',
  userId,
  event,
  messageId: randomUUID(),
  timestamp: new Date(NOW - daysAgo * DAY).toISOString(),
  properties,
});
const looks = async (customer: number, who: Parameters<typeof own.test.call>[0] = 'agent') =>
  own.test.call(who, 'GET', `/api/customers/${customer}/looks`);

describe('what a customer looks at', () => {
  it('is for those who may see her page, and of nobody there is nothing: 404', async () => {
    expect((await looks(1, 'anonymous')).statusCode).toBe(401);
    expect((await looks(999_999)).statusCode).toBe(404);
    const limited = { kind: 'api_key', id: '1', name: 'k', role: 'agent', channels: ['7'] } as const;
    const batch = [view('hidden', { product_id: 'p' })];
    await own.send('/v1/batch', { batch });
    expect((await looks(await own.customerOf(batch[0] as never), limited)).statusCode).toBe(404);
  });

  it('are the products and categories of her own views in the last 90 days, most first', async () => {
    const batch = [
      view('ann', { product_id: 'tea', name: 'Longjing', category: 'Tea' }, 1),
      view('ann', { product_id: 'tea', category: 'Tea' }, 2),
      view('ann', { product_id: 'cup', name: 'Cup', category: 'Cups' }, 3),
      view('ann', { category: 'Cups' }, 4, 'Product List Viewed'),
      view('ann', { category: 'Cups' }, 5, 'Product List Viewed'),
      // A click leads to a look, what is older is over, and what others look at is theirs.
      view('ann', { product_id: 'cup', category: 'Cups' }, 3, 'Product Clicked'),
      view('ann', { product_id: 'old', category: 'Old' }, 91),
      view('bea', { product_id: 'bag', category: 'Bags' }),
    ];
    await own.send('/v1/batch', { batch });
    const answer = (await looks(await own.customerOf(batch[0] as never), 'marketer')).json() as Looks;
    expect([answer.days, answer.since]).toEqual([90, null]);
    expect(answer.products.map(({ name, looks }) => [name, looks])).toEqual([
      ['Longjing', 2],
      ['Cup', 1],
    ]);
    expect(answer.categories.map(({ id, looks }) => [id, looks])).toEqual([
      ['Cups', 3],
      ['Tea', 2],
    ]);
  });

  it('says since when it counted, where she does so much that not all is read', async () => {
    const first = view('robot', { product_id: 'seldom' }, 80);
    await own.send('/v1/batch', { batch: [first] });
    const customer = await own.customerOf(first);
    await sql`
      INSERT INTO log.event SELECT nextval('log.position'), received_at, ${new Date(NOW)}::timestamptz - n * interval '1 minute',
        customer_id, caused_by, source_id, type, origin, flags, depth, schema_version, dedup + n, fingerprint, message_id || n,
        'Cart Viewed', properties, context, personal FROM log.event, generate_series(1, 4500) n WHERE message_id = ${first.messageId}`.execute(
      own.database.db,
    );
    const answer = (await looks(customer)).json() as Looks;
    expect(answer.products).toEqual([]);
    expect(answer.since).toBe(new Date(NOW - 4001 * 60_000).toISOString());
  });
});

describe('counting looks', () => {
  const look = (properties: object, second: number) => ({
    event: 'Product Viewed',
    properties: properties as never,
    timestamp: new Date(second * 1000),
  });

  it('takes the name said last, and what was looked at last first among equals', () => {
    const { products } = mostLooked([
      look({ sku: 'b', name: 'New name' }, 9),
      look({ sku: 'b', name: 'Old name' }, 8),
      look({ product_id: 7 }, 7),
      look({ product_id: 7 }, 6),
      look({ price: 3 }, 5),
      look({ product_id: ' ' }, 4),
    ]);
    expect(products).toMatchObject([
      { id: 'b', name: 'New name', looks: 2 },
      { id: '7', name: null, looks: 2 },
    ]);
  });

  it('shows six of each at most', () => {
    const events = Array.from({ length: 20 }, (_, n) => look({ product_id: `p${n}`, category: `c${n}` }, n));
    const { products, categories } = mostLooked(events);
    expect([products.length, categories.length]).toEqual([6, 6]);
  });
});
