import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../postgres/testing.ts';
import { createEventLog } from './event-log.ts';
import { readAhead } from './read-ahead.ts';
import { anEvent, LOG_MIGRATIONS } from './testing.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let folder: string;
let sizes: number;
const now = new Date();
const { signal } = new AbortController();

beforeAll(async () => {
  database = await testDatabase(LOG_MIGRATIONS);
  const log = createEventLog();
  await log.preparePartitions(database.db, now);
  await log.append(
    database.db,
    Array.from({ length: 500 }, () => anEvent({ receivedAt: now })),
  );
  const { rows } = await database.pool.query(`
    SELECT current_setting('data_directory') AS folder, sum(pg_relation_size(i.indexrelid))::int AS sizes
      FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
     WHERE c.relname = 'event_${now.toISOString().slice(0, 7).replace('-', '_')}' AND NOT i.indisprimary`);
  ({ folder, sizes } = rows[0]);
});
afterAll(() => database.close());

describe('reading ahead', () => {
  it('reads the indexes that new events are looked up in, whole', async () => {
    await database.pool.query('CHECKPOINT');
    expect(sizes).toBeGreaterThan(0);
    expect(await readAhead(database.db, { folder, now, signal })).toBe(sizes);
  });

  it('stops at what it may take, and at the signal', async () => {
    expect(await readAhead(database.db, { folder, now, signal, most: 1 })).toBeLessThanOrEqual(sizes);
    expect(await readAhead(database.db, { folder, now, signal: AbortSignal.abort() })).toBe(0);
  });

  it('does nothing where the files are not at hand', async () => {
    expect(await readAhead(database.db, { folder: '/nowhere', now, signal })).toBe(0);
  });
});
