/** The only SQL of saved views. */
import { type Db, sql } from '../postgres/index.ts';

export type ViewRow = {
  view_id: number;
  owner: string;
  page: string;
  name: string;
  query: string;
  shared: boolean;
  created_at: Date;
};

export async function viewsSeenBy(db: Db, owner: string, page: string): Promise<ViewRow[]> {
  const { rows } = await sql<ViewRow>`
    SELECT * FROM views.view WHERE page = ${page} AND (shared OR owner = ${owner}) ORDER BY name, view_id LIMIT 1000`.execute(
    db,
  );
  return rows;
}

/** Null where the owner has a view of that name on that page, or has `most` views there already. */
export async function insertView(
  db: Db,
  view: Omit<ViewRow, 'view_id'>,
  most: number,
): Promise<ViewRow | null> {
  const { rows } = await sql<ViewRow>`
    INSERT INTO views.view (owner, page, name, query, shared, created_at)
    SELECT ${view.owner}, ${view.page}, ${view.name}, ${view.query}, ${view.shared}, ${view.created_at}
     WHERE (SELECT count(*) FROM views.view WHERE owner = ${view.owner} AND page = ${view.page}) < ${most}
    ON CONFLICT DO NOTHING RETURNING *`.execute(db);
  return rows[0] ?? null;
}

export async function countViews(db: Db, owner: string, page: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*) AS count FROM views.view WHERE owner = ${owner} AND page = ${page}`.execute(db);
  return rows[0]?.count ?? 0;
}

/** False where there is none that `owner` may delete; `any` lets the shared views of others be deleted too. */
export async function deleteView(
  db: Db,
  view: { id: number; owner: string; any: boolean },
): Promise<boolean> {
  const { rows } = await sql<{ view_id: number }>`
    DELETE FROM views.view WHERE view_id = ${view.id} AND (owner = ${view.owner} OR (shared AND ${view.any}::boolean))
    RETURNING view_id`.execute(db);
  return rows.length > 0;
}
