import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sql } from '#platform/postgres';
import { difference, type Entry, entriesOf, type Order } from './order.ts';
import type { OrderRecord } from './record-orders.ts';
import { anOrder, aRecord, someOrders } from './testing.ts';

const RUNS = process.env.REGULARS_NIGHT ? 500 : 30;
const own = someOrders();
const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 1, 10, minute));

type Shown = {
  event: string;
  customer_id: number;
  properties: { entries: (Omit<Entry, 'at'> & { at: number })[] };
};
const eventsOf = async (platformId: string): Promise<Shown[]> => {
  const { rows } = await sql<Shown>`SELECT event, customer_id, properties FROM log.event
    WHERE source_id = 0 AND properties->>'order_id' = ${platformId} ORDER BY position`.execute(
    own.customers.database.db,
  );
  return rows;
};
const stored = async (platformId: string) => {
  const { rows } = await sql<{
    state: string;
    total: number;
    customer_id: number;
    lines: number;
    version: Date;
  }>`
    SELECT o.state, o.total, o.customer_id, n.version, (SELECT count(*) FROM orders.line l WHERE l.order_id = o.order_id) AS lines
      FROM orders.number n JOIN orders.order o USING (order_id) WHERE n.platform_id = ${platformId}`.execute(
    own.customers.database.db,
  );
  expect(rows).toHaveLength(1);
  return rows[0] as (typeof rows)[number];
};

describe('an order', () => {
  it('is written with its event, and the same again changes nothing', async () => {
    expect(await own.record([aRecord(anOrder('A1'))])).toEqual({ recorded: 1, unchanged: 0 });
    expect(await own.record([aRecord(anOrder('A1')), aRecord(anOrder('A1'))])).toEqual({
      recorded: 0,
      unchanged: 2,
    });
    expect(await stored('A1')).toMatchObject({ state: 'pending', total: 9990, lines: 1 });
    expect((await eventsOf('A1')).map(({ event }) => event)).toEqual(['Order Placed']);
  });

  it('is never overwritten by an older version, and not by a file that says no instant', async () => {
    await own.record([aRecord(anOrder('A2', { fulfilment: 'fulfilled' }), { version: at(30) })]);
    await own.record([
      aRecord(anOrder('A2'), { version: at(20) }),
      aRecord(anOrder('A2', { number: 'x' }), { version: null, rank: 'file' }),
    ]);
    expect((await stored('A2')).state).toBe('fulfilled');
  });

  it('says what was given back and what was called off', async () => {
    const refund = {
      platformId: 'r1',
      at: at(5),
      amount: 4995,
      lines: [{ line: '1', quantity: 1, amount: 4995 }],
      reason: 'late',
    };
    await own.record([aRecord(anOrder('A3'))]);
    await own.record([aRecord(anOrder('A3', { refunds: [refund] }), { version: at(5) })]);
    await own.record([aRecord(anOrder('A3', { refunds: [refund], cancelledAt: at(9) }), { version: at(9) })]);
    expect((await eventsOf('A3')).map(({ event }) => event)).toEqual([
      'Order Placed',
      'Order Refunded',
      'Order Cancelled',
    ]);
  });

  it('of nobody is there, and becomes hers when the channel says whose it is', async () => {
    const nobody = { identifiers: [], traits: {}, details: {} };
    await own.record([aRecord(anOrder('A4'), { buyer: nobody })]);
    expect((await stored('A4')).customer_id).toBe(0);
    await own.record([aRecord(anOrder('A4'), { version: at(1) })]);
    const hers = (await stored('A4')).customer_id;
    expect(hers).toBeGreaterThan(0);
    const events = await eventsOf('A4');
    const sums = (customer: number): number =>
      events
        .filter((event) => event.customer_id === customer)
        .flatMap(({ properties }) => properties.entries)
        .filter(({ kind }) => kind === 'gross')
        .reduce((sum, { amount }) => sum + amount, 0);
    expect([sums(0), sums(hers)]).toEqual([0, 9990]);
  });

  it('is written once by two at the same time', async () => {
    const twenty = Array.from({ length: 20 }, (_, n) => aRecord(anOrder(`B${n % 10}`)));
    await Promise.all([own.record(twenty), own.record([...twenty].reverse()), own.record(twenty.slice(3))]);
    for (let n = 0; n < 10; n++) expect(await eventsOf(`B${n}`)).toHaveLength(1);
  });
});

