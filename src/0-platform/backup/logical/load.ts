/** An export's rows into an empty database whose schema is the exporting version's: one transaction, so all of it or nothing. */

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Pool, PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { Problem } from '../../errors/index.ts';
import type { Coffer } from '../coffer.ts';
import { columnList, inOrder, named, tables } from './catalogue.ts';
import type { Contents, TableText, Text } from './contents.ts';
import { kept } from './text-stream.ts';

export async function load(pool: Pool, coffer: Coffer, contents: Contents): Promise<void> {
  const client = await pool.connect();
  let sound = false;
  try {
    await client.query('BEGIN');
    await client.query(
      "SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0",
    );
    await makePartitions(client, contents.tables);
    await mustFit(client, contents.tables);
    const ordered = await inOrder(client, contents.tables);
    // What migrations put there by themselves comes back as the shop had it.
    for (const { schema, name } of ordered.toReversed()) {
      const clear = `DELETE FROM ${named(schema, name)}`;
      await client.query(clear);
    }
    for (const table of ordered) {
      const copy = `COPY ${named(table.schema, table.name)} (${columnList(table.columns)}) FROM STDIN`;
      await fill(client, copy, { coffer, text: table, name: `${table.schema}.${table.name}` });
    }
    await setSequences(client, contents.sequences);
    if (contents.jobs) await addJobs(client, coffer, contents.jobs);
    await client.query('COMMIT');
    sound = true;
  } finally {
    client.release(!sound);
  }
}

type Filling = { coffer: Coffer; text: Text; name: string };

async function fill(client: PoolClient, copy: string, { coffer, text, name }: Filling): Promise<void> {
  const into = client.query(copyFrom(copy));
  await pipeline(Readable.from(kept(coffer, text, name), { objectMode: false }), into);
  if (into.rowCount !== text.rows) damaged(name);
}

/** Statements are never taken from an export, only names that the database knows itself. */
async function makePartitions(client: PoolClient, all: readonly TableText[]): Promise<void> {
  for (const { schema, name, of } of all) {
    if (of === null) continue;
    const [, year, month] = /^event_(\d{4})_(\d{2})$/.exec(name) ?? [];
    if (schema !== 'log' || of !== 'log.event' || !year) damaged(`${schema}.${name}`);
    await client.query('SELECT log.ensure_partition($1::timestamptz)', [`${year}-${month}-01 00:00:00+00`]);
  }
}

async function mustFit(client: PoolClient, all: readonly TableText[]): Promise<void> {
  const known = new Map(
    (await tables(client)).map(({ schema, name, columns }) => [`${schema}.${name}`, columns]),
  );
  for (const { schema, name, columns } of all) {
    const there = known.get(`${schema}.${name}`);
    if (!there || columns.some((column) => !there.includes(column))) damaged(`${schema}.${name}`);
  }
}

async function setSequences(client: PoolClient, sequences: Contents['sequences']): Promise<void> {
  for (const { schema, name, value } of sequences)
    await client.query('SELECT setval($1::regclass, $2::bigint)', [named(schema, name), value]);
}

async function addJobs(client: PoolClient, coffer: Coffer, text: Text): Promise<void> {
  const { addCarried, BEGIN_CARRYING, COPY_CARRIED } = await import('../../jobs/index.ts');
  await client.query(BEGIN_CARRYING);
  await fill(client, COPY_CARRIED, { coffer, text, name: 'waiting-jobs' });
  await addCarried(client);
}

function damaged(name: string): never {
  throw new Problem('backup_damaged', { params: { name } });
}
