/** A month comes back into Postgres, from its two files, as it was: one transaction, compared before it commits. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { BUCKET, COLUMN_NAMES, POSTGRES_CHECKSUM, whileNoRebuild } from '../lake/index.ts';
import { type ArchivePlace, fileOf, removeFiles } from './archive-month.ts';
import { ArchiveDamaged, readCompressed } from './files.ts';
import * as store from './store.ts';

export type Restored = { outcome: 'restored'; rows: number } | { outcome: 'busy' | 'absent' };

export async function restoreMonth({ database, folder }: ArchivePlace, month: string): Promise<Restored> {
  const outcome = await whileNoRebuild(database, async (): Promise<Restored> => {
    const noted = (await store.months(database.db)).find((one) => one.month === month);
    if (!noted) return { outcome: 'absent' };
    const client = await database.pool.connect();
    let sound = false;
    try {
      await client.query('BEGIN');
      await load(client, folder, noted);
      await compare(client, folder, noted);
      await store.removeMonth(client, month);
      await client.query('COMMIT');
      sound = true;
    } finally {
      client.release(!sound);
    }
    await removeFiles(folder, noted);
    return { outcome: 'restored', rows: noted.rows };
  });
  return outcome === 'busy' ? { outcome } : outcome;
}

const TABLES = `
  CREATE TEMP TABLE archived_event (position bigint, received_at timestamp, "timestamp" timestamp, customer_id bigint, source_id integer,
    type smallint, origin smallint, flags smallint, caused_by bigint, depth smallint, schema_version smallint, event text,
    message_id text, properties json, context json) ON COMMIT DROP;
  CREATE TEMP TABLE archived_sealed ON COMMIT DROP AS SELECT ${store.SEALED} FROM log.event WITH NO DATA`;

const BACK = `
  INSERT INTO log.event (position, received_at, "timestamp", customer_id, caused_by, source_id, type, origin, flags, depth,
                         schema_version, dedup, fingerprint, message_id, event, properties, context, personal)
  SELECT s.position, s.received_at, s."timestamp", e.customer_id, s.caused_by, e.source_id, e.type, e.origin, e.flags, e.depth,
         e.schema_version, s.dedup, s.fingerprint, e.message_id, e.event, e.properties, e.context, s.personal
    FROM archived_event e JOIN archived_sealed s USING (position)`;

async function load(
  client: PoolClient,
  folder: string,
  { month, generation, eventsSha256, sealedSha256 }: store.Month,
): Promise<void> {
  await client.query(TABLES);
  const events = `COPY archived_event (${COLUMN_NAMES.map((name) => client.escapeIdentifier(name)).join(', ')}) FROM STDIN`;
  const sealed = `COPY archived_sealed (${store.SEALED}) FROM STDIN`;
  const fill = (copy: string, path: string, sha256: string): Promise<void> =>
    pipeline(
      Readable.from(readCompressed(path, sha256), { objectMode: false }),
      client.query(copyFrom(copy)),
    );
  await fill(events, fileOf(folder, 'events', month, generation), eventsSha256);
  await fill(sealed, fileOf(folder, 'sealed', month, generation), sealedSha256);
  await client.query("SELECT log.ensure_partition(($1 || '-01 00:00:00+00')::timestamptz)", [month]);
  await client.query(BACK);
}

async function compare(client: PoolClient, folder: string, noted: store.Month): Promise<void> {
  const question = `SELECT position / $1::bigint AS bucket, count(*)::bigint AS rows, ${POSTGRES_CHECKSUM} AS checksum
    FROM ${store.partitionOf(noted.month)} GROUP BY 1 ORDER BY 1`;
  const { rows } = await client.query<store.Sum>(question, [BUCKET]);
  const text = (sums: readonly store.Sum[]): string =>
    sums.map((sum) => `${sum.bucket} ${sum.rows} ${sum.checksum}`).join('\n');
  if (text(rows) !== text(noted.sums))
    throw new ArchiveDamaged(fileOf(folder, 'events', noted.month, noted.generation));
}
