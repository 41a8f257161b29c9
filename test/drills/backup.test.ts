/**
 * The backup drill: a shop at work is backed up, works on, erases somebody; then it is brought back to a moment between. What was
 * acknowledged before that moment is there, once each; what was sent after it is not; whoever was erased stays erased; nothing leaves.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '#platform/postgres';
import { freePort, type Instance, run, runCommand, startInstance, until } from '../instance.ts';
import {
  type Acknowledged,
  ask,
  type Keys,
  keepSending,
  keysOf,
  lookUp,
  me,
  openDatabase,
  send,
} from './shop.ts';

const MOMENTS = process.env.REGULARS_NIGHT ? 30 : 1;
const HER = 'ann-who-asked';
const PUBLIC_URL = 'https://crm.tea.example';

const work = mkdtempSync(join(tmpdir(), 'rg-drill-'));
// Started by root, the house runs as a user of its own, who has to get in.
chmodSync(work, 0o755);
const place = join(work, 'backup');
// As an administrator makes it: whoever follows the log has to be able to write below.
mkdirSync(place, { mode: 0o755 });
const letters: string[] = [];
const mailServer = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData(stream, session, done) {
    letters.push(session.envelope.rcptTo.map(({ address }) => address).join());
    stream.resume().once('end', () => done());
  },
});

let shop: Instance;
let keys: Keys;
let backup: { id: string; finished_at: string; [key: string]: unknown };
let journal: Acknowledged[];
let moment: Date;
let restored: Instance;
const pause = (ms: number): Promise<void> => new Promise((next) => setTimeout(next, ms));

/** Nobody answers there: what the shop wants to send waits in its outbox. */
const deadMail = async (): Promise<string> => `smtp://127.0.0.1:${await freePort()}`;

async function aLetterWaits(): Promise<void> {
  const database = openDatabase(shop.dataDir);
  await sql`INSERT INTO egress.reach (url, reached_at, tried_at) VALUES (${PUBLIC_URL}, now(), now())
    ON CONFLICT (only_row) DO UPDATE SET url = excluded.url, reached_at = now(), failure = NULL`.execute(
    database.db,
  );
  await database.close();
  const person = { email: 'ben@tea.example', name: 'Ben', role: 'agent', channels: null };
  await ask(shop.url, keys.api, '/api/staff/invitations', person);
}

/** Until the target has everything that is committed now. */
async function shipped(): Promise<void> {
  const database = openDatabase(shop.dataDir);
  const { rows } = await sql<{ lsn: string }>`SELECT pg_current_wal_lsn()::text AS lsn`.execute(database.db);
  await until(
    async () =>
      (
        await sql<{ there: boolean }>`
          SELECT coalesce(shipped_lsn >= ${rows[0]?.lsn}::pg_lsn, false) AS there FROM backup.target`.execute(
          database.db,
        )
      ).rows[0]?.there,
    (there) => there === true,
  );
  await database.close();
}

beforeAll(async () => {
  await new Promise<void>((ready) => mailServer.listen(0, '127.0.0.1', ready));
  shop = await startInstance({ env: { PUBLIC_URL, SMTP_URL: await deadMail() } });
  keys = await keysOf(shop);
  const hers = await send(shop.url, keys.write, [
    { type: 'identify', userId: HER, traits: { email: 'ann@tea.example', name: 'Ann' } },
  ]);
  await aLetterWaits();
  const sender = keepSending(shop.url, keys.write);
  backup = await shop.regulars('backup', place);
  await pause(1500);
  moment = new Date();
  await pause(1000);
  await sender.stop();
  await shop.regulars('customer', 'erase', '--user-id', HER);
  await shipped();
  journal = [hers, ...sender.journal];
});
afterAll(async () => {
  await Promise.all([shop?.stop(), restored?.stop()]);
  mailServer.close();
  rmSync(work, { recursive: true, force: true });
});

const restoreTo = (at: Date, dataDir: string): Promise<{ id: string }> =>
  runCommand(['restore', place, '--at', at.toISOString(), '--data-dir', dataDir, '--json']);

/** What was under way at that very millisecond may be in or out. */
async function expectExactly(instance: Instance, at: Date): Promise<void> {
  const before = journal.filter((batch) => batch.at < at.getTime()).flatMap(({ ids }) => ids);
  const after = journal.filter((batch) => batch.sent > at.getTime()).flatMap(({ ids }) => ids);
  expect(before.length).toBeGreaterThan(0);
  const found = await lookUp(instance.url, keys.api, before);
  expect(found.filter(({ stored }) => stored !== 1)).toEqual([]);
  expect(found).toHaveLength(before.length);
  const later = await lookUp(instance.url, keys.api, after);
  expect(later.filter(({ stored }) => stored !== 0)).toEqual([]);
  console.log(
    `${at.toISOString()}: ${before.length} acknowledged before are there, ${after.length} after are not`,
  );
}

