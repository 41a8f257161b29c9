/** SQL of what bounds guessing: tries taken, codes used; schema `auth`. */
import { type Db, sql, type Tx } from '../postgres/index.ts';

/** Takes one of the `most` tries that each has in the window, or none at all: null where any has none left. */
export async function takeTries(
  tx: Tx,
  limits: readonly { about: Buffer; most: number }[],
  now: Date,
  since: Date,
): Promise<number[] | null> {
  const abouts = limits.map(({ about }) => about);
  const most = limits.map((limit) => limit.most);
  await sql`SELECT pg_advisory_xact_lock(key)
    FROM (SELECT DISTINCT hashtextextended(encode(about, 'hex'), 7204) AS key FROM unnest(${abouts}::bytea[]) about ORDER BY 1) k`.execute(
    tx,
  );
  await sql`DELETE FROM auth.failure WHERE at < ${since}`.execute(tx);
  const { rows } = await sql<{ id: number }>`
    WITH given AS (SELECT * FROM unnest(${abouts}::bytea[], ${most}::int[]) AS g (about, most))
    INSERT INTO auth.failure (about, at) SELECT about, ${now} FROM given
     WHERE NOT EXISTS (SELECT FROM given g WHERE (SELECT count(*) FROM auth.failure f WHERE f.about = g.about AND f.at > ${since}) >= g.most)
    RETURNING id`.execute(tx);
  return rows.length > 0 ? rows.map(({ id }) => id) : null;
}

export async function giveTriesBack(db: Db, ids: readonly number[]): Promise<void> {
  await sql`DELETE FROM auth.failure WHERE id = ANY(${ids})`.execute(db);
}

/** False where it was used before. */
export async function spendCode(
  db: Db,
  userId: string,
  code: string,
  now: Date,
  forgetBefore: Date,
): Promise<boolean> {
  await sql`DELETE FROM auth.used_code WHERE at < ${forgetBefore}`.execute(db);
  const { numAffectedRows } = await sql`INSERT INTO auth.used_code (user_id, code, at)
    VALUES (${userId}, ${code}, ${now}) ON CONFLICT DO NOTHING`.execute(db);
  return numAffectedRows === 1n;
}
