/** A real lake for tests: a process of its own with a data folder that goes away afterwards. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../postgres/index.ts';
import { createLake } from './create-lake.ts';
import type { DerivedColumn, Lake } from './index.ts';
import { type LakeProcess, startLakeProcess } from './process/start.ts';
import { shipNext } from './ship.ts';
import { noteTable } from './store.ts';
import { prepareTable } from './table.ts';

export type TestLake = {
  lake: Lake;
  socketPath: string;
  dataFolder: string;
  process(): LakeProcess['process'];
  /** SIGKILL, as power cuts and the kernel's out-of-memory killer do. */
  kill(): Promise<void>;
  /** Starts it again after `kill`. */
  start(): Promise<void>;
  close(): Promise<void>;
};

export async function startTestLake(
  options: { port?: number; derived?: readonly DerivedColumn[] } = {},
): Promise<TestLake> {
  const folder = mkdtempSync(join(tmpdir(), 'rg-lake-'));
  const { derived, ...place } = options;
  const where = { dataFolder: join(folder, 'lake'), socketPath: join(folder, 'lake.sock'), ...place };
  let running = await startLakeProcess(where);
  const lake = createLake({ socketPath: where.socketPath }, derived);
  return {
    lake,
    ...where,
    process: () => running.process,
    async kill() {
      const gone = new Promise((done) => running.process.once('exit', done));
      running.process.kill('SIGKILL');
      await gone;
    },
    async start() {
      running = await startLakeProcess(where);
    },
    async close() {
      await lake.close();
      await running.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const here = import.meta.dirname;
/** What a database needs, beyond the log, to ship it. */
export const LAKE_MIGRATIONS = [{ module: 'platform/lake', folder: `${here}/migrations` }];

/** Ships everything there is, into a table made where it is missing. */
export async function fillLake(database: Database, lake: Lake): Promise<void> {
  await noteTable(database.db, await prepareTable(lake));
  while (await shipNext({ database, lake }, 1000));
}
