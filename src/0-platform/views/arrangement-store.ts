/** The only SQL of arrangements. */
import { type Db, sql, type Tx } from '../postgres/index.ts';
import type { Arrangement } from './contract.ts';

/** Of one role, or of all. */
export async function arrangementsOf(db: Db, page: string, role: string | null): Promise<Arrangement[]> {
  const { rows } = await sql<Arrangement>`
    SELECT role, shown, hidden FROM views.arrangement WHERE page = ${page} AND (${role}::text IS NULL OR role = ${role})
     ORDER BY role`.execute(db);
  return rows;
}

export type Made = Arrangement & { page: string; at: Date; by: string };

export async function saveArrangement(tx: Tx, { page, role, shown, hidden, at, by }: Made): Promise<void> {
  await sql`
    INSERT INTO views.arrangement AS a (page, role, shown, hidden, changed_at, changed_by)
    VALUES (${page}, ${role}, ${shown}::text[], ${hidden}::text[], ${at}, ${by})
    ON CONFLICT (page, role) DO UPDATE SET shown = excluded.shown, hidden = excluded.hidden,
      changed_at = excluded.changed_at, changed_by = excluded.changed_by`.execute(tx);
}

export async function dropArrangement(tx: Tx, page: string, role: string): Promise<void> {
  await sql`DELETE FROM views.arrangement WHERE page = ${page} AND role = ${role}`.execute(tx);
}
