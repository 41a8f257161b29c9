import { describe, expect, it } from 'vitest';
import { digestOf, type Identifier } from './identifier.ts';
import { someCustomers } from './testing.ts';

const own = someCustomers();

describe('the directory', () => {
  it('begins again when it and the engine wait for each other', async () => {
    const names: Identifier[] = ['one', 'other'].map((value) => ({ kind: 'user_id', value }));
    const digests = names.map((name) => digestOf(own.pepper, name)).sort();
    const engine = await own.database.pool.connect();
    const hear = (digest: string | undefined): Promise<unknown> =>
      engine.query(
        `WITH made AS (INSERT INTO customers.profile (created_at) VALUES (now()) RETURNING customer_id)
         INSERT INTO customers.identity (digest, customer_id, kind) SELECT $1, customer_id, 'user_id' FROM made`,
        [digest],
      );
    await engine.query('BEGIN');
    // Whoever looks for a circle first is sent away: not this one.
    await engine.query("SET LOCAL deadlock_timeout = '30s'");
    await hear(digests[1]);
    const prepared = own.directory.prepare(names);
    const isWaiting = async (): Promise<boolean> =>
      (
        await own.database.pool.query(
          "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
        )
      ).rowCount === 1;
    while (!(await isWaiting())) await new Promise((next) => setTimeout(next, 10));
    await hear(digests[0]);
    await engine.query('COMMIT');
    engine.release();
    await prepared;
    const { subjects } = await own.directory.subjectsOf(names);
    expect(new Set(subjects.map(({ customerId }) => customerId)).size).toBe(2);
  });
});
