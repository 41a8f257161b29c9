/** Whoever reads by way of the tail reads what stands in the log, once and in order, wherever he and the others are. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Position, position } from '../ids/index.ts';
import { sql } from '../postgres/index.ts';
import { testDatabase } from '../postgres/testing.ts';
import { createEventLog } from './index.ts';
import { Tail } from './tail.ts';
import { anEvent, LOG_MIGRATIONS } from './testing.ts';

const log = createEventLog();
let database: Awaited<ReturnType<typeof testDatabase>>;
const runs = process.env.REGULARS_NIGHT ? 2000 : 60;

beforeAll(async () => {
  database = await testDatabase(LOG_MIGRATIONS);
  await log.preparePartitions(database.db, anEvent().receivedAt);
});
afterAll(() => database.close());

const READERS = 3;
const act = fc.oneof(
  { weight: 1, arbitrary: fc.record({ append: fc.integer({ min: 1, max: 9 }) }) },
  {
    weight: 4,
    arbitrary: fc.record({ reader: fc.nat(READERS - 1), limit: fc.integer({ min: 1, max: 12 }) }),
  },
);

it('hands each reader every event once and in order, whoever reads and grows at the same time', async () => {
  let read = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(act, { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 1, max: 8 }),
      fc.constantFrom(1, 200, 2 ** 20),
      async (acts, rows, mostBytes) => {
        const start = await log.head(database.db);
        const tail = new Tail({ rows, mostBytes });
        // One of them hears every third event only.
        const hears = [undefined, undefined, ({ position }: { position: number }) => position % 3 === 0];
        const heard: number[][] = Array.from({ length: READERS }, () => []);
        const cursors: Position[] = heard.map(() => start);
        const turn = async (reader: number, limit: number): Promise<boolean> => {
          const stretch = await tail.stretch(database.db, cursors[reader] as Position, limit, hears[reader]);
          if (!stretch) return false;
          expect(stretch.events.length).toBeLessThanOrEqual(limit);
          heard[reader]?.push(...stretch.events.map((event) => event.position));
          cursors[reader] = stretch.upTo;
          return true;
        };
        // Readers take turns of their own and do not wait for each other.
        const turns: Promise<unknown>[] = Array.from({ length: READERS }, () => Promise.resolve());
        for (const one of acts)
          if ('append' in one)
            await log.append(
              database.db,
              Array.from({ length: one.append }, () => anEvent()),
            );
          else
            turns[one.reader] = (turns[one.reader] as Promise<unknown>).then(() =>
              turn(one.reader, one.limit),
            );
        await Promise.all(turns);
        for (const reader of heard.keys()) while (await turn(reader, 10));
        const all = (await log.read(database.db, { after: start, limit: 1000 })).map(
          (event) => event.position,
        );
        for (const [reader, positions] of heard.entries())
          expect(positions).toEqual(all.filter((position) => hears[reader]?.({ position }) ?? true));
        read += all.length * READERS;
      },
    ),
    { numRuns: runs },
  );
  console.log(`tail of the log: ${runs} runs, ${read} events handed out`);
});

it('gives the readers of one stretch the same events, and reads again what it has not', async () => {
  const start = await log.head(database.db);
  await log.append(database.db, [anEvent(), anEvent(), anEvent()]);
  const tail = new Tail();
  const [one, other] = await Promise.all([1, 2].map(() => tail.stretch(database.db, start, 10)));
  expect(one?.events[0]).toBe(other?.events[0]);
  const later = await tail.stretch(database.db, position(one?.events[0]?.position ?? 0), 10);
  expect(later?.events[0]).toBe(one?.events[1]);
});

it('leaves a reader alone whose neighbour breaks down while he reads', async () => {
  const start = await log.head(database.db);
  await log.append(database.db, [anEvent()]);
  const tail = new Tail();
  let neighbour: Awaited<ReturnType<Tail['stretch']>> = null;
  const broken = database.db.transaction().execute(async (tx) => {
    await sql`SELECT 1 / 0`.execute(tx).catch(() => {});
    const reading = tail.stretch(tx, start, 10);
    const [own, other] = await Promise.allSettled([reading, tail.stretch(database.db, start, 10)]);
    expect(own.status).toBe('rejected');
    neighbour = other.status === 'fulfilled' ? other.value : null;
    throw new Error('as drawn');
  });
  await expect(broken).rejects.toThrow('as drawn');
  expect(neighbour).toMatchObject({ upTo: start + 1 });
});
