import { appendFileSync, readdirSync, readFileSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../clock/index.ts';
import { createEventLog } from '../log/index.ts';
import { anEvent } from '../log/testing.ts';
import { connect, migrate, sql } from '../postgres/index.ts';
import { openCoffer } from './coffer.ts';
import { appendErasures } from './erasure-list.ts';
import { followAll, whileShipping } from './follow.ts';
import { createBackup, egressState, readErasures, restoreBackup, verifyBackup } from './index.ts';
import { completeBackups, readManifest } from './manifest.ts';
import type { BackupSettings, Step } from './parts.ts';
import * as store from './store.ts';
import { openTarget } from './target/target.ts';
import {
  BACKUP_MIGRATIONS,
  layoutOf,
  newDataDir,
  newFolder,
  removeFolder,
  SETTINGS,
  startInstallation,
  type TestInstallation,
} from './testing.ts';
import { lsnOf, stretches } from './wal-segment.ts';

const log = createEventLog();
const KEY = 'correct horse battery staple';
let shop: TestInstallation;
let folders: string[] = [];
const folder = (): string => {
  const made = newFolder();
  folders.push(made);
  return made;
};

beforeAll(async () => {
  const dataDir = newDataDir();
  folders.push(dataDir);
  shop = await startInstallation(dataDir);
  await say(50);
});
afterAll(async () => {
  await shop.close();
  folders.forEach(removeFolder);
  folders = [];
});

const say = async (count: number): Promise<void> => {
  const now = new Date();
  await log.append(
    shop.database.db,
    Array.from({ length: count }, () => anEvent({ receivedAt: now, timestamp: now })),
  );
};
const backUp = (to: string, more: { settings?: Partial<BackupSettings>; step?: Step } = {}) =>
  createBackup({
    ...shop.parts,
    settings: { ...SETTINGS, ...more.settings },
    to,
    version: '0.1.0',
    ...(more.step && { step: more.step }),
  });
const sendLog = (): Promise<unknown> =>
  whileShipping(shop.database.pool, (client) => followAll({ ...shop.parts, digests: new Map() }, client));
const restore = async (from: string, more: { at?: Date; settings?: Partial<BackupSettings> } = {}) => {
  const dataDir = folder();
  const done = await restoreBackup({
    from,
    dataDir,
    layout: layoutOf,
    settings: { ...SETTINGS, ...more.settings },
    clock: systemClock,
    ...(more.at && { at: more.at }),
    settle: async (_, connection) => {
      const database = connect(connection, { max: 1 });
      await migrate(database.pool, BACKUP_MIGRATIONS);
      await database.close();
    },
  });
  return { dataDir, done };
};
const countIn = async (dataDir: string): Promise<number> => {
  const other = await startInstallation(dataDir);
  try {
    return await countOf(other);
  } finally {
    await other.close();
  }
};
const countOf = async ({ database }: TestInstallation): Promise<number> =>
  (await sql<{ n: number }>`SELECT count(*) AS n FROM log.event`.execute(database.db)).rows[0]?.n ?? -1;
const dbNow = async (): Promise<Date> =>
  (await sql<{ now: Date }>`SELECT clock_timestamp() AS now`.execute(shop.database.db)).rows[0]?.now as Date;
const pause = (ms: number): Promise<void> => new Promise((next) => setTimeout(next, ms));

describe('a backup', () => {
  it('holds the log from its first moment, also while the engine lets go of what nobody follows', async () => {
    const step: Step = async (name) => void (name === 'log held' && (await sendLog()));
    expect((await backUp(folder(), { step })).files).toBeGreaterThan(0);
  });

  it('comes back as it was, with egress off and a line of its own', async () => {
    const to = folder();
    const before = await countOf(shop);
    const made = await backUp(to);
    expect(made).toMatchObject({ place: to, sealed: false });
    expect((await verifyBackup(to, { settings: SETTINGS })).files).toBe(made.files);
    const { dataDir, done } = await restore(to);
    expect(done.id).toBe(made.id);
    const restored = await startInstallation(dataDir);
    expect(await countOf(restored)).toBe(before);
    expect(await egressState(restored.database.db)).toMatchObject({
      released: false,
      restoredFrom: expect.stringContaining(made.id),
    });
    expect((await store.placeOf(restored.database.db))?.line).not.toBe(
      (await store.placeOf(shop.database.db))?.line,
    );
    for (const name of ['instance.json', 'secrets.json'])
      expect(readFileSync(join(dataDir, name))).toEqual(readFileSync(join(shop.dataDir, name)));
    await restored.close();
    expect((await readdir(dataDir)).includes('restoring')).toBe(false);
  });

  it('is followed by the log: to the end, and to a moment between two events', async () => {
    const to = folder();
    await backUp(to);
    const base = await countOf(shop);
    await say(3);
    await pause(20);
    const between = await dbNow();
    await pause(20);
    await say(4);
    await sendLog();
    const moment = await restore(to, { at: between });
    expect(await countIn(moment.dataDir)).toBe(base + 3);
    const end = await restore(to);
    expect(await countIn(end.dataDir)).toBe(base + 7);
    const later = await restore(to, { at: new Date(Date.now() + 3_600_000) });
    expect(await countIn(later.dataDir)).toBe(base + 7);
    expect(later.done.reached && later.done.reached <= new Date()).toBe(true);
    await expect(restore(to, { at: new Date('2020-01-01T00:00:00Z') })).rejects.toMatchObject({
      code: 'backup_none_before',
    });
  });

  it('is sealed under the key of its owner, and opens with no other and not without', async () => {
    const to = folder();
    await backUp(to, { settings: { BACKUP_KEY: KEY } });
    expect((await restore(to, { settings: { BACKUP_KEY: KEY } })).done.files).toBeGreaterThan(100);
    await expect(restore(to)).rejects.toMatchObject({ code: 'backup_key_missing' });
    await expect(restore(to, { settings: { BACKUP_KEY: `${KEY}!` } })).rejects.toMatchObject({
      code: 'backup_key_wrong',
    });
    await expect(backUp(to)).rejects.toMatchObject({ code: 'backup_key_missing' });
    const open = folder();
    await backUp(open);
    await expect(backUp(open, { settings: { BACKUP_KEY: KEY } })).rejects.toMatchObject({
      code: 'backup_not_sealed',
    });
  });

  it('takes a directory that is not empty for somebody else’s', async () => {
    const to = folder();
    await backUp(to);
    const dataDir = folder();
    writeFileSync(join(dataDir, 'letter.txt'), 'dear');
    await expect(
      restoreBackup({
        from: to,
        dataDir,
        layout: layoutOf,
        settings: SETTINGS,
        clock: systemClock,
        settle: async () => {},
      }),
    ).rejects.toMatchObject({ code: 'restore_folder_not_empty' });
    expect(readdirSync(dataDir)).toEqual(['letter.txt']);
  });

  it('brings the list of erasures along', async () => {
    const to = folder();
    await backUp(to);
    const line = {
      at: '2026-11-20T00:00:00.000Z',
      customers: [7, 9],
      made: ['2026-11-01T00:00:00.000Z', '2026-11-02T00:00:00.000Z'],
    };
    appendErasures(shop.dataDir, [line]);
    appendFileSync(join(shop.dataDir, 'erasures.jsonl'), '\n{"at":"cut o');
    await sendLog();
    const { dataDir } = await restore(to);
    expect(readErasures(dataDir)).toEqual([line]);
  });
});

describe('a damaged backup', () => {
  /** Everything that this backup consists of. */
  const objectsOf = async (to: string, settings: BackupSettings): Promise<string[]> => {
    const target = openTarget(to, settings);
    const coffer = await openCoffer(target, settings.BACKUP_KEY, false);
    const [id = ''] = await completeBackups(target);
    const manifest = await readManifest(coffer, id);
    const wal = { timeline: manifest.timeline, segmentBytes: manifest.segment_bytes };
    const needed = stretches(wal, lsnOf(manifest.start_lsn), lsnOf(manifest.stop_lsn));
    const log = (await target.list('wal/')).filter((name) =>
      needed.some(({ segment }) => name.includes(segment)),
    );
    return [...(await target.list('base/')), `manifest/${id}`, ...log];
  };

  it.each([false, true])(
    'is refused whichever object it is, and nothing is left behind (sealed: %s)',
    async (sealed) => {
      const to = folder();
      const settings = { ...SETTINGS, ...(sealed && { BACKUP_KEY: KEY }) };
      await backUp(to, { settings });
      const objects = await objectsOf(to, settings);
      for (const name of objects) {
        const path = join(to, name);
        const sound = readFileSync(path);
        for (const [harm, does] of Object.entries(HARMS)) {
          does(path, sound);
          const code = name.startsWith('manifest/') && harm === 'gone' ? 'backup_none' : 'backup_damaged';
          await expect(verifyBackup(to, { settings }), `${name} ${harm}`).rejects.toMatchObject({ code });
          writeFileSync(path, sound);
        }
      }
      expect(objects.length).toBeGreaterThan(3);
      const piece = join(to, objects[0] ?? '');
      writeFileSync(piece, flipped(readFileSync(piece)));
      const dataDir = folder();
      await expect(
        restoreBackup({
          from: to,
          dataDir,
          layout: layoutOf,
          settings,
          clock: systemClock,
          settle: async () => {},
        }),
      ).rejects.toMatchObject({ code: 'backup_damaged' });
      expect(readdirSync(dataDir)).toEqual([]);
    },
  );

  const flipped = (bytes: Buffer): Buffer => {
    const changed = Buffer.from(bytes);
    const at = Math.floor(changed.length / 2);
    changed[at] = (changed[at] ?? 0) ^ 1;
    return changed;
  };
  const HARMS: Record<string, (path: string, sound: Buffer) => void> = {
    flipped: (path, sound) => writeFileSync(path, flipped(sound)),
    cut: (path, sound) => truncateSync(path, Math.floor(sound.length / 2)),
    gone: (path) => unlinkSync(path),
  };
});

describe('whoever is stopped between two steps', () => {
  it('leaves no half backup: each step, one after the other', async () => {
    const to = folder();
    const steps: string[] = [];
    await backUp(to, { step: (name) => void steps.push(name) });
    const complete = (await readdir(join(to, 'manifest'))).length;
    for (const [n, name] of steps.entries()) {
      let seen = 0;
      const stop = (): void => {
        if (seen++ === n) throw new Error(`stopped at ${name}`);
      };
      await expect(backUp(to, { step: stop })).rejects.toThrow(`stopped at ${name}`);
    }
    const whole = await readdir(join(to, 'manifest'));
    // Only the one that had written its manifest already is one.
    expect(whole.length).toBe(complete + 1);
    for (const id of whole) await verifyBackup(to, { settings: SETTINGS, id });
    const made = await backUp(to);
    expect((await verifyBackup(to, { settings: SETTINGS })).id).toBe(made.id);
    console.log(`stopped at ${steps.length} steps: ${steps.join(', ')}`);
    expect(steps.length).toBeGreaterThan(8);
    const { rows } = await sql<{ active: number }>`
      SELECT count(*) AS active FROM pg_stat_activity WHERE query LIKE '%pg_backup_start%' AND pid <> pg_backend_pid()`.execute(
      shop.database.db,
    );
    expect(rows[0]?.active).toBe(0);
  });
});
