/**
 * The way to another server: a shop is exported while it runs and comes back in a new directory and in a database of its own, where
 * everything is as it was. And the way to another version: `upgrade`.
 */
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Database, sql, startCluster } from '#platform/postgres';
import { dataDirectory } from '../../src/6-app/data-directory.ts';
import { type Instance, run, runCommand, startInstance, until } from '../instance.ts';
import { ask, inLake, type Keys, keysOf, lookUp, me, openDatabase, send } from './shop.ts';

const work = mkdtempSync(join(tmpdir(), 'rg-export-'));
// Started by root, the house runs as a user of its own, who has to get in.
chmodSync(work, 0o755);
const place = join(work, 'export');
const env = { BACKUP_KEY: 'a key that only the owner has' };
/** One line of the list of erasures, as the place keeps it. */
const LINE = /^erasures\/.*\/[0-9a-f]{64}$/;
const FREED = 'ann-who-asked';

let shop: Instance;
let keys: Keys;
let ids: string[];
let exported: { id: string; tables: number; rows: number; [name: string]: unknown };
let ownUrl: string;

beforeAll(async () => {
  shop = await startInstance({ env });
  keys = await keysOf(shop);
  const events = Array.from({ length: 300 }, (_, n) => ({
    type: 'track',
    event: 'Product Viewed',
    userId: `customer-${n % 30}`,
    properties: { quantity: n, note: 'a\tb\\c\nd "客户" \u2028 \\N' },
  }));
  const her = { type: 'identify', userId: FREED, traits: { email: 'ann@tea.example' } };
  const sent = [await send(shop.url, keys.write, events), await send(shop.url, keys.write, [her])];
  ids = sent.flatMap((batch) => batch.ids);
  await send(shop.url, keys.write, [{ type: 'track', properties: {} }]);
  await signIn(shop.url);
  await inLake(shop.url, keys.api, ids);
  await dealtWith();
  exported = await shop.regulars('backup', place, '--logical');
  // She asked after the export was made: its place is told of that too.
  await shop.regulars('customer', 'erase', '--user-id', FREED);
  await until(() => readdirSync(place, { recursive: true }).some((name) => LINE.test(`${name}`)), Boolean);
  const database = openDatabase(shop.dataDir);
  await sql`CREATE DATABASE own`.execute(database.db);
  await database.close();
  const { run: folder } = dataDirectory(shop.dataDir);
  ownUrl = `postgres://regulars@localhost/own?host=${encodeURIComponent(folder)}`;
});
afterAll(async () => {
  await shop?.stop();
  rmSync(work, { recursive: true, force: true });
});

/** What the shop does a moment later with whom it came to know is done: both sides are counted at rest. */
async function dealtWith(): Promise<void> {
  const database = openDatabase(shop.dataDir);
  const left = async (): Promise<number> => {
    const { rows } = await sql<{ left: number }>`
      SELECT (SELECT count(*) FROM customers.stale) + (SELECT count(*) FROM customers.uncompared) AS left`.execute(
      database.db,
    );
    return Number(rows[0]?.left);
  };
  await until(left, (count) => count === 0);
  await database.close();
}

async function signIn(url: string): Promise<void> {
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify(shop.owner),
  });
  expect(answer.status).toBe(200);
}

/** Rows of every table, graphile-worker's own aside. */
async function countsOf({ db }: Database): Promise<Record<string, number>> {
  const { rows: tables } = await sql<{ schema: string; name: string }>`
    SELECT schemaname AS schema, tablename AS name FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema', 'graphile_worker') ORDER BY 1, 2`.execute(
    db,
  );
  const counts: Record<string, number> = {};
  for (const { schema, name } of tables) {
    const { rows } = await sql<{
      n: number;
    }>`SELECT count(*) AS n FROM ${sql.table(`${schema}.${name}`)}`.execute(db);
    counts[`${schema}.${name}`] = rows[0]?.n ?? -1;
  }
  return counts;
}

const eventsOf = async ({ db }: Database) =>
  (await sql`SELECT e.*, e.properties::text AS text FROM log.event e ORDER BY position`.execute(db)).rows;

/** What a running shop goes on writing by itself or works off (whom its lake has to forget), and what an import says of itself. */
const LIVE = [
  'definitions.erased',
  'jobs.occurrence',
  'jobs.worker',
  'lake.comparison',
  'backup.release',
  'egress.challenge',
];
const still = (counts: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).filter(([table]) => !LIVE.includes(table)));

async function expectSame(database: Database): Promise<void> {
  const original = openDatabase(shop.dataDir);
  try {
    expect(await eventsOf(database)).toEqual(await eventsOf(original));
    const counts = still(await countsOf(database));
    expect(counts).toEqual(still(await countsOf(original)));
    console.log(`${Object.keys(counts).length} tables, as many rows in each`);
    const { rows } = await sql`SELECT state FROM outbox.message WHERE state IN ('queued', 'claimed')`.execute(
      database.db,
    );
    expect(rows).toEqual([]);
  } finally {
    await original.close();
  }
}

