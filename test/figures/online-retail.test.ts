/** The known answers of UCI Online Retail II, 2009–2010, from the file to the figures. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '#platform/postgres';
import { aWorld, type Figures } from './world.ts';

const path = join(process.env.REGULARS_DATA ?? '../shared/data', 'shop/online_retail_II_2009_2010.csv.gz');
const isThere = existsSync(path);
if (!isThere) console.log(`Online Retail is not at ${path}: its known answers are not checked.`);

describe.runIf(isThere)('Online Retail 2009–2010', () => {
  let world: Figures;
  let tables: Awaited<ReturnType<Figures['take']>>['tables'];
  beforeAll(async () => {
    world = await aWorld();
    ({ tables } = await world.take({ path, preset: 'online-retail' }));
    await world.ship();
  }, 300_000);
  afterAll(() => world?.close());

  const one = async (query: ReturnType<typeof sql<{ n: number }>>): Promise<number | undefined> =>
    (await query.execute(world.database.db)).rows[0]?.n;

  it.each([
    ['lines', 525_461],
    ['orders', 24_221],
    ['cancellations', 4_592],
    ['adjustments', 3],
    ['customers', 4_383],
    ['guest_lines', 107_927],
  ])('has as many %s as are known: %i', (table, rows) => {
    expect(tables[table]).toEqual({ rows_in: rows, rows_stored: rows, rows_rejected: 0 });
  });

  it('keeps every line, also those that are alike', async () => {
    expect(await one(sql`SELECT count(*) AS n FROM orders.line`)).toBe(525_461);
    expect(await one(sql`SELECT count(*) AS n FROM orders.line WHERE unit_price = 0`)).toBe(3_687);
    expect(
      await one(sql`SELECT count(*) AS n FROM orders.line WHERE unit_price <> round(unit_price, 2)`),
    ).toBe(14);
    expect(
      await one(sql`SELECT count(*) AS n FROM orders.line l JOIN orders.order o USING (customer_id, order_id)
        WHERE o.kind = 'sale' AND l.quantity < 0`),
    ).toBe(2_121);
    expect(await one(sql`SELECT count(*) AS n FROM orders.line WHERE customer_id = 0`)).toBe(107_927);
  });

  it('adds up to the file’s own sum, each line rounded once', async () => {
    const exact = await one(sql`SELECT sum(quantity * unit_price)::float8 AS n FROM orders.line`);
    expect(exact).toBeCloseTo(9_539_484.634, 3);
    expect(await world.total('booked_sales')).toBe(953_948_462);
    expect(await world.total('refunds')).toBe(62_985_537);
    expect(await world.total('orders_placed')).toBe(24_221);
  });

  it('takes postage, manual lines and the like for no goods', async () => {
    const { rows } = await sql<{ sold_as: string; n: number; kind: string }>`
      SELECT sold_as, kind, count(*) AS n FROM orders.line WHERE sold_as IN ('POST', 'M', 'DOT') GROUP BY 1, 2 ORDER BY 1`.execute(
      world.database.db,
    );
    expect(rows).toEqual([
      { sold_as: 'DOT', n: 736, kind: 'postage' },
      { sold_as: 'M', n: 850, kind: 'adjustment' },
      { sold_as: 'POST', n: 865, kind: 'postage' },
    ]);
  });

  it('changes nothing when it comes again', async () => {
    const events = sql<{ n: number }>`SELECT count(*) AS n FROM log.event`;
    const before = await one(events);
    expect((await world.take({ path, preset: 'online-retail' })).tables).toEqual(tables);
    expect(await one(events)).toBe(before);
  });
});
