/** T7: an erasure that dies before or after each statement. Once she stands on the list, the next start finishes it; before, nothing has happened. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readErasures } from '#platform/backup';
import { fixedClock } from '#platform/clock';
import type { CustomerId } from '#platform/ids';
import { createEventLog, FLAGS } from '#platform/log';
import type { Database } from '#platform/postgres';
import { atEachStatement, dyingProcess } from '#platform/postgres/testing';
import { readSettings } from '#platform/settings';
import { createVault } from '#platform/vault';
import { type ErasureParts, eraseCustomer, reapplyErasures } from './erase-customer.ts';
import { someCustomers } from './testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'rg-erasures-'));
const audit = { record: async () => {}, verify: async () => null };
const owner = { kind: 'system', name: 'test' } as const;

const own = someCustomers();
afterAll(() => rmSync(folder, { recursive: true }));

const partsOn = (database: Pick<Database, 'db' | 'pool'>): ErasureParts => ({
  db: database.db,
  database: database as Database,
  log: createEventLog(),
  vault: createVault(database.db, own.master),
  settings: readSettings({}),
  pepper: own.pepper,
  clock: fixedClock('2026-11-23T12:00:00Z'),
  audit,
  folder,
  keepers: () => [],
});

/** With a visit before she signed in, and a browser that said it was her. */
async function aCustomer(): Promise<CustomerId> {
  const [user, visit, claimed] = [randomUUID(), randomUUID(), randomUUID()];
  const [, customer] = await own.hear([
    { name: { kind: 'anonymous_id', value: visit }, personal: { anonymousId: visit } },
    { name: { kind: 'user_id', value: user }, personal: { userId: user, anonymousId: visit } },
    {
      name: { kind: 'anonymous_id', value: claimed },
      personal: { userId: user, anonymousId: claimed },
      flags: FLAGS.unvouched,
    },
  ]);
  await own.readUp();
  return customer as CustomerId;
}

const left = async (customer: CustomerId) => {
  const { rows } = await own.database.pool.query(
    `SELECT (SELECT count(*) FROM vault.key WHERE subject_id = $1)::int AS keys,
            (SELECT count(*) FROM customers.identity WHERE customer_id = $1)::int AS identifiers,
            (SELECT count(*) FROM customers.erasure WHERE $1 = ANY(customer_ids))::int AS certificates`,
    [customer],
  );
  return rows[0];
};

it('is finished by the next start, or has not begun', async () => {
  const deaths = await atEachStatement(async (death) => {
    const customer = await aCustomer();
    const process = dyingProcess(own.database.connection, death);
    await eraseCustomer(partsOn(process), owner, customer, true).catch(() => null);
    await process.close().catch(() => {});
    await reapplyErasures(partsOn(own.database));
    const asked = readErasures(folder).some(({ customers }) => customers.includes(customer));
    expect(await left(customer)).toEqual(
      asked ? { keys: 0, identifiers: 0, certificates: 1 } : { keys: 1, identifiers: 1, certificates: 0 },
    );
    if (!process.died()) expect(asked).toBe(true);
    return { died: process.died() };
  });
  console.log(`erasure killed at ${deaths} points`);
  expect(deaths).toBeGreaterThan(20);
});
