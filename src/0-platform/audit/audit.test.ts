import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../clock/index.ts';
import { sql } from '../postgres/index.ts';
import { testDatabase } from '../postgres/testing.ts';
import { type Audit, createAudit } from './index.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let audit: Audit;
const system = { kind: 'system', name: 'test' } as const;

beforeAll(async () => {
  database = await testDatabase([{ module: 'platform/audit', folder: `${import.meta.dirname}/migrations` }]);
  audit = createAudit(systemClock);
});
afterAll(() => database.close());

const entries = async () =>
  (await sql<{ id: number }>`SELECT id FROM audit.entry ORDER BY id`.execute(database.db)).rows;

describe('the audit log', () => {
  it('is one chain, however many write at once', async () => {
    await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        audit.record(database.db, { actor: system, act: 'test.write', object: `n:${n}` }),
      ),
    );
    expect((await entries()).map(({ id }) => id)).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
    expect(await audit.verify(database.db)).toBeNull();
  });

  it('belongs to the transaction that did the act', async () => {
    const before = (await entries()).length;
    const undone = database.db.transaction().execute(async (tx) => {
      await audit.record(tx, { actor: system, act: 'test.undone', object: 'x' });
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await entries()).toHaveLength(before);
  });

  it.each(['UPDATE audit.entry SET name = name', 'DELETE FROM audit.entry', 'TRUNCATE audit.entry'])(
    'refuses %s',
    async (statement) => {
      await expect(database.pool.query(statement)).rejects.toThrow('append-only');
    },
  );

  it.each([
    ['an entry was changed', `UPDATE audit.entry SET object = 'n:other' WHERE id = 7`, 7],
    ['an entry was removed', 'DELETE FROM audit.entry WHERE id = 5', 5],
  ])('shows where %s by somebody who got around the trigger', async (_, tampering, at) => {
    await database.pool.query(
      `ALTER TABLE audit.entry DISABLE TRIGGER USER; ${tampering}; ALTER TABLE audit.entry ENABLE TRIGGER USER`,
    );
    expect(await audit.verify(database.db)).toEqual({ brokenAt: at });
  });
});
