/**
 * The promise: an acknowledged event is never lost and never applied twice, whatever is killed. SIGKILL of the server, of Postgres and of the
 * lake while a sender sends; afterwards its journal is compared with the log, with the lake and with a probe that follows the log.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Backlog, createEventLog, listenToLog, runSubscribers, type Subscriber } from '#platform/log';
import { connect, type Database, sql } from '#platform/postgres';
import { readSettings } from '#platform/settings';
import { databaseConnection, dataDirectory } from '../../src/6-app/data-directory.ts';
import { readStatus } from '../../src/6-app/status-file.ts';
import { type Instance, startInstance, until } from '../instance.ts';

const night = Boolean(process.env.REGULARS_NIGHT);
const KILLS = night ? { server: 200, postgres: 50, lake: 50 } : { server: 20, postgres: 10, lake: 10 };

let instance: Instance;
let database: Database;
let folder: string;
let client: ChildProcess | undefined;
const stopping = new AbortController();
let probing: Promise<void>;

/** Follows the log as any subscriber, and writes down what it saw. */
const probe: Subscriber = {
  name: 'test: probe',
  hears: '*',
  startsAt: 'beginning',
  batch: 500,
  on: async ({ tx, events }) => {
    const positions = events.map((event) => event.position);
    await sql`INSERT INTO probe.seen (position) SELECT unnest(${positions}::bigint[])`.execute(tx);
  },
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rg-crash-'));
  instance = await startInstance();
  const settings = readSettings({ DATA_DIR: instance.dataDir });
  database = connect(databaseConnection(settings, dataDirectory(settings.DATA_DIR)), { max: 4 });
  await sql`CREATE SCHEMA probe`.execute(database.db);
  await sql`CREATE TABLE probe.seen (at bigint GENERATED ALWAYS AS IDENTITY, position bigint NOT NULL)`.execute(
    database.db,
  );
  const wakeup = listenToLog(database.pool);
  const logger = pino({ level: 'silent' });
  probing = runSubscribers([probe], {
    database,
    log: createEventLog(),
    wakeup,
    backlog: new Backlog(),
    logger,
    signal: stopping.signal,
  }).then(() => wakeup.close());
});

