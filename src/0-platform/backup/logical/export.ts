/**
 * An export: everything that counts, in a form that any later version and any PostgreSQL reads. It is the way to a new major version of the
 * server and to a server of one's own; for returning to a moment there are the physical backups.
 *
 * All tables are read in one snapshot while everything runs, one after the other, as COPY text of named columns. The archive, the
 * secrets and who this is come along; the lake does not, it is built anew from the rest. Sealed like every backup (`coffer.ts`).
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { PoolClient } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { Problem } from '../../errors/index.ts';
import { appliedTo } from '../../postgres/index.ts';
import { type Coffer, openCoffer } from '../coffer.ts';
import { shipErasures } from '../erasure-list.ts';
import { installationOf } from '../follow.ts';
import { backupId } from '../manifest.ts';
import { pack } from '../pack.ts';
import type { BackupParts } from '../parts.ts';
import { shipArchive } from '../ship-archive.ts';
import * as store from '../store.ts';
import { inTurn } from '../take-turn.ts';
import { openTarget } from '../target/target.ts';
import { beginOwnTarget, reasonOf } from '../target-owner.ts';
import { columnList, named, sequences, type Table, tables } from './catalogue.ts';
import { type Contents, completeExports, piecesOf, type Text, writeContents } from './contents.ts';
import { keep } from './text-stream.ts';

export type Exported = {
  id: string;
  place: string;
  finishedAt: Date;
  bytes: number;
  tables: number;
  rows: number;
  sealed: boolean;
};

type Exporting = BackupParts & { version: string };
type Making = { id: string; startedAt: Date; line: string; coffer: Coffer };

/** `to`: a folder or `s3://bucket/prefix`. Throws `backup_running`, `backup_key_…`, `export_disturbed`. */
export async function exportLogical(parts: Exporting & { to: string }): Promise<Exported> {
  const { database, settings, clock } = parts;
  const { db, pool } = database;
  const target = beginOwnTarget(parts.to, parts);
  return await inTurn(pool, async () => {
    await store.endInterrupted(db);
    const coffer = await openCoffer(target, settings.BACKUP_KEY, true);
    const place = await store.placeOf(db);
    if (!place) throw new Error('recognisePlace() was not asked at this start.');
    const { line } = place;
    const startedAt = clock.now();
    const id = backupId(startedAt, line, randomBytes(2).toString('hex'));
    await store.beginRun(db, { id, kind: 'logical', place: target.place, line, startedAt });
    // From now on it is told of erasures, as every place that holds a backup.
    await store.beginTarget(db, { place: target.place, line, follows: false, at: startedAt });
    try {
      const done = await make(parts, { id, startedAt, line, coffer });
      await store.finishRun(db, id, { at: done.finishedAt, bytes: done.bytes });
      return done;
    } catch (error) {
      await store.failRun(db, id, reasonOf(error)).catch(() => {});
      throw error;
    }
  });
}

async function make(parts: Exporting, making: Making): Promise<Exported> {
  const { clock } = parts;
  const { id, coffer, line, startedAt } = making;
  const { stored, ...read } = await inSnapshot(parts, (client) => readAll(parts, making, client));
  await parts.step?.('tables written');
  const files = await packFiles(parts, making);
  await sendErasures(parts, coffer);
  const content: Contents = {
    format: 1,
    kind: 'logical',
    id,
    line,
    installation: installationOf(parts.directory.path),
    version: parts.version,
    started_at: startedAt.toISOString(),
    finished_at: clock.now().toISOString(),
    files: files.files,
    pieces: files.pieces,
    ...read,
  };
  await parts.step?.('before the contents');
  const bytes = stored + files.stored + (await writeContents(coffer, content));
  return {
    id,
    place: coffer.target.place,
    finishedAt: new Date(content.finished_at),
    bytes,
    tables: content.tables.length,
    rows: content.tables.reduce((sum, table) => sum + table.rows, 0),
    sealed: coffer.sealed,
  };
}