describe('an order that comes back to what it was', () => {
  it('says each change', async () => {
    const [line] = anOrder('BACK').lines as [Order['lines'][number]];
    const of = (minute: number, quantity: number): OrderRecord =>
      aRecord(anOrder('BACK', { lines: [{ ...line, quantity, amount: 4995 * quantity }] }), {
        version: at(minute),
        rank: 'feed',
      });
    for (const record of [of(1, 1), of(2, 2), of(3, 1), of(4, 2), of(5, 1)]) await own.record([record]);
    const gross = (await eventsOf('BACK')).flatMap(({ properties }) =>
      properties.entries.filter(({ kind }) => kind === 'gross').map(({ amount }) => amount),
    );
    expect(gross.reduce((sum, amount) => sum + amount, 0)).toBe(4995);
    expect(await eventsOf('BACK')).toHaveLength(5);
  });
});

describe('versions in any order', () => {
  let runs = 0;
  const version = fc.record({
    minute: fc.option(fc.nat(3), { nil: null }),
    feed: fc.boolean(),
    quantity: fc.integer({ min: 1, max: 3 }),
    cancelled: fc.boolean(),
    refund: fc.nat(2),
    mail: fc.nat(1),
  });

  const recordOf = (id: string, v: typeof version extends fc.Arbitrary<infer T> ? T : never): OrderRecord => {
    const [line] = anOrder(id).lines as [Order['lines'][number]];
    const refunds = Array.from({ length: v.refund }, (_, n) => ({
      platformId: `r${n}`,
      at: at(40 + n),
      amount: 100,
      lines: [],
      reason: '',
    }));
    return aRecord(
      anOrder(id, {
        number: 'N',
        lines: [{ ...line, quantity: v.quantity, amount: 4995 * v.quantity }],
        cancelledAt: v.cancelled ? at(50) : null,
        refunds,
      }),
      {
        version: v.minute === null ? null : at(v.minute),
        rank: v.feed ? 'feed' : 'file',
        buyer: { identifiers: [{ kind: 'email', value: `m${v.mail}@example.com` }], traits: {}, details: {} },
      },
    );
  };

  it('leave the same order, whose events add up to it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(version, { minLength: 1, maxLength: 5 }),
        fc.infiniteStream(fc.nat()),
        async (versions, chance) => {
          const [one, other] = [`P${runs}a`, `P${runs++}b`];
          for (const v of versions) await own.record([recordOf(one, v)]);
          const shuffled = versions
            .map((v) => ({ v, key: chance.next().value as number }))
            .sort((a, b) => a.key - b.key);
          for (const { v } of shuffled) await own.record([recordOf(other, v)]);
          const [left, right] = [await stored(one), await stored(other)];
          expect({ ...left }).toEqual({ ...right });
          for (const id of [one, other])
            await addsUp(
              id,
              versions.map((v) => recordOf(id, v)),
            );
        },
      ),
      { numRuns: RUNS },
    );
    console.log(`orders in any order: ${RUNS}`);
  });

  /** The entries in the log, taken together, are those of the version that stands. */
  async function addsUp(id: string, records: readonly OrderRecord[]): Promise<void> {
    const { total, state } = await stored(id);
    const written = (await eventsOf(id)).flatMap(({ properties }) =>
      properties.entries.map((entry): Entry => ({ ...entry, at: new Date(entry.at), product: null })),
    );
    const matches = records.some(
      ({ order }) =>
        difference(
          written,
          entriesOf(order).map((entry) => ({ ...entry, product: null })),
        ).length === 0,
    );
    expect([id, total, state, matches]).toEqual([id, total, state, true]);
  }
});
