/**
 * From an export to an installation one can start: into a new data directory with its own server, or into an empty database of the shop's
 * (`DATABASE_URL`). The schema is brought to where the exporting version had it, the rows are loaded, later migrations follow, erasures
 * are applied again, egress is off. The lake notices at the first start that it is another one and is built from log and archive.
 *
 * All or nothing: a database that something went wrong in is as empty afterwards as it was.
 */
import { mkdir, rm } from 'node:fs/promises';
import type { Pool, PoolClient } from 'pg';
import { Problem } from '../../errors/index.ts';
import {
  type Connection,
  connect,
  type MigrationSet,
  migrate,
  migrationsIn,
  startCluster,
} from '../../postgres/index.ts';
import { type Coffer, openCoffer } from '../coffer.ts';
import { appendErasures, erasuresAt } from '../erasure-list.ts';
import { moveUp, mustBeEmpty, stagingOf } from '../new-directory.ts';
import type { Layout, Restoring } from '../restore-backup.ts';
import { settleDatabase } from '../settle-restored.ts';
import { openTarget } from '../target/target.ts';
import { writeArchive, writeFiles } from '../write-restored.ts';
import { dropSchemas, isEmpty, schemas } from './catalogue.ts';
import { type Contents, readContents } from './contents.ts';
import { load } from './load.ts';

export type Importing = Omit<Restoring, 'at'> & {
  sets: MigrationSet[];
  /** Whether a server of the shop's own can hold it; throws where not. */
  suits?(pool: Pool): Promise<void>;
};

export type Imported = { id: string; tables: number; rows: number };

/** Throws `backup_none`, `backup_damaged`, `import_not_empty`, `import_newer`, `restore_folder_not_empty`. */
export async function importLogical(importing: Importing): Promise<Imported> {
  const { dataDir, settings, step } = importing;
  const staging = stagingOf(dataDir);
  await mustBeEmpty(dataDir);
  const coffer = await openCoffer(openTarget(importing.from, settings), settings.BACKUP_KEY, false);
  const contents = await readContents(coffer, importing.id);
  mustBeKnown(contents, importing.sets);
  await mkdir(staging, { recursive: true, mode: 0o700 });
  try {
    const layout = importing.layout(staging);
    await writeFiles(coffer, contents, staging);
    await writeArchive(coffer, { line: contents.line, only: contents.archive }, layout.archive);
    appendErasures(staging, await erasuresAt(coffer, contents.installation));
    await step?.('files written');
    await intoDatabase(importing, { coffer, contents, layout });
    await step?.('database filled');
    await moveUp(dataDir);
  } catch (error) {
    await rm(staging, { recursive: true, force: true }).catch(() => {});
    throw error;
  }
  const rows = contents.tables.reduce((sum, table) => sum + table.rows, 0);
  return { id: contents.id, tables: contents.tables.length, rows };
}

/** An older version's schema is a stretch of ours; one that went further is not ours to understand. */
function mustBeKnown({ migrations, version }: Contents, sets: MigrationSet[]): void {
  const known = new Map(migrationsIn(sets).map(({ key, checksum }) => [key, checksum]));
  if (migrations.some(({ key, checksum }) => known.get(key) !== checksum))
    throw new Problem('import_newer', { params: { version } });
}

type Source = { coffer: Coffer; contents: Contents; layout: Layout };

async function intoDatabase(importing: Importing, source: Source): Promise<void> {
  const { DATABASE_URL } = importing.settings;
  if (DATABASE_URL) return await fillEmpty(importing, source, DATABASE_URL);
  const { postgres, run } = source.layout;
  await mkdir(run, { recursive: true, mode: 0o700 });
  const cluster = await startCluster({ dataFolder: postgres, runFolder: run });
  try {
    await fillEmpty(importing, source, cluster.connection);
  } finally {
    await cluster.stop();
  }
}

async function fillEmpty(importing: Importing, source: Source, connection: Connection): Promise<void> {
  const database = connect(connection, { max: 3, name: 'regulars import' });
  const { pool } = database;
  try {
    await importing.suits?.(pool);
    const before = await withClient(pool, async (client) => {
      if (!(await isEmpty(client))) throw new Problem('import_not_empty');
      return await schemas(client);
    });
    try {
      await fill(importing, source, { pool, connection });
    } catch (error) {
      await withClient(pool, async (client) => {
        const made = (await schemas(client)).filter((name) => !before.includes(name));
        await dropSchemas(client, made);
      }).catch(() => {});
      throw error;
    }
  } finally {
    await database.close();
  }
}

async function fill(
  importing: Importing,
  { coffer, contents, layout }: Source,
  { pool, connection }: { pool: Pool; connection: Connection },
): Promise<void> {
  const { sets, dataDir, settings, clock } = importing;
  await migrate(pool, sets, new Set(contents.migrations.map(({ key }) => key)));
  if (contents.jobs) await (await import('../../jobs/index.ts')).installJobs({ pool });
  await importing.step?.('schema made');
  await load(pool, coffer, contents);
  await importing.step?.('loaded');
  await migrate(pool, sets);
  await importing.settle(layout.path, connection);
  const made = { id: contents.id, finishedAt: new Date(contents.finished_at) };
  await settleDatabase(connection, {
    dataDir,
    archive: layout.archive,
    settings,
    clock,
    made,
    reached: null,
  });
}

async function withClient<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    return await work(client);
  } finally {
    client.release();
  }
}