/** The same text wherever it is read: a server of the shop's own may be set to anything. */
const PLAINLY = `SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'iso_8601'; SET LOCAL timezone = 'UTC';
  SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1; SET LOCAL statement_timeout = 0;
  SET LOCAL idle_in_transaction_session_timeout = 0`;

async function inSnapshot<T>(
  { database }: BackupParts,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await database.pool.connect();
  let sound = false;
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query(PLAINLY);
    const done = await work(client);
    await client.query('COMMIT');
    sound = true;
    return done;
  } finally {
    // One that broke in the middle of a COPY is of no use to anybody else.
    client.release(!sound);
  }
}

type Read = Pick<Contents, 'postgres' | 'migrations' | 'tables' | 'sequences' | 'jobs' | 'archive'>;

async function readAll(
  parts: Exporting,
  making: Making,
  client: PoolClient,
): Promise<Read & { stored: number }> {
  const migrations = await appliedTo(client);
  // First, while the files are those that this snapshot speaks of.
  const archive = await shipOwnArchive(parts, making, client);
  let stored = 0;
  const copy = async (statement: string, to: string, columns: readonly string[]): Promise<Text> => {
    const stream = client.query(copyTo(statement));
    const { stored: more, ...done } = await keep(making.coffer, `${piecesOf(making.id)}/${to}`, stream);
    stored += more;
    return { ...done, rows: stream.rowCount, columns: [...columns] };
  };
  const texts: Contents['tables'] = [];
  for (const table of await tables(client)) {
    const { schema, name, of, columns } = table;
    texts.push({ schema, name, of, ...(await copy(copyOf(table), `${schema}.${name}`, columns)) });
    await parts.step?.('table written');
  }
  const { CARRIED_COLUMNS, COPY_WAITING, hasJobs } = await import('../../jobs/index.ts');
  const jobs = (await hasJobs(client)) ? await copy(COPY_WAITING, 'waiting-jobs', CARRIED_COLUMNS) : null;
  // Sequences stand outside of snapshots; read last, they are beyond whatever was read before.
  const counted = await sequences(client);
  const { rows } = await client.query<{ version: string }>(
    "SELECT current_setting('server_version') AS version",
  );
  return {
    postgres: rows[0]?.version ?? '',
    migrations,
    tables: texts,
    sequences: counted,
    jobs,
    archive,
    stored,
  };
}

const copyOf = ({ schema, name, columns }: Table): string =>
  `COPY ${named(schema, name)} (${columnList(columns)}) TO STDOUT`;

/** Stored once, named by content, beside those of the physical backups. */
async function shipOwnArchive(
  { directory }: BackupParts,
  { coffer, line }: Making,
  client: PoolClient,
): Promise<Contents['archive']> {
  const { rows } = await client.query<{ sha256: string }>(
    'SELECT unnest(ARRAY[events_sha256, sealed_sha256]) AS sha256 FROM archive.month',
  );
  const shipped = await shipArchive(coffer, { line, folder: directory.archive, digests: new Map() });
  const needed = new Set(rows.map(({ sha256 }) => sha256));
  const own = shipped.filter(({ sha256 }) => needed.has(sha256));
  if (own.length < needed.size) throw new Problem('export_disturbed');
  return own;
}

const packFiles = ({ directory }: BackupParts, { coffer, id }: Making) =>
  pack(
    coffer,
    `${piecesOf(id)}/files`,
    ['instance.json', 'secrets.json'].map((path) => ({ path, from: join(directory.path, path) })),
    () => {},
  );

/** All lines again, not only those since the last time: each is stored once under its own name. */
const sendErasures = ({ directory }: BackupParts, coffer: Coffer): Promise<number> =>
  shipErasures(coffer, { installation: installationOf(directory.path), dataDir: directory.path, from: 0 });

/** Complete exports of a place by their ids, oldest first. */
export const exportsAt = (at: string, settings: BackupParts['settings']): Promise<string[]> =>
  completeExports(openTarget(at, settings));
