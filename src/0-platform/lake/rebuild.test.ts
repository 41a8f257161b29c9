import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEventLog } from '../log/index.ts';
import { anEvent, LOG_MIGRATIONS } from '../log/testing.ts';
import { testDatabase } from '../postgres/testing.ts';
import { checkLake } from './compare.ts';
import { cancelRebuild, rebuildLake } from './rebuild.ts';
import { shipNext } from './ship.ts';
import { lakeStatus } from './status.ts';
import * as store from './store.ts';
import { prepareTable } from './table.ts';
import { LAKE_MIGRATIONS, startTestLake, type TestLake } from './testing.ts';

const log = createEventLog();
let at: TestLake;
let database: Awaited<ReturnType<typeof testDatabase>>;

beforeAll(async () => {
  [at, database] = await Promise.all([
    startTestLake(),
    testDatabase([...LOG_MIGRATIONS, ...LAKE_MIGRATIONS]),
  ]);
  await store.noteTable(database.db, await prepareTable(at.lake));
  for (let i = 0; i < 20; i++) await append(1000);
  await shipAll();
});
afterAll(async () => {
  await at.close();
  await database.close();
});

const append = (count: number) =>
  log.append(
    database.db,
    Array.from({ length: count }, () => anEvent()),
  );
const shipAll = async (): Promise<void> => {
  while (await shipNext({ database, lake: at.lake }, 2000));
};
const rebuild = () => ({ database, lake: at.lake, archive: null });

describe('a rebuild', () => {
  it('misses nothing and doubles nothing while events go on being appended and shipped', async () => {
    await at.lake.command('TRUNCATE TABLE events');
    let going = true;
    const load = (async () => {
      while (going) {
        await append(50);
        await shipNext({ database, lake: at.lake }, 2000);
      }
    })();
    const seen: number[] = [];
    const outcome = await rebuildLake(rebuild(), { onProgress: (copied) => seen.push(copied) });
    going = false;
    await load;
    await shipAll();
    expect(outcome.outcome).toBe('done');
    expect(outcome.copied).toBeGreaterThan(20_000);
    expect(seen.length).toBeGreaterThan(0);
    const result = await checkLake({ database, lake: at.lake });
    expect(result.differences).toEqual([]);
    expect(result.compared).toBeGreaterThan(outcome.copied);
  });

  it('can be cancelled, and leaves the lake as it was', async () => {
    const stop = new AbortController();
    const before = (await store.shipping(database.db)).tableId;
    const outcome = await rebuildLake(rebuild(), { signal: stop.signal, onProgress: () => stop.abort() });
    expect(outcome.outcome).toBe('cancelled');
    expect((await store.shipping(database.db)).tableId).toBe(before);
    expect((await checkLake({ database, lake: at.lake })).differences).toEqual([]);
    expect((await lakeStatus(database.db, at.lake)).rebuild?.outcome).toBe('cancelled');
  });

  it('can be cancelled from another process', async () => {
    const cancelled: Promise<boolean>[] = [];
    const batches = rebuildLake(
      { ...rebuild(), archive: endless() },
      { onProgress: () => cancelled.push(cancelRebuild(database.db)) },
    );
    expect((await batches).outcome).toBe('cancelled');
    expect(await cancelled[0]).toBe(true);
    expect(await cancelRebuild(database.db)).toBe(false);
  });

  it('is one at a time', async () => {
    const outcomes = await Promise.all([rebuildLake(rebuild()), rebuildLake(rebuild())]);
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['busy', 'done']);
  });

  it('interrupted half-way is told apart, and the next one starts clean', async () => {
    const failing = rebuildLake(rebuild(), {
      onProgress: () => {
        throw new Error('stopped');
      },
    });
    await expect(failing).rejects.toThrow('stopped');
    expect((await lakeStatus(database.db, at.lake)).rebuild?.outcome).toBe('failed');
    expect((await rebuildLake(rebuild())).outcome).toBe('done');
    expect((await checkLake({ database, lake: at.lake })).differences).toEqual([]);
  });
});

/** An archive that never ends, so that only cancelling ends the rebuild. */
const endless = () => ({
  months: async () => [{ month: '2020-01', rows: 1 }],
  sums: async () => [],
  async *rows() {
    const line = `1\t2020-01-01 00:00:00\t2020-01-01 00:00:00\t7\t1\t0\t0\t0\t0\t0\t1\tx\tm\t{}\t${'c'.repeat(100_000)}\n`;
    const piece = Buffer.from(line.repeat(200));
    for (;;) yield piece;
  },
});
