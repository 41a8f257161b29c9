/** The only SQL of egress. */
import { type Db, sql } from '../postgres/index.ts';

export type Reach = { url: string; reached_at: Date | null; tried_at: Date; failure: string | null };

export async function findReach(db: Db): Promise<Reach | null> {
  const { rows } = await sql<Reach>`SELECT url, reached_at, tried_at, failure FROM egress.reach`.execute(db);
  return rows[0] ?? null;
}

export async function saveReach(db: Db, reach: Reach): Promise<void> {
  await sql`INSERT INTO egress.reach (url, reached_at, tried_at, failure)
    VALUES (${reach.url}, ${reach.reached_at}, ${reach.tried_at}, ${reach.failure})
    ON CONFLICT (only_row) DO UPDATE SET url = excluded.url, reached_at = excluded.reached_at,
      tried_at = excluded.tried_at, failure = excluded.failure`.execute(db);
}

export async function insertChallenge(db: Db, token: string, answer: string, at: Date): Promise<void> {
  await sql`INSERT INTO egress.challenge (token, answer, asked_at) VALUES (${token}, ${answer}, ${at})`.execute(
    db,
  );
}

export async function answerOf(db: Db, token: string): Promise<string | null> {
  const { rows } = await sql<{
    answer: string;
  }>`SELECT answer FROM egress.challenge WHERE token = ${token}`.execute(db);
  return rows[0]?.answer ?? null;
}

/** And those that a process which died left behind. */
export async function deleteChallenge(db: Db, token: string, before: Date): Promise<void> {
  await sql`DELETE FROM egress.challenge WHERE token = ${token} OR asked_at < ${before}`.execute(db);
}
