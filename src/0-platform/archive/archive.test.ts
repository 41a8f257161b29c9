import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fixedClock } from '../clock/index.ts';
import { checkLake, rebuildLake } from '../lake/index.ts';
import { fillLake, LAKE_MIGRATIONS, startTestLake, type TestLake } from '../lake/testing.ts';
import { createEventLog, type NewEvent } from '../log/index.ts';
import { anEvent, LOG_MIGRATIONS } from '../log/testing.ts';
import { sql } from '../postgres/index.ts';
import { testDatabase } from '../postgres/testing.ts';
import {
  ArchiveDamaged,
  archivedMonths,
  archiveMonth,
  archiveOldMonths,
  expire,
  months,
  restoreMonth,
  setKeep,
  verifyArchive,
} from './index.ts';

const log = createEventLog();
const logger = pino({ level: 'silent' });
const clock = fixedClock('2026-11-20T00:00:00Z');
let at: TestLake;
let database: Awaited<ReturnType<typeof testDatabase>>;
let folder: string;

beforeAll(async () => {
  at = await startTestLake();
});
afterAll(() => at.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rg-archive-'));
  const here = { module: 'platform/archive', folder: join(import.meta.dirname, 'migrations') };
  database = await testDatabase([...LOG_MIGRATIONS, ...LAKE_MIGRATIONS, here]);
  await at.lake.command('DROP TABLE IF EXISTS events SYNC');
  for (const month of ['2025-01', '2025-02', '2026-11']) await log.append(database.db, eventsOf(month, 40));
  await ship();
  return async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  };
});

const nasty = 'a\\b\tc\nd\re "é" 中 😀';
const eventsOf = (month: string, count: number): NewEvent[] =>
  Array.from({ length: count }, (_, i) =>
    anEvent({
      receivedAt: new Date(`${month}-10T10:00:00.${String(i).padStart(3, '0')}Z`),
      timestamp: new Date(i === 0 ? '0999-01-01T00:00:00Z' : `${month}-09T10:00:00Z`),
      type: i % 4 === 0 ? 'page' : 'track',
      event: i % 4 === 0 ? '' : `Thing ${i % 3}\\${nasty}`,
      properties: JSON.stringify({ i, nasty }),
      personal: i % 2 ? Buffer.from([0, 1, 2, 255, i]) : null,
      causedBy: i % 5 === 0 ? (1 as never) : null,
    }),
  );
const ship = () => fillLake(database, at.lake);
const place = () => ({ database, folder, lake: at.lake, clock, logger });
const allRows = async () => (await sql`SELECT * FROM log.event ORDER BY position`.execute(database.db)).rows;
const check = () => checkLake({ database, lake: at.lake, archive: archivedMonths(place()) });