afterAll(async () => {
  client?.kill('SIGKILL');
  stopping.abort();
  await probing;
  await database.close();
  await instance.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('whatever is killed', () => {
  it(
    'loses nothing that was acknowledged, applies nothing twice, and keeps each customer in order',
    async () => {
      const { write_key: key } = await instance.regulars<{ write_key: string }>(
        'key',
        'create',
        '--kind',
        'server',
      );
      const journal = join(folder, 'journal');
      // What was sent is compared with the lake in the end: a slow machine must not be given more of it than a quick one.
      const job = { url: instance.url, key, journal, customers: 8, batch: 25, pauseMs: night ? 0 : 80 };
      const sending = spawn(process.execPath, [join(import.meta.dirname, 'client.ts'), JSON.stringify(job)], {
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      client = sending;
      const ended = new Promise<number | null>((done) => sending.once('exit', done));

      const kills = Object.entries(KILLS).flatMap(([name, times]) =>
        Array.from({ length: times }, () => name),
      );
      for (const [at, name] of shuffled(kills).entries()) {
        // Half of them die while all is well, half while something still comes back.
        if (at % 2 === 0) await until(serves, Boolean);
        await killed(name);
        await new Promise((next) => setTimeout(next, 150 + Math.random() * 400));
      }
      await new Promise((next) => setTimeout(next, 3000));
      sending.kill('SIGTERM');
      expect(await ended).toBe(0);

      const acked = readFileSync(journal, 'utf8').trim().split('\n');
      expect(acked.length).toBeGreaterThan(kills.length);
      const head = await settled();
      console.log(`kills ${JSON.stringify(KILLS)}; acknowledged ${acked.length}, stored ${head.rows}`);
      await expectOnceInLog(acked);
      await expectInOrder();
      await expectSeenOnce();
      await expectOnceInLake(acked);
    },
    night ? 3_600_000 : 600_000,
  );
});

const shuffled = <T>(list: T[]): T[] =>
  list
    .map((value) => ({ value, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);

/** Waits until it runs again first: a process that is not there cannot be killed. */
async function killed(name: string): Promise<void> {
  const running = () =>
    readStatus(dataDirectory(instance.dataDir))?.processes.find((process) => process.name === name);
  const found = await until(running, Boolean);
  if (found) process.kill(found.pid, 'SIGKILL');
}

const serves = (): Promise<boolean> =>
  fetch(`${instance.url}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );

/** Until all is up again, and probe and lake have seen everything there is. */
async function settled(): Promise<{ rows: number }> {
  for (;;) {
    try {
      const { rows } = await sql<{ rows: number; seen: number }>`
        SELECT (SELECT count(*) FROM log.event) AS rows, (SELECT count(*) FROM probe.seen) AS seen`.execute(
        database.db,
      );
      const { behind, reachable } = await instance.regulars<{ behind: number; reachable: boolean }>(
        'lake',
        'status',
      );
      const isSeen = rows[0] && rows[0].rows <= rows[0].seen;
      if (rows[0] && isSeen && behind === 0 && reachable && (await serves())) return rows[0];
    } catch {
      // Something is still coming back.
    }
    await new Promise((next) => setTimeout(next, 500));
  }
}

async function expectOnceInLog(acked: string[]): Promise<void> {
  const { rows } = await sql<{
    message_id: string;
    count: number;
  }>`SELECT message_id, count(*) AS count FROM log.event GROUP BY message_id`.execute(database.db);
  const counts = new Map(rows.map((row) => [row.message_id, row.count]));
  expect(acked.filter((id) => counts.get(id) !== 1)).toEqual([]);
  expect(rows.filter((row) => row.count !== 1)).toEqual([]);
}

async function expectInOrder(): Promise<void> {
  const { rows } = await sql<{ wrong: number }>`
    SELECT count(*) AS wrong FROM (
      SELECT (properties->>'quantity')::int AS sequence,
             lag((properties->>'quantity')::int) OVER (PARTITION BY customer_id ORDER BY position) AS before
        FROM log.event) steps
     WHERE sequence <= before`.execute(database.db);
  expect(rows[0]?.wrong).toBe(0);
}

async function expectSeenOnce(): Promise<void> {
  const { rows } = await sql<{ skipped: number; doubled: number; backwards: number }>`
    SELECT (SELECT count(*) FROM log.event e WHERE NOT EXISTS (SELECT 1 FROM probe.seen s WHERE s.position = e.position)) AS skipped,
           (SELECT count(*) - count(DISTINCT position) FROM probe.seen) AS doubled,
           (SELECT count(*) FROM (SELECT position < lag(position) OVER (ORDER BY at) AS back FROM probe.seen) steps WHERE back) AS backwards`.execute(
    database.db,
  );
  expect(rows[0]).toEqual({ skipped: 0, doubled: 0, backwards: 0 });
}

async function expectOnceInLake(acked: string[]): Promise<void> {
  const { api_key: apiKey } = await instance.regulars<{ api_key: string }>(
    'key',
    'create',
    '--api',
    '--role',
    'developer',
  );
  for (let at = 0; at < acked.length; at += 1000) {
    const answer = await fetch(`${instance.url}/api/events/lookup`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
      body: JSON.stringify({ message_ids: acked.slice(at, at + 1000) }),
    });
    const { items } = (await answer.json()) as { items: { stored: number; in_lake: number }[] };
    expect(items.filter((item) => item.stored !== 1 || item.in_lake !== 1)).toEqual([]);
  }
  const check = await instance.regulars<{ equal: boolean }>('lake', 'check');
  expect(check.equal).toBe(true);
}
