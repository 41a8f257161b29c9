import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { archiveMonth, restoreMonth, verifyArchive } from '../../archive/index.ts';
import { systemClock } from '../../clock/index.ts';
import { createJobs, installJobs } from '../../jobs/index.ts';
import { createEventLog } from '../../log/index.ts';
import { anEvent } from '../../log/testing.ts';
import { connect, migrate, sql } from '../../postgres/index.ts';
import { openCoffer } from '../coffer.ts';
import { backupsAt } from '../create-backup.ts';
import { egressState, exportLogical, exportsAt, importLogical, verifyExport } from '../index.ts';
import { backUpNightly } from '../nightly.ts';
import type { BackupSettings, Step } from '../parts.ts';
import { pruneBackups } from '../prune.ts';
import { openTarget } from '../target/target.ts';
import {
  BACKUP_MIGRATIONS,
  layoutOf,
  newDataDir,
  newFolder,
  removeFolder,
  SETTINGS,
  startInstallation,
  type TestInstallation,
} from '../testing.ts';
import { type Contents, readContents, writeContents } from './contents.ts';
import type { Importing } from './import.ts';
import { keep, kept } from './text-stream.ts';

const KEY = 'correct horse battery staple';
let shop: TestInstallation;
const folders: string[] = [];
const folder = (): string => {
  const made = newFolder();
  folders.push(made);
  return made;
};

beforeAll(async () => {
  const dataDir = newDataDir();
  folders.push(dataDir);
  shop = await startInstallation(dataDir);
  const { database } = shop;
  await installJobs(database);
  const now = new Date();
  const hostile = JSON.stringify({ text: 'tab\t line\n back\\slash \\N \\. 客户 "\'', nothing: null });
  for (const receivedAt of [new Date('2025-02-28T23:59:59.123456Z'), now])
    await createEventLog().append(
      database.db,
      Array.from({ length: 20 }, () => anEvent({ receivedAt, timestamp: now, properties: hostile })),
    );
  const jobs = createJobs();
  await jobs.add(
    database.db,
    'test: a timer',
    { id: 7 },
    { runAt: new Date('2030-01-01T00:00:00Z'), key: 'k' },
  );
  await jobs.add(database.db, 'test: soon', { id: 8 });
});
afterAll(async () => {
  await shop.close();
  folders.forEach(removeFolder);
});

const exportTo = (to: string, more: { settings?: Partial<BackupSettings>; step?: Step } = {}) =>
  exportLogical({
    ...shop.parts,
    settings: { ...SETTINGS, ...more.settings },
    to,
    version: '0.1.0',
    ...(more.step && { step: more.step }),
  });
const importing = (from: string, more: Partial<Importing> = {}): Importing => ({
  from,
  dataDir: folder(),
  layout: layoutOf,
  settings: SETTINGS,
  clock: systemClock,
  sets: BACKUP_MIGRATIONS,
  settle: async () => {},
  ...more,
});
/** A database on the same server, of a user who may do nothing but own it: as a shop gets one from its hoster. */
async function ownDatabase(): Promise<string> {
  const name = `own_${randomUUID().slice(0, 8)}`;
  await sql`CREATE ROLE ${sql.id(name)} LOGIN`.execute(shop.database.db);
  await sql`CREATE DATABASE ${sql.id(name)} OWNER ${sql.id(name)}`.execute(shop.database.db);
  const { host } = shop.cluster.connection;
  return `postgres://${name}@localhost/${name}?host=${encodeURIComponent(host)}`;
}
const withDatabase = async <T>(url: string, ask: (database: ReturnType<typeof connect>) => Promise<T>) => {
  const database = connect(url, { max: 2 });
  try {
    return await ask(database);
  } finally {
    await database.close();
  }
};
/** All that an installation consists of; its own runs of backups aside. */
async function contentOf({ db }: Pick<TestInstallation['database'], 'db'>) {
  const { rows: events } = await sql`SELECT * FROM log.event ORDER BY position`.execute(db);
  const { rows: jobs } = await sql`
    SELECT j.key, j.task_identifier, j.run_at, j.max_attempts, p.payload FROM graphile_worker.jobs j
      JOIN graphile_worker._private_jobs p USING (id) ORDER BY j.task_identifier`.execute(db);
  const { rows: next } = await sql`SELECT nextval('log.position') AS position`.execute(db);
  return { events, jobs, next };
}
const damage = async (to: string, change: (contents: Contents) => Contents): Promise<void> => {
  const coffer = await openCoffer(openTarget(to, SETTINGS), undefined, false);
  await writeContents(coffer, change(await readContents(coffer)));
};

