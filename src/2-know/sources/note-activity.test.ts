import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sourceId } from '#platform/ids';
import { createEventLog } from '#platform/log';
import { anEvent, LOG_MIGRATIONS } from '#platform/log/testing';
import type { Database } from '#platform/postgres';
import { testDatabase } from '#platform/postgres/testing';
import { noteActivity } from './note-activity.ts';
import { recentDays, sourceById } from './store.ts';
import { aSource, SOURCES_MIGRATIONS } from './testing.ts';

let database: Database;
const log = createEventLog();
const subscriber = noteActivity('Asia/Shanghai');

beforeAll(async () => {
  database = await testDatabase([...LOG_MIGRATIONS, SOURCES_MIGRATIONS]);
  await log.preparePartitions(database.db, new Date('2026-11-01T00:00:00Z'));
});
afterAll(() => database.close());

/** Logs arrivals and delivers them in one batch. */
async function arrive(arrivals: [source: number, receivedAt: string][]): Promise<void> {
  await database.db.transaction().execute(async (tx) => {
    const from = await log.head(tx);
    const events = arrivals.map(([source, at]) =>
      anEvent({ sourceId: sourceId(source), receivedAt: new Date(at) }),
    );
    await log.append(tx, events);
    const stored = await log.read(tx, { after: from, limit: 100 });
    expect(stored).toHaveLength(arrivals.length);
    await subscriber.on({ tx, events: stored, log });
  });
}

describe('activity of a source', () => {
  it('is nothing before its first event', async () => {
    const { sourceId } = await aSource(database.db);
    expect(await sourceById(database.db, sourceId)).toMatchObject({
      first_event_at: null,
      last_event_at: null,
      events: 0,
    });
  });

  it('keeps first, last and number over batches, also when they come out of order', async () => {
    const { sourceId: id } = await aSource(database.db);
    await arrive([
      [id, '2026-11-02T08:00:00Z'],
      [id, '2026-11-02T09:00:00Z'],
    ]);
    await arrive([[id, '2026-11-01T07:00:00Z']]);
    expect(await sourceById(database.db, id)).toMatchObject({
      first_event_at: new Date('2026-11-01T07:00:00Z'),
      last_event_at: new Date('2026-11-02T09:00:00Z'),
      events: 3,
    });
  });

  it('is counted by the day of the shop, not of London, newest first', async () => {
    const { sourceId: id } = await aSource(database.db);
    await arrive([
      [id, '2026-11-03T15:59:59Z'],
      [id, '2026-11-03T16:00:00Z'],
      [id, '2026-11-03T16:00:01Z'],
    ]);
    expect(await recentDays(database.db, id, 30)).toEqual([
      { day: '2026-11-04', events: 2 },
      { day: '2026-11-03', events: 1 },
    ]);
  });

  it('is kept apart for each source of a batch', async () => {
    const [one, two] = [await aSource(database.db), await aSource(database.db)];
    await arrive([
      [one.sourceId, '2026-11-05T08:00:00Z'],
      [two.sourceId, '2026-11-05T08:00:00Z'],
      [one.sourceId, '2026-11-05T08:00:01Z'],
    ]);
    expect((await sourceById(database.db, one.sourceId))?.events).toBe(2);
    expect((await sourceById(database.db, two.sourceId))?.events).toBe(1);
  });
});
