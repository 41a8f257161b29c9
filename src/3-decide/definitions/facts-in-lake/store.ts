/** How far the lake was told of facts, and what is taken out of it. */
import type { CustomerId } from '#platform/ids';
import type { Lake } from '#platform/lake';
import { type Db, sql, type Tx } from '#platform/postgres';

export type Telling = {
  toldTo: number;
  lakeId: string | null;
  /** To be told again: positions after `againAfter` up to `againTo`, then archived months after `againMonth` (null: none). */
  againAfter: number;
  againTo: number;
  againMonth: string | null;
};

type Row = {
  told_to: number;
  lake_id: string | null;
  again_after: number;
  again_to: number;
  again_month: string | null;
};
const tellingOf = (row: Row | undefined): Telling => ({
  toldTo: row?.told_to ?? 0,
  lakeId: row?.lake_id ?? null,
  againAfter: row?.again_after ?? 0,
  againTo: row?.again_to ?? 0,
  againMonth: row?.again_month ?? null,
});

/** Locked until the caller's transaction ends: who tells and who takes out exclude each other. */
export async function lockTelling(tx: Tx): Promise<Telling> {
  const { rows } = await sql<Row>`
    SELECT told_to, lake_id, again_after, again_to, again_month FROM definitions.telling FOR UPDATE`.execute(
    tx,
  );
  return tellingOf(rows[0]);
}

export async function presentTelling(db: Db): Promise<Telling> {
  const { rows } = await sql<Row>`
    SELECT told_to, lake_id, again_after, again_to, again_month FROM definitions.telling`.execute(db);
  return tellingOf(rows[0]);
}

export async function noteTold(tx: Tx, to: number): Promise<void> {
  await sql`UPDATE definitions.telling SET told_to = greatest(told_to, ${to})`.execute(tx);
}

export async function saveTelling(tx: Tx, to: Telling): Promise<void> {
  await sql`UPDATE definitions.telling SET lake_id = ${to.lakeId}, again_after = ${to.againAfter}, again_to = ${to.againTo},
    again_month = ${to.againMonth}`.execute(tx);
}

/** In the erasure's own transaction. */
export async function noteErased(tx: Tx, customer: CustomerId): Promise<void> {
  await sql`INSERT INTO definitions.erased (customer_id) VALUES (${customer}) ON CONFLICT DO NOTHING`.execute(
    tx,
  );
}

export async function erasedCustomers(db: Db | Tx, most: number): Promise<number[]> {
  const { rows } = await sql<{ customer_id: number }>`
    SELECT customer_id FROM definitions.erased ORDER BY customer_id LIMIT ${most}`.execute(db);
  return rows.map(({ customer_id }) => customer_id);
}

export async function forgetErased(tx: Tx, customers: readonly number[]): Promise<void> {
  await sql`DELETE FROM definitions.erased WHERE customer_id = ANY(${customers}::bigint[])`.execute(tx);
}

/** Another after the lake was lost, or rebuilt by its owner's word (which changes places of tables). Null: it is still being made. */
export async function lakeIdOf(lake: Lake): Promise<string | null> {
  const tables = await lake.query<{ name: string; id: string }>(
    `SELECT name, toString(uuid) AS id FROM system.tables
      WHERE database = currentDatabase() AND name IN ('events', 'facts') ORDER BY name`,
  );
  return tables.length === 2 ? tables.map(({ id }) => id).join(' ') : null;
}

// A mutation writes the parts anew without these rows; a light delete would only hide them.
export async function takeOut(lake: Lake, customers: readonly number[]): Promise<void> {
  await lake.command(
    'ALTER TABLE facts DELETE WHERE has({customers:Array(Int64)}, customer_id) SETTINGS mutations_sync = 1',
    { params: { customers } },
  );
}

export async function countBeyond(lake: Lake, position: number): Promise<number> {
  const [found] = await lake.query<{ n: number }>(
    'SELECT count() AS n FROM facts WHERE position > {position:Int64}',
    { params: { position }, class: 'maintenance' },
  );
  return Number(found?.n ?? 0);
}

export async function takeOutBeyond(lake: Lake, position: number): Promise<void> {
  await lake.command(
    'ALTER TABLE facts DELETE WHERE position > {position:Int64} SETTINGS mutations_sync = 1',
    {
      params: { position },
    },
  );
}