describe('a month', () => {
  it('leaves Postgres and comes back as it was', async () => {
    const before = await allRows();
    expect(await archiveMonth(place(), '2025-01')).toMatchObject({ outcome: 'archived', rows: 40 });
    expect(await allRows()).toEqual(before.slice(40));
    expect(await restoreMonth(place(), '2025-01')).toEqual({ outcome: 'restored', rows: 40 });
    expect(await allRows()).toEqual(before);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('stays while somebody has not read it', async () => {
    await sql`INSERT INTO log.cursor (subscriber, position) VALUES ('slow one', 3)`.execute(database.db);
    expect(await archiveMonth(place(), '2025-01')).toEqual({ outcome: 'still read', by: 'slow one' });
    expect(await allRows()).toHaveLength(120);
  });

  it('that is not there, or holds nothing, is told so', async () => {
    await sql`SELECT log.ensure_partition('2024-05-01Z')`.execute(database.db);
    expect(await archiveMonth(place(), '2024-05')).toEqual({ outcome: 'empty' });
    expect(await archiveMonth(place(), '2019-05')).toEqual({ outcome: 'absent' });
    await expect(archiveMonth(place(), '2019-13')).rejects.toThrow('Not a month');
  });

  it('is read whole from its files, as it was read from Postgres', async () => {
    const before = await log.read(database.db, { limit: 40 });
    await archiveMonth(place(), '2025-01');
    const events = async (isWanted: (one: { type: string }) => boolean) => {
      const all: typeof before = [];
      for await (const piece of archivedMonths(place()).events('2025-01', isWanted)) all.push(...piece);
      return all;
    };
    // What lies beyond the lake's calendar comes back at its edge.
    const shown = (all: typeof before) =>
      all.map((one) => ({ ...one, timestamp: Math.max(Number(one.timestamp), Date.UTC(1900, 0, 1)) }));
    expect(shown(await events(() => true))).toEqual(shown(before));
    expect(await events(({ type }) => type === 'page')).toHaveLength(10);
  });

  it('leaves by the monthly round when it is old enough', async () => {
    const { archived } = await archiveOldMonths(place(), { months: 13 });
    expect(archived.map(({ month, result }) => [month, result.outcome])).toEqual([
      ['2025-01', 'archived'],
      ['2025-02', 'archived'],
    ]);
  });
});

describe('the lake', () => {
  it('is compared with, and rebuilt from, archive and log together', async () => {
    await archiveMonth(place(), '2025-01');
    await archiveMonth(place(), '2025-02');
    expect(await check()).toMatchObject({ compared: 120, differences: [] });
    await at.lake.command("DELETE FROM events WHERE toYYYYMM(received_at) = 202501 AND type = 'page'");
    expect((await check()).differences).toMatchObject([{ archived: true }]);
    const outcome = await rebuildLake({ database, lake: at.lake, archive: archivedMonths(place()) });
    expect(outcome).toEqual({ outcome: 'done', copied: 120 });
    expect(await check()).toMatchObject({ compared: 120, differences: [] });
  });

  it('is not built from a damaged file, and keeps what it has', async () => {
    await archiveMonth(place(), '2025-01');
    damage('events');
    expect(await verifyArchive(place())).toEqual({ checked: 1, damaged: ['2025-01'] });
    await expect(rebuildLake({ database, lake: at.lake, archive: archivedMonths(place()) })).rejects.toThrow(
      ArchiveDamaged,
    );
    expect((await check()).differences).toEqual([]);
  });
});

describe('a damaged file', () => {
  it.each(['events', 'sealed'] as const)('of %s is refused when the month should come back', async (kind) => {
    await archiveMonth(place(), '2025-01');
    damage(kind);
    await expect(restoreMonth(place(), '2025-01')).rejects.toThrow(ArchiveDamaged);
    expect(await allRows()).toHaveLength(80);
  });

  it('that is gone is refused as well', async () => {
    await archiveMonth(place(), '2025-01');
    for (const file of readdirSync(folder)) rmSync(join(folder, file));
    expect(await verifyArchive(place())).toEqual({ checked: 1, damaged: ['2025-01'] });
  });
});

describe('the keep time of a kind', () => {
  it('takes it out of archive and lake when it is over, and nothing else', async () => {
    await archiveMonth(place(), '2025-01');
    await archiveMonth(place(), '2025-02');
    await setKeep(database.db, 'page', 21);
    expect(await expire(place())).toBe(10);
    expect((await months(database.db)).map(({ rows, without }) => [rows, without])).toEqual([
      [30, ['page']],
      [40, []],
    ]);
    expect(await verifyArchive(place())).toEqual({ checked: 2, damaged: [] });
    expect(await check()).toMatchObject({ compared: 110, differences: [] });
    expect(await expire(place())).toBe(0);
    expect(await restoreMonth(place(), '2025-01')).toMatchObject({ rows: 30 });
  });

  it('does not touch what Postgres still holds', async () => {
    await setKeep(database.db, 'page', 1);
    expect(await expire(place())).toBe(0);
    expect(await check()).toMatchObject({ compared: 120, differences: [] });
  });
});

function damage(kind: string): void {
  const path = join(folder, readdirSync(folder).find((file) => file.startsWith(kind)) as string);
  const bytes = readFileSync(path);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 1;
  writeFileSync(path, bytes);
}