describe('an export', () => {
  it('comes back in a new directory as it was: events, timers, positions; egress is off', async () => {
    const to = folder();
    const made = await exportTo(to);
    expect(made).toMatchObject({ place: to, sealed: false, rows: expect.any(Number) });
    expect(await exportsAt(to, SETTINGS)).toEqual([made.id]);
    expect(await backupsAt(to, SETTINGS)).toEqual([]);
    expect((await verifyExport(to, { settings: SETTINGS })).tables).toBe(made.tables);
    const into = importing(to);
    expect(await importLogical(into)).toEqual({ id: made.id, tables: made.tables, rows: made.rows });
    const restored = await startInstallation(into.dataDir);
    try {
      const [found, original] = [await contentOf(restored.database), await contentOf(shop.database)];
      expect(found).toEqual(original);
      expect(found.events).toHaveLength(40);
      expect(found.jobs).toHaveLength(2);
      expect(await egressState(restored.database.db)).toEqual({
        released: false,
        restoredFrom: `restored: ${made.id}`,
      });
      const { rows } = await sql<{ kind: string; failure: string | null; done: boolean }>`
        SELECT kind, failure, finished_at IS NOT NULL AS done FROM backup.run WHERE id = ${made.id}`.execute(
        restored.database.db,
      );
      expect(rows).toEqual([{ kind: 'logical', failure: null, done: true }]);
    } finally {
      await restored.close();
    }
    for (const name of ['instance.json', 'secrets.json'])
      expect(readFileSync(join(into.dataDir, name))).toEqual(readFileSync(join(shop.dataDir, name)));
  });

  it('goes into an empty database of one’s own, and into no other', async () => {
    const to = folder();
    await exportTo(to, { settings: { BACKUP_KEY: KEY } });
    const url = await ownDatabase();
    const settings = { ...SETTINGS, BACKUP_KEY: KEY, DATABASE_URL: url };
    const into = importing(to, { settings });
    await importLogical(into);
    expect(readdirSync(into.dataDir).sort()).toEqual(['archive', 'instance.json', 'secrets.json']);
    await withDatabase(url, async (own) =>
      expect((await contentOf(own)).events).toEqual((await contentOf(shop.database)).events),
    );
    const again = importing(to, { settings });
    await expect(importLogical(again)).rejects.toMatchObject({ code: 'import_not_empty' });
    expect(readdirSync(again.dataDir)).toEqual([]);
  });

  it('made by an older version is brought to this one’s schema', async () => {
    const to = folder();
    await exportTo(to);
    const later = folder();
    writeFileSync(join(later, '0001-later.sql'), 'CREATE SCHEMA later; CREATE TABLE later.thing (id int)');
    const url = await ownDatabase();
    const settings = { ...SETTINGS, DATABASE_URL: url };
    const sets = [...BACKUP_MIGRATIONS, { module: 'know/later', folder: later }];
    await importLogical(importing(to, { settings, sets }));
    await withDatabase(url, async ({ pool, db }) => {
      expect((await sql`SELECT * FROM later.thing`.execute(db)).rows).toEqual([]);
      expect(await migrate(pool, sets)).toEqual([]);
    });
  });

  it('made by a newer version is refused before anything is touched', async () => {
    const to = folder();
    await exportTo(to);
    const url = await ownDatabase();
    await damage(to, (contents) => ({
      ...contents,
      version: '9.0.0',
      migrations: [...contents.migrations, { key: 'know/later/0001-later.sql', checksum: 'a'.repeat(64) }],
    }));
    const into = importing(to, { settings: { ...SETTINGS, DATABASE_URL: url } });
    await expect(importLogical(into)).rejects.toMatchObject({
      code: 'import_newer',
      params: { version: '9.0.0' },
    });
    expect(readdirSync(into.dataDir)).toEqual([]);
  });

  it('names nothing that the database does not know itself', async () => {
    const to = folder();
    await exportTo(to);
    const url = await ownDatabase();
    const evil = 'event"; DROP TABLE log.event; --';
    await damage(to, (contents) => ({
      ...contents,
      tables: contents.tables.map((table, n) => (n === 0 ? { ...table, name: evil } : table)),
    }));
    await expect(
      importLogical(importing(to, { settings: { ...SETTINGS, DATABASE_URL: url } })),
    ).rejects.toMatchObject({ code: 'backup_damaged' });
  });
});

