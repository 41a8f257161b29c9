import fc from 'fast-check';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { customerId } from '../ids/index.ts';
import { createEventLog, listenToLog, type NewEvent } from '../log/index.ts';
import { anEvent, LOG_MIGRATIONS } from '../log/testing.ts';
import { sql } from '../postgres/index.ts';
import { testDatabase } from '../postgres/testing.ts';
import { checkLake } from './compare.ts';
import { runShipping } from './run-shipping.ts';
import { dropBeyondCursor, type Failpoint, repair, shipNext } from './ship.ts';
import { shippingStatus } from './status.ts';
import * as store from './store.ts';
import { prepareTable } from './table.ts';
import { LAKE_MIGRATIONS, startTestLake, type TestLake } from './testing.ts';

const log = createEventLog();
const logger = pino({ level: 'silent' });
const night = Boolean(process.env.REGULARS_NIGHT);
let at: TestLake;
let database: Awaited<ReturnType<typeof testDatabase>>;

beforeAll(async () => {
  [at, database] = await Promise.all([
    startTestLake(),
    testDatabase([...LOG_MIGRATIONS, ...LAKE_MIGRATIONS]),
  ]);
  await store.noteTable(database.db, await prepareTable(at.lake));
});
afterAll(async () => {
  await at.close();
  await database.close();
});

const append = (count: number, given: Partial<NewEvent> = {}) =>
  log.append(
    database.db,
    Array.from({ length: count }, () => anEvent(given)),
  );
const shipAll = async (rows = 1000): Promise<void> => {
  while (await shipNext({ database, lake: at.lake }, rows));
};
const differences = async () => (await checkLake({ database, lake: at.lake })).differences;
const stored = async () => (await at.lake.query<{ n: number }>('SELECT count() AS n FROM events'))[0]?.n;

describe('a shipment', () => {
  it('brings over what was logged, whatever the text', async () => {
    const text = fc
      .string({ unit: 'binary', maxLength: 40 })
      .filter((value) => !value.includes('\0') && value.isWellFormed());
    const instants = fc.date({
      min: new Date('1800-01-01'),
      max: new Date('2500-01-01'),
      noInvalidDate: true,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(text, text, instants), { minLength: 1, maxLength: 20 }),
        async (drawn) => {
          const events = drawn.map(([name, value, timestamp]) =>
            anEvent({
              event: name,
              timestamp,
              properties: JSON.stringify({ value, [name]: '\\\t\n\r\b\f\v' }),
            }),
          );
          const verdicts = await log.append(database.db, events);
          await shipAll();
          const rows = await at.lake.query<{ event: string; properties: string; message_id: string }>(
            'SELECT event, properties, message_id FROM events WHERE position IN {positions:Array(Int64)} ORDER BY position',
            { params: { positions: verdicts.map((verdict) => verdict.position) } },
          );
          expect(rows).toEqual(
            events.map(({ event, properties, messageId }) => ({ event, properties, message_id: messageId })),
          );
        },
      ),
      { numRuns: night ? 500 : 25 },
    );
    expect(await differences()).toEqual([]);
  });

  it('carries every column, and no personal value', async () => {
    const [verdict] = await log.append(database.db, [
      anEvent({
        type: 'identify',
        event: '',
        origin: 'import',
        customerId: customerId(77),
        flags: 5,
        depth: 2,
        causedBy: 1 as never,
        timestamp: new Date('2026-11-01T08:00:00.123Z'),
        receivedAt: new Date('2026-11-02T09:00:00.456Z'),
        properties: '{"b" : 1.50, "a":"é"}',
        context: '{"page":{}}',
        personal: Buffer.from('canary'),
        messageId: 'whole',
      }),
    ]);
    await shipAll();
    const [row] = await at.lake.query('SELECT * FROM events WHERE message_id = {id:String}', {
      params: { id: 'whole' },
    });
    expect(row).toEqual({
      position: verdict?.position,
      received_at: '2026-11-02 09:00:00.456000',
      timestamp: '2026-11-01 08:00:00.123000',
      customer_id: 77,
      source_id: 1,
      type: 'identify',
      origin: 'import',
      flags: 5,
      caused_by: 1,
      depth: 2,
      schema_version: 1,
      event: '',
      message_id: 'whole',
      properties: '{"b" : 1.50, "a":"é"}',
      context: '{"page":{}}',
    });
  });

  it.each(['noted', 'sent', 'compared', 'moved'] as const)(
    'stopped when it has %s is taken up again, and each event is there once',
    async (point) => {
      await append(30);
      const failpoint: Failpoint = (reached) => {
        if (reached === point) throw new Error('stopped');
      };
      await expect(shipNext({ database, lake: at.lake, failpoint }, 10)).rejects.toThrow('stopped');
      await shipAll(7);
      expect(await differences()).toEqual([]);
    },
  );

  it('whose token the lake knows without its rows is found and put right', async () => {
    await append(10);
    const stop: Failpoint = (reached) => {
      if (reached === 'sent') throw new Error('stopped');
    };
    const { position } = await store.shipping(database.db);
    await expect(shipNext({ database, lake: at.lake, failpoint: stop }, 10)).rejects.toThrow('stopped');
    // As a lake leaves it that is killed between writing down the token and taking in the part.
    await at.lake.command('DELETE FROM events WHERE position > {position:Int64}', { params: { position } });
    await shipAll();
    expect(await differences()).toEqual([]);
  });

  it('is sent by one of several at a time', async () => {
    await append(200);
    await Promise.all([1, 2, 3].map(() => shipAll(9)));
    expect(await differences()).toEqual([]);
  });
});

