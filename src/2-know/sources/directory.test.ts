import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { fixedClock } from '#platform/clock';
import type { Database } from '#platform/postgres';
import { testDatabase } from '#platform/postgres/testing';
import { changeSource } from './change-source.ts';
import { createKey } from './create-key.ts';
import { createSourceDirectory, findSourceByKey, type SourceDirectory } from './directory.ts';
import { revokeKey } from './revoke-key.ts';
import { aSource, auditInMemory, SOURCES_MIGRATIONS, signerOf } from './testing.ts';
import { vouchesFor } from './user-token.ts';

let database: Database;
let directory: SourceDirectory;
let ground: Parameters<typeof createKey>[0];
const actor = { kind: 'system', name: 'test' } as const;

beforeAll(async () => {
  database = await testDatabase([SOURCES_MIGRATIONS]);
  ground = { db: database.db, audit: auditInMemory(), clock: fixedClock('2026-11-23T08:00:00Z') };
  directory = createSourceDirectory(database);
});
afterAll(async () => {
  await directory.close();
  await database.close();
});

/** Asks until the answer is as expected. Far below the 30 s after which the directory asks again by itself, far above a busy machine's second. */
const soon = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 10_000, interval: 5 });

describe('what a write key opens', () => {
  it('is its source with all that collection must know', async () => {
    const { sourceId, keyId, writeKey } = await aSource(database.db, {
      name: 'Shop',
      kind: 'web',
      keyKind: 'browser',
      allowed_events: ['Order Completed'],
      clear_properties: ['coupon'],
      allowed_origins: ['https://shop.example'],
    });
    const grant = {
      sourceId,
      name: 'Shop',
      keyId,
      keyKind: 'browser',
      enabled: true,
      allowedEvents: ['Order Completed'],
      clearProperties: ['coupon'],
      userTokenSecret: null,
      allowedOrigins: ['https://shop.example'],
    };
    expect(await directory.find(writeKey)).toEqual(grant);
    expect(await findSourceByKey(database.db, writeKey)).toEqual(grant);
  });

  it('is nothing for a key that was never made, nor for what is not a key at all', async () => {
    expect(await directory.find(`wk_${'A'.repeat(43)}`)).toBeNull();
    for (const text of ['', 'wk_', '\0', "' OR 1=1 --", 'x'.repeat(100_000)])
      expect(await directory.find(text)).toBeNull();
  });

  it('is the same for two keys side by side, until one is revoked', async () => {
    const { sourceId, keyId, writeKey } = await aSource(database.db);
    const second = await createKey(ground, actor, { sourceId, kind: 'server' });
    expect((await directory.find(writeKey))?.sourceId).toBe(sourceId);
    expect((await directory.find(second.writeKey))?.sourceId).toBe(sourceId);
    await revokeKey(ground, actor, { sourceId, keyId });
    await soon(async () => expect(await directory.find(writeKey)).toBeNull());
    expect((await directory.find(second.writeKey))?.keyId).toBe(second.keyId);
  });

  it('names the secret that signs user ids, and the newest one only', async () => {
    const { sourceId, writeKey } = await aSource(database.db);
    const signedBefore = await signerOf(database.db, sourceId);
    const signedNow = await signerOf(database.db, sourceId);
    const secret = (await findSourceByKey(database.db, writeKey))?.userTokenSecret as Buffer;
    expect(vouchesFor(secret, 'u1', signedNow('u1'))).toBe(true);
    expect(vouchesFor(secret, 'u1', signedBefore('u1'))).toBe(false);
  });
});

describe('what the directory remembers', () => {
  it('is read once for many requests', async () => {
    const { writeKey } = await aSource(database.db);
    const ready = await directory.find(writeKey);
    await soon(async () => expect(await directory.find(writeKey)).toEqual(ready));
    const grants = await Promise.all(Array.from({ length: 50 }, () => directory.find(writeKey)));
    expect(new Set(grants).size).toBe(1);
  });

  it('follows a change of the source within a second, also one made by another process', async () => {
    const { sourceId, writeKey } = await aSource(database.db);
    expect((await directory.find(writeKey))?.enabled).toBe(true);
    await changeSource(ground, actor, sourceId, { enabled: false });
    await soon(async () => expect((await directory.find(writeKey))?.enabled).toBe(false));
    await database.pool.query('UPDATE sources.source SET disabled_at = NULL WHERE source_id = $1', [
      sourceId,
    ]);
    await soon(async () => expect((await directory.find(writeKey))?.enabled).toBe(true));
  });

  it('includes that a key is unknown, only until it is made', async () => {
    const { sourceId } = await aSource(database.db);
    const { writeKey, keyId } = await createKey(ground, actor, { sourceId, kind: 'server' });
    await revokeKey(ground, actor, { sourceId, keyId });
    expect(await directory.find(writeKey)).toBeNull();
    await database.pool.query('UPDATE sources.key SET revoked_at = NULL WHERE key_id = $1', [keyId]);
    await soon(async () => expect((await directory.find(writeKey))?.keyId).toBe(keyId));
  });

  it('is believed for less than a second when the listening connection is cut', async () => {
    const { sourceId, keyId, writeKey } = await aSource(database.db);
    expect(await directory.find(writeKey)).not.toBeNull();
    await database.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND query LIKE 'LISTEN%' AND pid <> pg_backend_pid()`,
    );
    await revokeKey(ground, actor, { sourceId, keyId });
    await soon(async () => expect(await directory.find(writeKey)).toBeNull());
  });

  it('does not include a failure: the next request asks again', async () => {
    const { writeKey, sourceId } = await aSource(database.db);
    await database.pool.query('ALTER TABLE sources.key RENAME TO away');
    try {
      await expect(directory.find(writeKey)).rejects.toThrow();
    } finally {
      await database.pool.query('ALTER TABLE sources.away RENAME TO key');
    }
    expect((await directory.find(writeKey))?.sourceId).toBe(sourceId);
  });
});
