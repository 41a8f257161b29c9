/** T7: an import that dies before or after each statement, and is started again, leaves what one leaves that was never disturbed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sql } from '#platform/postgres';
import { atEachStatement, dyingProcess } from '#platform/postgres/testing';
import { aWorld, type Figures } from './world.ts';

let world: Figures;
const folder = mkdtempSync(join(tmpdir(), 'rg-import-'));
beforeAll(async () => {
  world = await aWorld();
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true });
});

let files = 0;
/** Two customers, a guest, a credit note, a booking, and a row that cannot be read. */
function aFile(): { path: string; name: string } {
  const name = `f${files++}`;
  const rows = [
    'Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country',
    `${name}1,85048,"TEA, GREEN",12,2009-12-01 07:45:00,6.95,${files}1,United Kingdom`,
    `${name}1,POST,POSTAGE,1,2009-12-01 07:45:00,8,${files}1,United Kingdom`,
    `${name}2,85048,,3,2009-12-02 09:00:00,6.95,${files}2,France`,
    `${name}3,22041,MUG,1,2009-12-02 10:00:00,2.1,,United Kingdom`,
    `C${name}1,85048,"TEA, GREEN",-2,2009-12-03 10:00:00,6.95,${files}1,United Kingdom`,
    `${name}4,22041,MUG,many,2009-12-02 10:00:00,2.1,,United Kingdom`,
  ];
  writeFileSync(join(folder, `${name}.csv`), rows.join('\n'));
  return { path: join(folder, `${name}.csv`), name };
}

const left = async (channel: string) => {
  const { rows } = await sql`
    SELECT (SELECT count(*) FROM orders.order WHERE channel_id = c.channel_id)::int AS orders,
           (SELECT sum(total) FROM orders.order WHERE channel_id = c.channel_id)::int AS total,
           (SELECT count(*) FROM orders.line JOIN orders.order USING (order_id) WHERE channel_id = c.channel_id)::int AS lines,
           (SELECT count(*) FROM log.event WHERE (properties->>'channel_id')::int = c.channel_id)::int AS events,
           (SELECT count(DISTINCT row) FROM imports.rejected JOIN imports.import USING (import_id) WHERE channel_id = c.channel_id)::int AS rejected
      FROM channels.channel c WHERE name = ${channel}`.execute(world.database.db);
  return rows[0];
};

it('leaves the same, once', async () => {
  const whole = aFile();
  await world.take({ ...whole, preset: 'online-retail', channel: whole.name });
  const expected = await left(whole.name);
  expect(expected).toEqual({
    orders: 4,
    total: 8340 + 800 + 2085 + 210 - 1390,
    lines: 5,
    events: 4,
    rejected: 1,
  });
  const deaths = await atEachStatement(async (death) => {
    const { path, name } = aFile();
    const process = dyingProcess(world.database.connection, death);
    await world.take({ path, preset: 'online-retail', channel: name }, process.db).catch(() => null);
    await process.close().catch(() => {});
    await world.take({ path, preset: 'online-retail', channel: name });
    expect(await left(name)).toEqual(expected);
    return { died: process.died() };
  });
  console.log(`import killed at ${deaths} points`);
  expect(deaths).toBeGreaterThan(40);
}, 300_000);
