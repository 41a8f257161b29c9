/** Each subscriber hears every event once and in order, whatever fails or is killed in between; on a log of its own, which stays short. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, sql } from '../postgres/index.ts';
import { atEachStatement, dyingProcess, testDatabase } from '../postgres/testing.ts';
import { createEventLog, type Subscriber } from './index.ts';
import { deliverOnce } from './run-subscribers.ts';
import { subscriberStatus } from './status.ts';
import { anEvent, LOG_MIGRATIONS } from './testing.ts';

const log = createEventLog();
let database: Awaited<ReturnType<typeof testDatabase>>;
const runs = process.env.REGULARS_NIGHT ? 2000 : 60;

beforeAll(async () => {
  database = await testDatabase(LOG_MIGRATIONS);
  await log.preparePartitions(database.db, anEvent().receivedAt);
});
afterAll(() => database.close());

describe('subscribers', () => {
  const collecting = (name: string, fail: () => boolean): Subscriber => ({
    name,
    hears: '*',
    startsAt: 'beginning',
    batch: 7,
    async on({ tx, events }) {
      for (const event of events)
        await sql`INSERT INTO probe (name, position) VALUES (${name}, ${event.position})`.execute(tx);
      if (fail()) throw new Error('as drawn');
    },
  });

  it('have each event applied exactly once and in order, whichever deliveries fail', async () => {
    const own: Database = database;
    await sql`CREATE TABLE probe (at bigint GENERATED ALWAYS AS IDENTITY, name text, position bigint)`.execute(
      own.db,
    );
    await log.append(
      own.db,
      Array.from({ length: 50 }, () => anEvent()),
    );
    const all = await log.read(own.db, { limit: 10_000 });
    let subscribers = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 10 }), async (failures) => {
        const subscriber = collecting(`probe ${subscribers++}`, () => failures.shift() ?? false);
        for (;;) {
          const outcome = await deliverOnce(subscriber, { database: own, log }).catch(() => 'failed');
          if (outcome === 'idle') break;
        }
        const { rows } = await sql<{
          position: number;
        }>`SELECT position FROM probe WHERE name = ${subscriber.name} ORDER BY at`.execute(own.db);
        expect(rows.map((row) => row.position)).toEqual(all.map((event) => event.position));
      }),
      { numRuns: Math.ceil(runs / 6) },
    );
    const status = await subscriberStatus(own.db);
    expect(status.find((one) => one.name === 'probe 0')?.behind).toBe(0);
  });

  it('killed before or after each statement, have each event applied exactly once by who comes after', async () => {
    const all = await log.read(database.db, { limit: 10_000 });
    let subscribers = 0;
    const deaths = await atEachStatement(async (death) => {
      const subscriber = collecting(`killed ${subscribers++}`, () => false);
      const process = dyingProcess(database.connection, death);
      const mayDie = { database: process as Database, log };
      while (!process.died() && (await deliverOnce(subscriber, mayDie).catch(() => 'idle')) !== 'idle');
      await process.close().catch(() => {});
      while ((await deliverOnce(subscriber, { database, log })) !== 'idle');
      const { rows } = await sql<{
        position: number;
      }>`SELECT position FROM probe WHERE name = ${subscriber.name} ORDER BY at`.execute(database.db);
      expect(rows.map((row) => row.position)).toEqual(all.map((event) => event.position));
      return { died: process.died() };
    });
    console.log(`subscriber killed at ${deaths} points`);
    expect(deaths).toBeGreaterThan(20);
  });

  it('are worked for by one runner at a time', async () => {
    const entered = Promise.withResolvers<void>();
    const leave = Promise.withResolvers<void>();
    const slow: Subscriber = {
      name: 'slow',
      hears: '*',
      startsAt: 'beginning',
      async on() {
        entered.resolve();
        await leave.promise;
      },
    };
    const first = deliverOnce(slow, { database, log });
    await entered.promise;
    expect(await deliverOnce(slow, { database, log })).toBe('busy');
    leave.resolve();
    expect(await first).toBe('moved');
  });

  it('hear only what they asked for, and still move on', async () => {
    await log.append(database.db, [anEvent({ event: 'Order Completed' }), anEvent({ event: 'Other' })]);
    const heard: string[] = [];
    const subscriber: Subscriber = {
      name: 'orders only',
      hears: ['Order Completed'],
      startsAt: 'beginning',
      on: async ({ events }) => void heard.push(...events.map((event) => event.event)),
    };
    while ((await deliverOnce(subscriber, { database, log })) !== 'idle');
    expect(new Set(heard)).toEqual(new Set(['Order Completed']));
  });
});