describe('the comparison', () => {
  beforeEach(() => shipAll());

  it.each([
    ['a missing event', 'DELETE FROM events WHERE position = {position:Int64}'],
    [
      'a changed value',
      "ALTER TABLE events UPDATE properties = '{}' WHERE position = {position:Int64} SETTINGS mutations_sync = 2",
    ],
    [
      'an event that stands there twice',
      'INSERT INTO events SELECT * FROM events WHERE position = {position:Int64}',
    ],
  ])('finds %s, and repair mends it', async (_, tamper) => {
    const [verdict] = await log.append(database.db, [anEvent({ properties: '{"price":1}' })]);
    await shipAll();
    await at.lake.command(tamper, { params: { position: verdict?.position } });
    const found = await differences();
    expect(found).toHaveLength(1);
    await repair({ database, lake: at.lake }, found);
    expect(await differences()).toEqual([]);
  });

  it('takes out what lies beyond the cursor, as after Postgres was restored to an earlier moment', async () => {
    const before = await stored();
    await append(5);
    const { position } = await store.shipping(database.db);
    await shipAll();
    await sql`UPDATE lake.shipping SET position = ${position}`.execute(database.db);
    expect(await dropBeyondCursor({ database, lake: at.lake })).toBe(true);
    expect(await stored()).toBe(before);
    // The positions are given again, and the events with them are other ones: the tokens of before must not keep them out.
    await shipAll();
    expect(await differences()).toEqual([]);
  });
});

describe('the loop', () => {
  const running = (lake = at.lake) => {
    const stop = new AbortController();
    const wakeup = listenToLog(database.pool);
    const done = runShipping({ database, lake, archive: null, wakeup, logger, signal: stop.signal });
    return async () => {
      stop.abort();
      await done;
      await wakeup.close();
    };
  };
  const caughtUp = async (): Promise<void> => {
    while ((await shippingStatus(database.db)).behind > 0) await new Promise((next) => setTimeout(next, 50));
  };

  it('has everything in the lake, once, however often the lake is killed in the middle of inserts', async () => {
    const kills = night ? 50 : 10;
    let going = true;
    let broken = 0;
    const load = (async () => {
      while (going) {
        await append(200, { properties: JSON.stringify({ text: 'x'.repeat(300) }) });
        // Where a lake takes long to start, what waits for it must not grow meanwhile.
        while (going && (await shippingStatus(database.db)).behind > 4000)
          await new Promise((next) => setTimeout(next, 20));
      }
    })();
    const shipping = (async () => {
      while (going) await shipNext({ database, lake: at.lake }, 400).catch(() => broken++);
    })();
    for (let kill = 0; kill < kills; kill++) {
      await new Promise((next) => setTimeout(next, (kill * 97) % 400));
      await at.kill();
      await at.start();
    }
    going = false;
    await Promise.all([load, shipping]);
    await shipAll();
    const result = await checkLake({ database, lake: at.lake });
    expect(result.differences).toEqual([]);
    expect(broken).toBeGreaterThan(0);
    console.log(
      `lake killed ${kills} times, ${broken} shipments broken off; ${result.compared} events compared`,
    );
  });

  it('fills a lake that lost its data anew', async () => {
    await at.lake.command('DROP TABLE events SYNC');
    const stop = running();
    await append(10);
    await caughtUp();
    while ((await store.shipping(database.db)).tableId !== (await prepareTable(at.lake)))
      await new Promise((next) => setTimeout(next, 50));
    await stop();
    expect(await differences()).toEqual([]);
  });

  it('goes on when Postgres ends its connections', async () => {
    const stop = running();
    for (let round = 0; round < 5; round++) {
      await append(50);
      await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`
        .execute(database.db)
        .catch(() => {});
    }
    await append(1);
    await caughtUp();
    await stop();
    expect(await differences()).toEqual([]);
  });
});