async function expectAtWork(instance: Instance): Promise<void> {
  await signIn(instance.url);
  expect((await me(instance.url, keys.api)).instance).toMatchObject({
    egress_released: false,
    restored_from: `restored: ${exported.id}`,
  });
  // The lake was not exported: it is built anew, and by itself.
  const found = await inLake(instance.url, keys.api, ids);
  expect(found.filter(({ stored }) => stored !== 1)).toEqual([]);
  expect(await instance.regulars('lake', 'check')).toMatchObject({ equal: true });
  const { items } = await ask<{ items: unknown[] }>(
    instance.url,
    keys.api,
    `/api/customers/find?kind=user_id&value=${FREED}`,
  );
  expect(items).toEqual([]);
  const known = await ask<{ items: { events: number }[] }>(
    instance.url,
    keys.api,
    '/api/customers/find?kind=user_id&value=customer-7',
  );
  expect(known.items.map(({ events }) => events)).toEqual([10]);
  const fresh = await send(instance.url, keys.write, [
    { type: 'track', event: 'Cart Viewed', userId: 'new' },
  ]);
  expect(await lookUp(instance.url, keys.api, fresh.ids)).toMatchObject([{ stored: 1 }]);
}

describe('an export', () => {
  it('says what it is', () => {
    expect(exported).toMatchObject({ kind: 'logical', place, sealed: true });
    expect(exported.rows).toBeGreaterThan(330);
    expect(Object.keys(exported).filter((name) => /[A-Z]/.test(name))).toEqual([]);
  });

  it('opens with its key alone', async () => {
    const refused = await run(['restore', place, '--data-dir', join(work, 'keyless')]);
    expect(refused.code).toBe(1);
    expect(refused.errors).toBe('This backup is sealed: set BACKUP_KEY to the key it was made with.\n');
  });

  it('comes back in a new directory, recognised by itself', async () => {
    const dataDir = join(work, 'embedded');
    const answer = await runCommand(['restore', place, '--data-dir', dataDir, '--json'], env);
    expect(answer).toMatchObject({ id: exported.id, kind: 'logical', rows: exported.rows });
    await atRest(dataDir, expectSame);
    const instance = await startInstance({ dataDir, env });
    await expectAtWork(instance).finally(() => instance.stop());
  });

  it('comes back in a database of one’s own, which must be empty', async () => {
    const dataDir = join(work, 'own');
    const into = ['restore', place, '--data-dir', dataDir, '--database-url', ownUrl, '--json'];
    await runCommand(into, env);
    const database = connect(ownUrl, { max: 2 });
    await expectSame(database);
    await database.close();
    const instance = await startInstance({ dataDir, env: { ...env, DATABASE_URL: ownUrl } });
    try {
      await expectAtWork(instance);
      // And from there: only exports go in and out.
      const again = join(work, 'again');
      expect(await instance.regulars('backup', again, '--logical')).toMatchObject({ kind: 'logical' });
      const physical = await run(['backup', again, '--data-dir', dataDir, '--database-url', ownUrl], env);
      expect(physical.errors).toBe(
        'The database is a server of your own: use the logical export, or its own backups.\n',
      );
    } finally {
      await instance.stop();
    }
    const refused = await run(
      ['restore', place, '--data-dir', join(work, 'second'), '--database-url', ownUrl],
      env,
    );
    expect(refused.code).toBe(1);
    expect(refused.errors).toBe('This database is not empty: load the export into a new one.\n');
  });
});

describe('upgrade', () => {
  const upgrade = (dataDir: string, ...args: string[]) =>
    runCommand<Record<string, unknown>>(['upgrade', '--data-dir', dataDir, '--json', ...args], env);

  it('goes nowhere without a way back', async () => {
    const refused = await run(['upgrade', '--data-dir', shop.dataDir], env);
    expect(refused.code).toBe(1);
    expect(refused.errors).toContain('--backup PLACE');
  });

  it('backs up what runs, and leaves the rest to the next start', async () => {
    const at = join(work, 'before');
    expect(await upgrade(shop.dataDir, '--backup', at)).toMatchObject({
      pending: [],
      applied: [],
      restart: true,
      backup: { kind: 'physical', place: at },
    });
  });

  it('brings data at rest to this version, and says what it did', async () => {
    const dataDir = join(work, 'embedded');
    const key = 'platform/jobs/0002-occurrences.sql';
    // As a version knew it that had no occurrences yet.
    await atRest(dataDir, async ({ pool }) => {
      await pool.query('DROP TABLE jobs.occurrence, jobs.worker');
      await pool.query("DELETE FROM platform.migration WHERE module || '/' || name = $1", [key]);
    });
    const listed = await upgrade(dataDir, '--dry-run');
    expect(listed).toMatchObject({ dry_run: true, pending: [key], applied: [], backup: null });
    const done = await upgrade(dataDir, '--backup', join(work, 'rest'));
    expect(done).toMatchObject({ applied: [key], restart: false, backup: { kind: 'physical' } });
    expect(await upgrade(dataDir, '--without-backup')).toMatchObject({
      pending: [],
      applied: [],
      backup: null,
    });
  });

  it('does not touch what a newer version wrote', async () => {
    const dataDir = join(work, 'embedded');
    await atRest(dataDir, ({ pool }) =>
      pool.query(
        "INSERT INTO platform.migration (module, name, checksum) VALUES ('know/later', '0001.sql', 'x')",
      ),
    );
    const refused = await run(['upgrade', '--data-dir', dataDir, '--without-backup'], env);
    expect(refused.code).toBe(1);
    expect(refused.errors).toContain('was written by a newer version of Regulars');
  });
});

/** With nothing running on it but PostgreSQL. */
async function atRest<T>(dataDir: string, work: (database: Database) => Promise<T>): Promise<T> {
  const { postgres, run: runFolder } = dataDirectory(dataDir);
  const cluster = await startCluster({ dataFolder: postgres, runFolder });
  const database = connect(cluster.connection, { max: 2 });
  try {
    return await work(database);
  } finally {
    await database.close();
    await cluster.stop();
  }
}
