/**
 * One range of positions from the log to the lake: COPY's text goes into the insert as it comes, nothing is parsed on the way.
 *
 * The range is written down before it leaves, the cursor moves after it arrived, and a repetition is the same range under the same
 * token, which ClickHouse stores once. One gap is left: a lake killed in the middle may know the token and not hold the rows.
 * So whatever is sent a second time is compared afterwards, and put right where it differs.
 */
import { Readable } from 'node:stream';
import type { PoolClient } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Database } from '../postgres/index.ts';
import { compareRange, type Difference } from './compare.ts';
import type { Lake } from './index.ts';
import * as store from './store.ts';
import { COLUMN_NAMES, EVENTS } from './table.ts';

export type Ship = { database: Database; lake: Lake; failpoint?: Failpoint };
/** Tests stop a shipment at any of these by throwing. */
export type Failpoint = (at: 'noted' | 'sent' | 'compared' | 'moved') => void | Promise<void>;

export type Shipped = { rows: number; bytes: number; from: number; to: number };

/** Sends the next range of at most `mostRows` events; null when there is nothing to send. */
export function shipNext(ship: Ship, mostRows: number): Promise<Shipped | null> {
  return whileAlone(ship.database, async (client) => {
    const { db } = ship.database;
    const state = await store.shipping(db);
    const again = state.sendingTo !== null;
    const to = state.sendingTo ?? (await store.endOfRange(db, state.position, mostRows));
    if (to === null) return null;
    const range = { from: state.position, to };
    if (!again) await store.noteSending(db, to);
    await ship.failpoint?.('noted');
    const sent = await sendRange(client, ship.lake, EVENTS, range, `${range.from}-${to}-${state.epoch}`);
    await ship.failpoint?.('sent');
    if (again && (await compareRange(ship, range)).length > 0) await replaceRange(ship, client, range);
    await ship.failpoint?.('compared');
    await store.noteShipped(db, to);
    await ship.failpoint?.('moved');
    return { ...sent, ...range };
  });
}

/** Ranges that differ are taken out of the lake and sent again; those beyond the cursor are left to the shipment. */
export function repair(ship: Ship, differences: readonly Difference[]): Promise<number> {
  return whileAlone(ship.database, async (client) => {
    const { position } = await store.shipping(ship.database.db);
    const ranges = differences.filter((difference) => !difference.archived && difference.from < position);
    for (const { from, to } of ranges) await replaceRange(ship, client, { from, to: Math.min(to, position) });
    return ranges.length;
  });
}

/** Rows beyond the cursor: left by a Postgres that was restored to an earlier moment, whose positions will be given again. */
export function dropBeyondCursor({ database, lake }: Ship): Promise<boolean> {
  return whileAlone(database, async () => {
    const { position } = await store.shipping(database.db);
    const [found] = await lake.query<{ rows: number }>(
      'SELECT count() AS rows FROM events WHERE position > {position:Int64}',
      {
        params: { position },
        class: 'maintenance',
      },
    );
    if (!found?.rows) return false;
    await lake.command('DELETE FROM events WHERE position > {position:Int64}', { params: { position } });
    await store.raiseEpoch(database.db);
    return true;
  });
}

async function replaceRange({ database, lake }: Ship, client: PoolClient, range: store.Range): Promise<void> {
  await store.raiseEpoch(database.db);
  await lake.command('DELETE FROM events WHERE position > {from:Int64} AND position <= {to:Int64}', {
    params: range,
  });
  const { epoch } = await store.shipping(database.db);
  for (let from = range.from; from < range.to; ) {
    const to = Math.min(range.to, (await store.endOfRange(database.db, from, REPAIR_ROWS)) ?? range.to);
    await sendRange(client, lake, EVENTS, { from, to }, `${from}-${to}-${epoch}`);
    from = to;
  }
}

const REPAIR_ROWS = 20_000;

/** Streams one range into a table of the lake. */
export async function sendRange(
  client: PoolClient,
  lake: Lake,
  table: string,
  range: store.Range,
  token: string,
): Promise<{ rows: number; bytes: number }> {
  const copy = client.query(copyTo(store.copyRange(range)));
  let bytes = 0;
  async function* counted(): AsyncGenerator<Buffer> {
    for await (const chunk of copy as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > BYTES_AT_MOST) throw new RangeTooLarge();
      yield chunk;
    }
  }
  await lake.insert(table, Readable.from(counted(), { objectMode: false }), { columns: COLUMN_NAMES, token });
  return { rows: copy.rowCount, bytes };
}

const BYTES_AT_MOST = 128 * 2 ** 20;

export class RangeTooLarge extends Error {
  override readonly name = 'RangeTooLarge';
}

/** With a connection of its own, under the lock that lets one shipment at a time through. */
export async function whileAlone<T>(
  { pool }: Database,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  // A connection that broke in the middle of a COPY is of no use to anybody else.
  let sound = false;
  try {
    await store.lockShipping(client);
    const result = await work(client);
    await store.unlockShipping(client);
    sound = true;
    return result;
  } finally {
    client.release(!sound);
  }
}
