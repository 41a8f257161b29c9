/** A shop's past from file to figure: real Postgres, real lake, and what reads the log in between. */
import { randomBytes } from 'node:crypto';
import { createFigures, type Figures as Measured } from '#decide/metrics';
import { ORDER_COLUMNS } from '#events/order-columns';
import { createCustomerDirectory } from '#know/customers';
import { type FileImport, type ImportOutcome, importFile } from '#know/imports';
import { fixedClock } from '#platform/clock';
import { fillLake, startTestLake } from '#platform/lake/testing';
import { createEventLog } from '#platform/log';
import type { Db } from '#platform/postgres';
import { testDatabase } from '#platform/postgres/testing';
import { createVault } from '#platform/vault';
import { migrationSets } from '../../src/6-app/schemas.ts';

export type Figures = Awaited<ReturnType<typeof aWorld>>;

const actor = { kind: 'system', name: 'test' } as const;
const master = randomBytes(32);
const pepper = randomBytes(32);

/** What an import works with, on this connection. */
export function importing(db: Db) {
  const vault = createVault(db, master);
  return {
    db,
    vault,
    log: createEventLog(),
    clock: fixedClock('2026-11-23T12:00:00Z'),
    audit: { record: async () => {}, verify: async () => null },
    customers: createCustomerDirectory(db, vault, pepper),
  };
}

export async function aWorld() {
  const database = await testDatabase(migrationSets());
  const at = await startTestLake({ derived: ORDER_COLUMNS });
  const { db } = database;
  const figures = createFigures({ db, lake: at.lake });
  return {
    database,
    lake: at.lake,
    take: (job: FileImport, on: Db = db): Promise<ImportOutcome> => importFile(importing(on), actor, job),
    ship: () => fillLake(database, at.lake),
    /** Everything from 2009 to 2026 under one key. */
    async total(name: string, query: { channel?: number } = {}): Promise<number | null> {
      const { items } = await figures.figure(
        name,
        { from: '2009-01-01', to: '2026-12-31', by: 'none', ...query },
        null,
      );
      return items[0]?.value ?? null;
    },
    figure: (name: string, query: Parameters<Measured['figure']>[1]) => figures.figure(name, query, null),
    async close() {
      await at.close();
      await database.close();
    },
  };
}
