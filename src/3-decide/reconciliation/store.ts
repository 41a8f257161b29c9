/** The only SQL of `decide/reconciliation`; schema `reconciliation`. */
import type { z } from 'zod';
import { type ChannelId, channelId, type Position, position } from '#platform/ids';
import { keyset, type Page } from '#platform/lists';
import { type Db, sql, type Tx } from '#platform/postgres';
import type { closingQuery, FigureName, GivenStatements } from './contract.ts';

export type Given = { channel: ChannelId; at: Date; by: string };

/** A number that stands twice in a list is one order in two parts. */
export async function saveStatements(
  tx: Tx,
  { figure, days }: GivenStatements,
  { channel, at, by }: Given,
): Promise<void> {
  const rows = days.map(({ day, amount, orders }) => ({ day, amount, itemised: orders !== null }));
  await sql`
    DELETE FROM reconciliation.statement
     WHERE channel_id = ${channel} AND figure = ${figure} AND day = ANY(${rows.map(({ day }) => day)}::date[])`.execute(
    tx,
  );
  await sql`
    INSERT INTO reconciliation.statement (channel_id, figure, day, amount, itemised, given_at, given_by)
    SELECT DISTINCT ON (day) ${channel}, ${figure}, day, amount, itemised, ${at}, ${by}
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS t (day date, amount bigint, itemised boolean)
     ORDER BY day`.execute(tx);
  const listed = days.flatMap(({ day, orders }) => (orders ?? []).map((order) => ({ day, ...order })));
  await sql`
    INSERT INTO reconciliation.listed (channel_id, figure, day, number, amount)
    SELECT ${channel}, ${figure}, day, number, sum(amount)
      FROM unnest(${listed.map(({ day }) => day)}::date[], ${listed.map(({ number }) => number)}::text[],
                  ${listed.map(({ amount }) => amount)}::bigint[]) AS t (day, number, amount)
     GROUP BY day, number`.execute(tx);
}

type Of = { channel: ChannelId; figure: FigureName };
export type StatementRow = { day: string; amount: number; itemised: boolean };

/** Both days included. */
export async function statements(
  db: Db,
  { channel, figure }: Of,
  from: string,
  to: string,
): Promise<StatementRow[]> {
  const { rows } = await sql<StatementRow>`
    SELECT day::text AS day, amount, itemised FROM reconciliation.statement
     WHERE channel_id = ${channel} AND figure = ${figure} AND day BETWEEN ${from}::date AND ${to}::date ORDER BY day`.execute(
    db,
  );
  return rows;
}

export async function listedOn(
  db: Db,
  { channel, figure }: Of,
  day: string,
): Promise<{ number: string; amount: number }[]> {
  const { rows } = await sql<{ number: string; amount: number }>`
    SELECT number, amount FROM reconciliation.listed
     WHERE channel_id = ${channel} AND figure = ${figure} AND day = ${day}::date ORDER BY number`.execute(db);
  return rows;
}

/** Which of these numbers the platform lists on other days. */
export async function listedElsewhere(
  db: Db,
  { channel, figure }: Of,
  day: string,
  numbers: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ number: string }>`
    SELECT DISTINCT number FROM reconciliation.listed
     WHERE channel_id = ${channel} AND figure = ${figure} AND day <> ${day}::date AND number = ANY(${numbers}::text[])`.execute(
    db,
  );
  return new Set(rows.map(({ number }) => number));
}

/** What entries of a kind came to. */
export type KindSum = { kind: string; amount: number; quantity: number };

export type ClosingRow = {
  closing_id: number;
  channel_id: ChannelId;
  month: string;
  position: Position;
  sums: KindSum[] | null;
  closed_at: Date;
  closed_by: string;
  reopened_at: Date | null;
  reopened_by: string | null;
};

const COLUMNS = sql`closing_id, channel_id, month, position, sums, closed_at, closed_by, reopened_at, reopened_by`;

const rowOf = (row: ClosingRow): ClosingRow => ({
  ...row,
  channel_id: channelId(row.channel_id),
  position: position(Number(row.position)),
});

const closings = keyset({
  id: { column: sql`closing_id`, type: 'int8' },
  sorts: { id: { column: sql`closing_id`, type: 'int8' } },
  search: [sql`month`, sql`closed_by`],
  filters: {
    channel: (id: number) => sql`channel_id = ${id}`,
    month: (month: string) => sql`month = ${month}`,
  },
});

/** `visible`: channels a caller is limited to; null for all. */
export async function listClosings(
  db: Db,
  query: z.output<typeof closingQuery>,
  visible: readonly string[] | null,
): Promise<Page<ClosingRow>> {
  const page = closings.pageSql(query);
  const { rows } = await sql<ClosingRow & { page_value: string | null; page_id: string }>`
    SELECT ${COLUMNS}, ${page.keys} FROM reconciliation.closing
     WHERE ${page.where} AND (${visible}::text[] IS NULL OR channel_id::text = ANY(${visible}::text[]))
     ORDER BY ${page.order} LIMIT ${page.limit}`.execute(db);
  return page.page(rows, rowOf);
}

/** Null: this month is closed already. */
export async function insertClosing(
  tx: Tx,
  closing: Pick<ClosingRow, 'channel_id' | 'month' | 'position' | 'closed_at' | 'closed_by'>,
): Promise<ClosingRow | null> {
  const { rows } = await sql<ClosingRow>`
    INSERT INTO reconciliation.closing (channel_id, month, position, closed_at, closed_by)
    VALUES (${closing.channel_id}, ${closing.month}, ${closing.position}, ${closing.closed_at}, ${closing.closed_by})
    ON CONFLICT DO NOTHING RETURNING ${COLUMNS}`.execute(tx);
  return rows[0] ? rowOf(rows[0]) : null;
}

export async function closingById(db: Db | Tx, id: number): Promise<ClosingRow | null> {
  const { rows } = await sql<ClosingRow>`
    SELECT ${COLUMNS} FROM reconciliation.closing WHERE closing_id = ${id}`.execute(db);
  return rows[0] ? rowOf(rows[0]) : null;
}

/** False: it is open already. */
export async function reopen(tx: Tx, id: number, at: Date, by: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    UPDATE reconciliation.closing SET reopened_at = ${at}, reopened_by = ${by}
     WHERE closing_id = ${id} AND reopened_at IS NULL`.execute(tx);
  return numAffectedRows === 1n;
}

/** The oldest closing whose sums can be drawn, now that the lake has come this far. */
export async function closingToFreeze(db: Db, shipped: number): Promise<ClosingRow | null> {
  const { rows } = await sql<ClosingRow>`
    SELECT ${COLUMNS} FROM reconciliation.closing WHERE sums IS NULL AND position <= ${shipped} ORDER BY closing_id LIMIT 1`.execute(
    db,
  );
  return rows[0] ? rowOf(rows[0]) : null;
}

/** Once and for all. */
export async function freezeSums(db: Db, id: number, sums: readonly KindSum[]): Promise<void> {
  await sql`
    UPDATE reconciliation.closing SET sums = ${JSON.stringify(sums)}::jsonb WHERE closing_id = ${id} AND sums IS NULL`.execute(
    db,
  );
}
