/**
 * For tests: the way to the database of a process that dies before or after its n-th statement. From then on it says nothing more, and its
 * connections break, as they do when a process is killed; what it had not committed is gone.
 */
import type pg from 'pg';
import { type Connection, connect, type Database } from './connect.ts';

export type Death = { at: number; when: 'before' | 'after' };

export class Died extends Error {
  override readonly name = 'Died';
}

export type DyingProcess = Database & {
  /** Whether it came so far. */
  died(): boolean;
};

export function dyingProcess(connection: Connection, { at, when }: Death): DyingProcess {
  const database = connect(connection, { max: 4 });
  const clients = new Set<pg.PoolClient>();
  let statements = 0;
  let dead = false;

  const die = (): never => {
    dead = true;
    for (const client of clients)
      (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
    throw new Died();
  };
  const step = async (send: () => Promise<unknown>): Promise<unknown> => {
    if (dead) throw new Died();
    const mine = ++statements === at;
    if (mine && when === 'before') die();
    const result = await send();
    return mine ? die() : result;
  };

  database.pool.on('connect', (client) => {
    clients.add(client);
    const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
    const counted = (...args: unknown[]): unknown => {
      const done =
        typeof args.at(-1) === 'function' ? (args.pop() as (error: unknown, result?: unknown) => void) : null;
      const result = step(() => query(...args));
      if (!done) return result;
      result.then(
        (rows) => done(null, rows),
        (error: unknown) => done(error),
      );
    };
    (client as { query: unknown }).query = counted;
  });
  return { ...database, died: () => dead };
}

/** Runs `attempt` once for each statement that it makes, before and after, until one comes to its end. Returns how often it died. */
export async function atEachStatement(
  attempt: (death: Death) => Promise<{ died: boolean }>,
): Promise<number> {
  let deaths = 0;
  for (const when of ['before', 'after'] as const)
    for (let at = 1; (await attempt({ at, when })).died; at++) deaths++;
  return deaths;
}
