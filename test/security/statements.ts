/** Watches what is really sent to Postgres, below Kysely and better-auth alike. */
import pg from 'pg';

/** What writes, or takes a lock that only writers take; also inside a WITH. */
const WRITES =
  /\b(insert\s+into|update|delete\s+from|truncate|merge\s+into|copy|create|alter|drop|nextval|notify)\b/i;

/** Not what was asked for: that a key was used is noted on it, and a session found to have run out is thrown away. */
const TIDYING = [
  /^UPDATE auth\.api_key SET last_used_at = \$1 WHERE id = \$2$/,
  /^delete from "session" where "session"\."token" = \$1$/,
];

export async function writesDuring(work: () => Promise<unknown>): Promise<string[]> {
  const seen: string[] = [];
  const { query } = pg.Client.prototype;
  pg.Client.prototype.query = function watched(this: pg.Client, ...given: unknown[]) {
    const [first] = given;
    const text = typeof first === 'string' ? first : String((first as { text?: string })?.text ?? first);
    const isWrite = WRITES.test(text.replace(/"[^"]*"|'[^']*'/g, "''"));
    if (isWrite && !TIDYING.some((tidying) => tidying.test(text))) seen.push(text);
    return (query as (...args: unknown[]) => unknown).apply(this, given);
  } as typeof query;
  try {
    await work();
  } finally {
    pg.Client.prototype.query = query;
  }
  return seen;
}
