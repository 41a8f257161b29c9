import { type Position, position } from '../ids/index.ts';
import { type Db, sql, type Tx } from '../postgres/index.ts';
import type { SubscriberStatus } from './subscriber.ts';

/** Up to where a subscriber has read; 0: it never did. */
export async function reachedBy(on: Db | Tx, subscriber: string): Promise<Position> {
  const { rows } = await sql<{ position: number }>`
    SELECT position FROM log.cursor WHERE subscriber = ${subscriber}`.execute(on);
  return position(rows[0]?.position ?? 0);
}

/** Where every subscriber stands, from its cursor and the log's head. */
export async function subscriberStatus(db: Db): Promise<SubscriberStatus[]> {
  const { rows } = await sql<{
    name: string;
    position: number;
    behind: number;
    lag_seconds: number;
    failure: string | null;
    failing_since: Date | null;
    attempts: number;
  }>`
    SELECT subscriber AS name, c.position, greatest(0, head.position - c.position) AS behind, failure, failing_since, attempts,
           coalesce(extract(epoch FROM now() - waiting.received_at), 0)::float8 AS lag_seconds
      FROM log.cursor c
     CROSS JOIN (SELECT coalesce(max(position), 0) AS position FROM log.event) head
      LEFT JOIN LATERAL (SELECT received_at FROM log.event e WHERE e.position > c.position ORDER BY e.position LIMIT 1) waiting ON true
     ORDER BY subscriber`.execute(db);
  return rows.map((row) => ({
    name: row.name,
    position: row.position,
    behind: row.behind,
    lagSeconds: Math.max(0, row.lag_seconds),
    failure:
      row.failure && row.failing_since
        ? { message: row.failure, since: row.failing_since, attempts: row.attempts }
        : null,
  }));
}
