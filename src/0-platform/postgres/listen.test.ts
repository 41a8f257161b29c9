import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Database } from './index.ts';
import { listen } from './listen.ts';
import { testDatabase } from './testing.ts';

let database: Database;
beforeAll(async () => {
  database = await testDatabase([]);
});
afterAll(() => database.close());

const soon = (check: () => void) => vi.waitFor(check, { timeout: 60_000, interval: 5 });
const cut = () =>
  database.pool.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND query LIKE 'LISTEN%' AND pid <> pg_backend_pid()`,
  );

describe('listening', () => {
  it('tells when it begins, and of each notice on its channel only', async () => {
    let notices = 0;
    const listener = listen(database.pool, 'a channel"; DROP', () => notices++);
    await soon(() => expect([listener.isListening(), notices]).toEqual([true, 1]));
    await database.pool.query(`NOTIFY another`);
    await database.pool.query(`SELECT pg_notify('a channel"; DROP', '')`);
    await soon(() => expect(notices).toBe(2));
    await listener.close();
  });

  it('knows when it is deaf, is taken up again, and then tells that it may have missed something', async () => {
    let notices = 0;
    const listener = listen(database.pool, 'cut', () => notices++, 50);
    await soon(() => expect(listener.isListening()).toBe(true));
    await cut();
    await soon(() => expect(listener.isListening()).toBe(false));
    await soon(() => expect([listener.isListening(), notices]).toEqual([true, 2]));
    await database.pool.query('NOTIFY cut');
    await soon(() => expect(notices).toBe(3));
    await listener.close();
  });

  it('ends with its connection given up, also when it is closed at once', async () => {
    const connections = async (): Promise<number> => {
      const { rows } = await database.pool.query(
        `SELECT count(*) AS count FROM pg_stat_activity
          WHERE datname = current_database() AND query = 'LISTEN "ended"' AND pid <> pg_backend_pid()`,
      );
      return rows[0].count;
    };
    const settled = listen(database.pool, 'ended', () => {});
    await soon(() => expect(settled.isListening()).toBe(true));
    expect(await connections()).toBe(1);
    await settled.close();
    await listen(database.pool, 'ended', () => {}).close();
    expect(settled.isListening()).toBe(false);
    await vi.waitFor(async () => expect(await connections()).toBe(0), { timeout: 60_000 });
  });
});
