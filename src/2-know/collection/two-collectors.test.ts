/** Two servers on one database: whatever reaches both, at once and in whatever order, is there once; and positions are given in the order of commits. */
import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCustomerDirectory } from '#know/customers';
import type { SourceGrant } from '#know/sources';
import { connect, type Database } from '#platform/postgres';
import { createVault } from '#platform/vault';
import { type Collector, createCollector } from './collector.ts';
import { aCollection, aTrack } from './testing.ts';

const own = aCollection();
const master = randomBytes(32);
const pepper = randomBytes(32);
const RUNS = process.env.REGULARS_NIGHT ? 500 : 25;

let servers: { database: Database; collector: Collector }[];
let from: { grant: SourceGrant; ip: string };
beforeAll(async () => {
  servers = [1, 2].map(() => {
    const database = connect(own.database.connection, { max: 6 });
    const { db } = database;
    const vault = createVault(db, master);
    const { log, clock } = own.platform;
    const customers = createCustomerDirectory(db, vault, pepper);
    const parts = { db, log, vault, customers, clock, pepper: pepper.toString('hex') };
    return { database, collector: createCollector(parts) };
  });
  from = { grant: (await own.sources.find(own.serverKey)) as SourceGrant, ip: '203.0.113.7' };
});
afterAll(async () => {
  for (const { database } of servers) await database.close();
});

const countOf = async (messageIds: string[]): Promise<number> =>
  (
    await own.database.pool.query('SELECT count(*)::int AS n FROM log.event WHERE message_id = ANY($1)', [
      messageIds,
    ])
  ).rows[0].n;

/** Follows the log as a subscriber does, and never sees a position lower than one it saw before. */
function aFollower() {
  const seen: number[] = [];
  let going = true;
  const done = (async () => {
    while (going) {
      const after = seen.at(-1) ?? 0;
      const { rows } = await own.database.pool.query(
        'SELECT position FROM log.event WHERE position > $1 ORDER BY position',
        [after],
      );
      seen.push(...rows.map(({ position }) => position as number));
    }
  })();
  return {
    seen,
    stop: async () => {
      going = false;
      await done;
    },
  };
}

it('store each event once, of one customer, and no follower misses any', async () => {
  const follower = aFollower();
  let sent = 0;
  await fc.assert(
    fc.asyncProperty(
      // Each call: to which server, and which of the events at hand; so most of them reach both.
      fc.array(fc.tuple(fc.nat(1), fc.array(fc.nat(11), { minLength: 1, maxLength: 6 })), {
        minLength: 2,
        maxLength: 12,
      }),
      async (calls) => {
        const run = randomUUID();
        const events = Array.from({ length: 12 }, (_, n) =>
          aTrack({ userId: `${run}-${n % 3}`, properties: { n } }),
        );
        const answers = await Promise.all(
          calls.map(([server, chosen]) =>
            (servers[server] as (typeof servers)[number]).collector.collect(
              chosen.map((n) => events[n]),
              from,
            ),
          ),
        );
        const used = [...new Set(calls.flatMap(([, chosen]) => chosen))];
        sent += used.length;
        expect(await countOf(used.map((n) => (events[n] as { messageId: string }).messageId))).toBe(
          used.length,
        );
        const told = answers.flat();
        expect(told.filter(({ status }) => status === 'stored')).toHaveLength(used.length);
        expect(told.filter(({ status }) => status === 'rejected')).toEqual([]);
        const { rows } = await own.database.pool.query(
          'SELECT count(DISTINCT customer_id)::int AS n FROM log.event WHERE message_id = ANY($1)',
          [used.map((n) => (events[n] as { messageId: string }).messageId)],
        );
        expect(rows[0].n).toBe(new Set(used.map((n) => n % 3)).size);
      },
    ),
    { numRuns: RUNS },
  );
  await follower.stop();
  const { rows } = await own.database.pool.query('SELECT position FROM log.event ORDER BY position');
  expect(rows.map(({ position }) => position)).toEqual(expect.arrayContaining(follower.seen));
  // What it had not read when it was stopped is above what it saw last; below, nothing is missing.
  const last = follower.seen.at(-1) ?? 0;
  expect(follower.seen).toEqual(rows.map(({ position }) => position).filter((position) => position <= last));
  console.log(`two collectors: ${RUNS} runs, ${sent} events, ${follower.seen.length} followed`);
}, 600_000);
