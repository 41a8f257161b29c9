/** The only SQL of `know/channels`; schema `channels`. */

import type { z } from 'zod';
import { type ChannelId, channelId } from '#platform/ids';
import { keyset, type Page } from '#platform/lists';
import { type Db, sql, type Tx } from '#platform/postgres';
import type { ChannelPlatform, channelQuery, NewChannel, Owners } from './contract.ts';

export type ChannelRow = {
  channel_id: ChannelId;
  name: string;
  platform: ChannelPlatform;
  currency: string;
  zone: string;
  country: string | null;
  owners: Owners;
  fee_percent: number;
  fee_fixed: number;
  created_at: Date;
  closed_at: Date | null;
};

const COLUMNS = sql`channel_id, name, platform, currency, zone, country, owners, fee_percent::float8 AS fee_percent, fee_fixed,
  created_at, closed_at`;

const channels = keyset({
  id: { column: sql`channel_id`, type: 'int8' },
  sorts: { id: { column: sql`channel_id`, type: 'int8' }, name: { column: sql`name`, type: 'text' } },
  search: [sql`name`],
  filters: {
    platform: (platform: ChannelPlatform) => sql`platform = ${platform}`,
    closed: (closed: boolean) => (closed ? sql`closed_at IS NOT NULL` : sql`closed_at IS NULL`),
  },
});

/** `visible`: those a caller is limited to; null for all. */
export async function listChannels(
  db: Db,
  query: z.output<typeof channelQuery>,
  visible: readonly string[] | null,
): Promise<Page<ChannelRow>> {
  const page = channels.pageSql(query);
  const { rows } = await sql<ChannelRow & { page_value: string | null; page_id: string }>`
    SELECT ${COLUMNS}, ${page.keys} FROM channels.channel
     WHERE ${page.where} AND (${visible}::text[] IS NULL OR channel_id::text = ANY(${visible}::text[]))
     ORDER BY ${page.order} LIMIT ${page.limit}`.execute(db);
  return page.page(rows, (row) => row);
}

export async function channelById(db: Db | Tx, id: ChannelId): Promise<ChannelRow | null> {
  const { rows } =
    await sql<ChannelRow>`SELECT ${COLUMNS} FROM channels.channel WHERE channel_id = ${id}`.execute(db);
  return rows[0] ?? null;
}

export async function channelByName(db: Db | Tx, name: string): Promise<ChannelRow | null> {
  const { rows } =
    await sql<ChannelRow>`SELECT ${COLUMNS} FROM channels.channel WHERE lower(name) = lower(${name})`.execute(
      db,
    );
  return rows[0] ?? null;
}

export async function allChannels(db: Db | Tx): Promise<ChannelRow[]> {
  const { rows } = await sql<ChannelRow>`SELECT ${COLUMNS} FROM channels.channel ORDER BY channel_id`.execute(
    db,
  );
  return rows;
}

/** Null: the name is taken. */
export async function insertChannel(
  tx: Tx,
  channel: NewChannel & { owners: Owners; created_at: Date },
): Promise<ChannelId | null> {
  const { rows } = await sql<{ channel_id: number }>`
    INSERT INTO channels.channel (name, platform, currency, zone, country, owners, fee_percent, fee_fixed, created_at)
    VALUES (${channel.name}, ${channel.platform}, ${channel.currency}, ${channel.zone}, ${channel.country},
            ${JSON.stringify(channel.owners)}::jsonb, ${channel.fee_percent}, ${channel.fee_fixed}, ${channel.created_at})
    ON CONFLICT DO NOTHING RETURNING channel_id`.execute(tx);
  return rows[0] ? channelId(rows[0].channel_id) : null;
}

export async function lockChannel(tx: Tx, id: ChannelId): Promise<ChannelRow | null> {
  const { rows } =
    await sql<ChannelRow>`SELECT ${COLUMNS} FROM channels.channel WHERE channel_id = ${id} FOR UPDATE`.execute(
      tx,
    );
  return rows[0] ?? null;
}

/** False: the name is taken. */
export async function saveChannel(tx: Tx, channel: ChannelRow): Promise<boolean> {
  const { numAffectedRows } = await sql`
    UPDATE channels.channel c
       SET name = ${channel.name}, country = ${channel.country}, owners = ${JSON.stringify(channel.owners)}::jsonb,
           fee_percent = ${channel.fee_percent}, fee_fixed = ${channel.fee_fixed}, closed_at = ${channel.closed_at}
     WHERE channel_id = ${channel.channel_id}
       AND NOT EXISTS (SELECT FROM channels.channel o WHERE lower(o.name) = lower(${channel.name}) AND o.channel_id <> c.channel_id)`.execute(
    tx,
  );
  return numAffectedRows === 1n;
}