describe('the archive', () => {
  it('comes along with the months that have left Postgres', async () => {
    const { database, parts } = shop;
    const { archive } = parts.directory;
    // Nobody still reads them.
    await sql`UPDATE lake.shipping SET position = (SELECT max(position) FROM log.event)`.execute(database.db);
    expect(await archiveMonth({ database, folder: archive }, '2025-02')).toMatchObject({
      outcome: 'archived',
      rows: 20,
    });
    const to = folder();
    await exportTo(to);
    const url = await ownDatabase();
    const into = importing(to, { settings: { ...SETTINGS, DATABASE_URL: url } });
    await importLogical(into);
    const names = readdirSync(archive).sort();
    expect(names).toHaveLength(2);
    expect(readdirSync(join(into.dataDir, 'archive')).sort()).toEqual(names);
    await withDatabase(url, async (own) => {
      const folder = join(into.dataDir, 'archive');
      expect(await verifyArchive({ database: own, folder })).toMatchObject({ checked: 1, damaged: [] });
      expect(await restoreMonth({ database: own, folder }, '2025-02')).toMatchObject({ rows: 20 });
      expect((await contentOf(own)).events).toHaveLength(40);
    });
  });

  it('is not exported where a file of it is missing', async () => {
    const { archive } = shop.parts.directory;
    const [name = ''] = readdirSync(archive);
    const sound = readFileSync(join(archive, name));
    rmSync(join(archive, name));
    await expect(exportTo(folder())).rejects.toMatchObject({ code: 'export_disturbed' });
    writeFileSync(join(archive, name), sound);
    expect((await exportTo(folder())).rows).toBeGreaterThan(0);
  });
});

describe('of nights', () => {
  const later = (days: number) => ({ now: () => new Date(Date.now() + days * 86_400_000) });

  it('each is an export where the server is the shop’s own, read through as a proof', async () => {
    const to = folder();
    const settings = { ...SETTINGS, BACKUP_TO: to, DATABASE_URL: 'postgres://server.example/shop' };
    const made = await backUpNightly({ ...shop.parts, settings, version: '0.1.0' });
    expect(await exportsAt(to, SETTINGS)).toEqual([made?.id]);
    const { rows } = await sql<{ kind: string; proved: boolean }>`
      SELECT kind, verified_at IS NOT NULL AS proved FROM backup.run WHERE id = ${made?.id}`.execute(
      shop.database.db,
    );
    expect(rows).toEqual([{ kind: 'logical', proved: true }]);
  });

  it('exports go when their time is over, the last one excepted, and nothing of the others with them', async () => {
    const to = folder();
    const old = await exportTo(to);
    const newest = await exportTo(to);
    const prune = (days: number) => pruneBackups({ ...shop.parts, clock: later(days), at: to });
    expect(await prune(1)).toEqual([]);
    expect(await prune(40)).toEqual([old.id]);
    expect(await exportsAt(to, SETTINGS)).toEqual([newest.id]);
    const left = await openTarget(to, SETTINGS).list('logical/');
    expect(left.filter((name) => !name.startsWith(`logical/${newest.id}/`))).toEqual([]);
    expect((await verifyExport(to, { settings: SETTINGS })).id).toBe(newest.id);
  });
});

