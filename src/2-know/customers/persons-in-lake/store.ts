/**
 * Whom each profile counts as, in the lake: reports count people, events carry profiles. Only profiles that count as another stand there.
 * What changed is told before a question is asked, so a question never sees half of a merge for long.
 */
import type { Lake } from '#platform/lake';
import { type Db, sql } from '#platform/postgres';

const DEFINITION = `CREATE TABLE IF NOT EXISTS persons (profile Int64, person Int64, seq Int64)
  ENGINE = ReplacingMergeTree(seq) ORDER BY profile SETTINGS non_replicated_deduplication_window = 100, fsync_after_insert = 1`;

const AT_ONCE = 100_000;

/** Another number after each change. */
export async function tellLakePersons(db: Db, lake: Lake): Promise<number> {
  const id = await prepared(lake);
  await noteTable(db, id);
  for (;;) {
    const { rows } = await sql<{ profile: number; person: number; seq: number }>`
      SELECT r.customer_id AS profile, coalesce(p.person_id, p.customer_id) AS person, r.seq
        FROM customers.regrouped r JOIN customers.profile p USING (customer_id) ORDER BY r.seq LIMIT ${AT_ONCE}`.execute(
      db,
    );
    const last = rows.at(-1);
    if (!last) return await lastChange(db);
    const text = rows.map(({ profile, person, seq }) => `${profile}\t${person}\t${seq}\n`).join('');
    await lake.insert('persons', Buffer.from(text), {
      columns: ['profile', 'person', 'seq'],
      token: `persons-${rows[0]?.seq}-${last.seq}-${rows.length}`,
    });
    await sql`DELETE FROM customers.regrouped WHERE seq <= ${last.seq}`.execute(db);
  }
}

async function lastChange(db: Db): Promise<number> {
  const { rows } = await sql<{ seq: number }>`SELECT last_value AS seq FROM customers.regrouping`.execute(db);
  return rows[0]?.seq ?? 0;
}

/** The table's id; made where it is missing. */
async function prepared(lake: Lake): Promise<string> {
  const [found] = await lake.query<{ id: string }>(
    "SELECT toString(uuid) AS id FROM system.tables WHERE database = currentDatabase() AND name = 'persons'",
  );
  if (found) return found.id;
  await lake.command(DEFINITION);
  return await prepared(lake);
}

/** A table that was never told is told of everybody. */
async function noteTable(db: Db, id: string): Promise<void> {
  const { rows } = await sql`SELECT 1 FROM customers.lake_table WHERE table_id = ${id}`.execute(db);
  if (rows.length > 0) return;
  await db.transaction().execute(async (tx) => {
    await sql`INSERT INTO customers.regrouped (customer_id, seq)
      SELECT customer_id, nextval('customers.regrouping') FROM customers.profile WHERE person_id IS NOT NULL
      ON CONFLICT (customer_id) DO UPDATE SET seq = excluded.seq`.execute(tx);
    await sql`INSERT INTO customers.lake_table (table_id) VALUES (${id})
      ON CONFLICT (single) DO UPDATE SET table_id = excluded.table_id`.execute(tx);
  });
}
