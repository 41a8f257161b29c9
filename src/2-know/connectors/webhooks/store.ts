/** The SQL of who reports to us; schema `connectors`. */
import { type Db, sql, type Tx } from '#platform/postgres';

export type Found = { state: 'subscribed' | 'refused' | 'waiting'; detail: string | null };

/** Connections of these connectors that are to be looked at, for this worker alone until `until`. */
export async function claimDue(
  db: Db,
  { names, at, until, most }: { names: readonly string[]; at: Date; until: Date; most: number },
): Promise<number[]> {
  const { rows } = await sql<{ connection_id: number }>`
    UPDATE connectors.connection SET webhooks_due_at = ${until} WHERE connection_id IN (
      SELECT connection_id FROM connectors.connection
       WHERE state = 'connected' AND connector = ANY(${names}::text[]) AND webhooks_due_at <= ${at}
       ORDER BY webhooks_due_at LIMIT ${most} FOR UPDATE SKIP LOCKED)
    RETURNING connection_id`.execute(db);
  return rows.map((row) => row.connection_id);
}

export const noteFound = (
  db: Db,
  id: number,
  { state, detail, at, dueAt }: Found & { at: Date; dueAt: Date },
): Promise<unknown> =>
  sql`UPDATE connectors.connection SET webhooks = ${state}, webhooks_detail = ${detail?.slice(0, 200) ?? null}, webhooks_checked_at = ${at},
         webhooks_due_at = ${dueAt} WHERE connection_id = ${id}`.execute(db);

/** The keys are new, or it goes on: everything may be different. */
export const lookAgain = (tx: Tx, id: number, at: Date): Promise<unknown> =>
  sql`UPDATE connectors.connection SET webhooks_due_at = ${at} WHERE connection_id = ${id}`.execute(tx);

/** Where a platform refuses to report to us. */
export async function refused(db: Db): Promise<{ connection_id: number; detail: string | null }[]> {
  const { rows } = await sql<{ connection_id: number; detail: string | null }>`
    SELECT connection_id, webhooks_detail AS detail FROM connectors.connection
     WHERE state = 'connected' AND webhooks = 'refused' ORDER BY connection_id LIMIT 20`.execute(db);
  return rows;
}
