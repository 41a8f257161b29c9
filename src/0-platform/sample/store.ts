/** The only SQL of the sample's door. */
import { type Db, sql } from '../postgres/index.ts';

/** Nothing has happened here, and nothing was taken in. */
export async function isUntouched(db: Db): Promise<boolean> {
  const { rows } = await sql<{
    untouched: boolean;
  }>`SELECT NOT EXISTS (SELECT FROM log.event) AS untouched`.execute(db);
  return rows[0]?.untouched ?? false;
}