describe('a backup while the shop works', () => {
  it('says what it is in one way of writing', () => {
    expect(Object.keys(backup).filter((name) => /[A-Z]/.test(name))).toEqual([]);
    expect(backup).toMatchObject({ kind: 'physical', place, finished_at: expect.any(String) });
  });

  it('comes back as it was at a moment: what was acknowledged before, once each, and nothing after', async () => {
    const dataDir = join(work, 'restored');
    expect(await restoreTo(moment, dataDir)).toMatchObject({ id: backup.id, kind: 'physical' });
    const { port } = mailServer.server.address() as AddressInfo;
    restored = await startInstance({ dataDir, env: { PUBLIC_URL, SMTP_URL: `smtp://127.0.0.1:${port}` } });
    const after = journal.filter((batch) => batch.sent > moment.getTime());
    expect(after.length).toBeGreaterThan(5);
    await expectExactly(restored, moment);
  });

  it('keeps who was erased after that moment erased', async () => {
    const { items } = await ask<{ items: unknown[] }>(
      restored.url,
      keys.api,
      `/api/customers/find?kind=user_id&value=${HER}`,
    );
    expect(items).toEqual([]);
    const { items: erasures } = await ask<{ items: { actor: string }[] }>(
      restored.url,
      keys.api,
      '/api/erasures',
    );
    expect(erasures).toHaveLength(1);
    const { items: events } = await ask<{ items: { type: string; user_id: string | null }[] }>(
      restored.url,
      keys.api,
      '/api/events?type=identify',
    );
    expect(events.map(({ user_id }) => user_id)).toEqual([null]);
  });

  it('lists the backup it came from as finished', async () => {
    const { items } = await ask<{ items: { id: string; failure: string | null; finished_at: string }[] }>(
      restored.url,
      keys.api,
      '/api/backups',
    );
    expect(items).toEqual([
      expect.objectContaining({ id: backup.id, failure: null, finished_at: backup.finished_at }),
    ]);
  });

  it('lets nothing leave until its owner releases it; and then only what somebody asks for again', async () => {
    type Waiting = { items: { id: string; state: string }[] };
    expect((await me(restored.url, keys.api)).instance).toMatchObject({
      egress_released: false,
      restored_from: expect.stringContaining(backup.id),
    });
    const { items } = await ask<Waiting>(restored.url, keys.api, '/api/outbox');
    expect(items.map(({ state }) => state)).toEqual(['unknown']);
    const retry = `/api/outbox/${items[0]?.id}/retry`;
    await ask(restored.url, keys.api, retry, {});
    await pause(3000);
    expect(letters).toEqual([]);
    await ask(restored.url, keys.api, '/api/egress/release', {});
    expect((await me(restored.url, keys.api)).instance).toMatchObject({
      egress_released: true,
      restored_from: null,
    });
    await until(
      () => letters.length,
      (count) => count === 1,
    );
    expect(letters).toEqual(['ben@tea.example']);
  });

  it('leaves the one it was taken from as it is', async () => {
    expect((await me(shop.url, keys.api)).instance.egress_released).toBe(true);
    const { ids } = await send(shop.url, keys.write, [
      { type: 'track', event: 'Cart Viewed', userId: 'ben' },
    ]);
    expect(await lookUp(shop.url, keys.api, ids)).toMatchObject([{ stored: 1 }]);
    const all = journal.flatMap((batch) => batch.ids);
    expect((await lookUp(shop.url, keys.api, all)).every(({ stored }) => stored === 1)).toBe(true);
  });

  it('goes into no directory that holds something', async () => {
    const refused = await run(['restore', place, '--data-dir', restored.dataDir]);
    expect(refused.code).toBe(1);
    expect(refused.errors).toBe(`${restored.dataDir} is not empty: restore into a new directory.\n`);
  });

  it('copied by cp, keeps to itself too', async () => {
    await restored.stop();
    const dataDir = join(work, 'copied');
    expect(spawnSync('cp', ['-a', restored.dataDir, dataDir]).status).toBe(0);
    const copy = await startInstance({ dataDir });
    try {
      expect((await me(copy.url, keys.api)).instance).toMatchObject({
        egress_released: false,
        restored_from: expect.stringContaining('copied'),
      });
    } finally {
      await copy.stop();
    }
  });
});

describe.skipIf(MOMENTS === 1)('thirty moments', () => {
  it('come back exactly', { timeout: 1_800_000 }, async () => {
    const from = new Date(backup.finished_at).getTime();
    const to = Math.max(...journal.map((batch) => batch.at));
    for (let n = 0; n < MOMENTS; n++) {
      const at = new Date(Math.round(from + Math.random() * (to - from)));
      const dataDir = join(work, `moment-${n}`);
      await restoreTo(at, dataDir);
      const instance = await startInstance({ dataDir });
      try {
        await expectExactly(instance, at);
      } finally {
        await instance.stop();
        rmSync(dataDir, { recursive: true, force: true });
      }
    }
  });
});
