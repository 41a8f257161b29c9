/**
 * After something was deleted for good: its rows leave the pages of their tables, and the WAL segment that still held them is left behind, to
 * be overwritten. Small tables are written anew, because VACUUM leaves the last rows of a page where they were until something else needs
 * the room; from large ones, which that would lock for too long, rows go by VACUUM. The log is append-only and left alone.
 *
 * A server that is not ours may refuse the last two steps; the deletion itself does not hang on them.
 */
import { type Db, sql } from './connect.ts';

/** Written anew in a fraction of a second. */
const SMALL_BYTES = 32 * 2 ** 20;

export async function forgetDeleted(db: Db): Promise<void> {
  for (const { name, bytes } of await tables(db)) {
    if (bytes > SMALL_BYTES || !(await writtenAnew(db, name))) await vacuumed(db, name);
  }
  await sql`CHECKPOINT`.execute(db).catch(() => {});
  await sql`SELECT pg_switch_wal()`.execute(db).catch(() => {});
}

type Table = { name: string; bytes: number };

/** Without rows in them there is nothing to forget; what was never vacuumed or deleted from has no dead ones. */
async function tables(db: Db): Promise<Table[]> {
  const { rows } = await sql<Table>`
    SELECT n.nspname || '.' || c.relname AS name, pg_table_size(c.oid) AS bytes
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'r' AND NOT c.relispartition AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'log')
       AND n.nspname NOT LIKE 'pg_%' AND pg_table_size(c.oid) > 0 AND pg_has_role(c.relowner, 'USAGE')
     ORDER BY 1`.execute(db);
  return rows;
}

/** False where somebody holds the table for longer than one may wait. */
async function writtenAnew(db: Db, name: string): Promise<boolean> {
  return await db.connection().execute(async (one) => {
    try {
      await sql`SET lock_timeout = '500ms'`.execute(one);
      await sql`VACUUM (FULL) ${sql.table(name)}`.execute(one);
      return true;
    } catch (error) {
      if ((error as { code?: string }).code === '55P03') return false;
      throw error;
    } finally {
      await sql`RESET lock_timeout`.execute(one).catch(() => {});
    }
  });
}

/** A table that was dropped meanwhile, or is of the server's own, is none of ours to clean. */
async function vacuumed(db: Db, name: string): Promise<void> {
  await sql`VACUUM ${sql.table(name)}`.execute(db).catch((error: { code?: string }) => {
    if (error.code !== '42P01') throw error;
  });
}