describe('a table larger than a piece', () => {
  it('is kept in several, and comes back as it was', async () => {
    const coffer = await openCoffer(openTarget(folder(), SETTINGS), undefined, true);
    const chunks = Array.from({ length: 45 }, (_, n) => Buffer.alloc(2 ** 20, `row ${n}\n`));
    const done = await keep(coffer, 'logical/large', Readable.from(chunks));
    expect(done.pieces).toHaveLength(3);
    const back = createHash('sha256');
    for await (const chunk of kept(coffer, done, 'large')) back.update(chunk);
    expect(back.digest('hex')).toBe(createHash('sha256').update(Buffer.concat(chunks)).digest('hex'));
    const [first, second, third] = done.pieces;
    const swapped = { ...done, pieces: [second, first, third].filter((piece) => piece !== undefined) };
    const read = async (): Promise<void> => {
      for await (const _ of kept(coffer, swapped, 'large'));
    };
    await expect(read()).rejects.toMatchObject({ code: 'backup_damaged', params: { name: 'large' } });
  });
});

describe('a damaged export', () => {
  it('is refused whichever object it is, and leaves the database as empty as it was', async () => {
    const to = folder();
    await exportTo(to);
    const url = await ownDatabase();
    const settings = { ...SETTINGS, DATABASE_URL: url };
    const target = openTarget(to, settings);
    const objects = [...(await target.list('logical/')), ...(await target.list('manifest/'))];
    for (const name of objects) {
      const path = join(to, name);
      const sound = readFileSync(path);
      const flipped = Buffer.from(sound);
      flipped[sound.length >> 1] = (flipped[sound.length >> 1] ?? 0) ^ 1;
      for (const harm of [
        () => writeFileSync(path, flipped),
        () => truncateSync(path, sound.length >> 1),
        () => rmSync(path),
      ]) {
        harm();
        await expect(verifyExport(to, { settings }), name).rejects.toMatchObject({
          code: expect.stringMatching(/^backup_(damaged|none)$/),
        });
        writeFileSync(path, sound);
      }
    }
    console.log(`${objects.length} objects, each damaged in three ways`);
    expect(objects.length).toBeGreaterThan(8);
    // The last of the tables: everything before it was loaded already.
    const last = objects.filter((name) => name.startsWith('logical/') && name.includes('vault')).at(-1) ?? '';
    truncateSync(join(to, last), 3);
    const into = importing(to, { settings });
    await expect(importLogical(into)).rejects.toMatchObject({ code: 'backup_damaged' });
    expect(readdirSync(into.dataDir)).toEqual([]);
    await withDatabase(url, async ({ db }) => {
      const { rows } = await sql`SELECT nspname FROM pg_namespace WHERE nspname = 'log'`.execute(db);
      expect(rows).toEqual([]);
    });
  });
});

describe('whoever exports and is stopped between two steps', () => {
  it('leaves no half export', async () => {
    const to = folder();
    const steps: string[] = [];
    await exportTo(to, { step: (name) => void steps.push(name) });
    for (const [n, name] of steps.entries()) {
      let seen = 0;
      const stop = (): void => {
        if (seen++ === n) throw new Error(`stopped at ${name}`);
      };
      await expect(exportTo(to, { step: stop })).rejects.toThrow(`stopped at ${name}`);
    }
    expect(await exportsAt(to, SETTINGS)).toHaveLength(1);
    const made = await exportTo(to);
    expect((await verifyExport(to, { settings: SETTINGS })).id).toBe(made.id);
    expect(steps.length).toBeGreaterThan(5);
  });

  it('and whoever imports and is stopped leaves neither a directory nor a schema', async () => {
    const to = folder();
    await exportTo(to);
    const url = await ownDatabase();
    const settings = { ...SETTINGS, DATABASE_URL: url };
    for (const at of ['files written', 'schema made', 'loaded']) {
      const into = importing(to, {
        settings,
        step: (name) => {
          if (name === at) throw new Error(`stopped at ${at}`);
        },
      });
      await expect(importLogical(into)).rejects.toThrow(`stopped at ${at}`);
      expect(readdirSync(into.dataDir)).toEqual([]);
    }
    expect((await importLogical(importing(to, { settings }))).tables).toBeGreaterThan(5);
  });
});
