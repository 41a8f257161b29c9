/** An outbox on a database of its own, whose worker a test starts, stops and crashes. */
import { randomBytes } from 'node:crypto';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, vi } from 'vitest';
import { fixedClock } from '../../clock/index.ts';
import { LOG_MIGRATIONS } from '../../log/testing.ts';
import { testDatabase } from '../../postgres/testing.ts';
import { createVault, type Vault } from '../../vault/index.ts';
import { createOutbox, type Outbox, type OutboxHandler, type OutboxRun, runOutbox } from '../index.ts';

export type Row = {
  kind: string;
  key: string;
  state: string;
  attempts: number;
  due_at: Date;
  sealed: Buffer | null;
  failure: string | null;
};

type TestDatabase = Awaited<ReturnType<typeof testDatabase>>;

export type TestOutbox = {
  database: TestDatabase;
  vault: Vault;
  outbox: Outbox;
  clock: ReturnType<typeof fixedClock>;
  gates: { released: boolean; reached: boolean };
  put(message: Parameters<Outbox['put']>[1]): Promise<boolean>;
  /** Runs these while `work` is done. */
  whileSending(
    handlers: OutboxHandler[],
    work: () => Promise<unknown>,
    more?: Partial<OutboxRun>,
  ): Promise<void>;
  rows(): Promise<Row[]>;
  states(): Promise<string[]>;
};

export const MIGRATIONS = [
  ...LOG_MIGRATIONS,
  { module: 'platform/outbox', folder: `${import.meta.dirname}/../migrations` },
];

export const soon = (check: () => unknown) => vi.waitFor(check as never, { timeout: 120_000, interval: 10 });

export function anOutbox(): TestOutbox {
  const own = {
    clock: fixedClock('2026-11-23T08:00:00Z'),
    gates: { released: true, reached: true },
  } as TestOutbox;
  beforeAll(async () => {
    own.database = await testDatabase(MIGRATIONS);
    own.vault = createVault(own.database.db, randomBytes(32));
    own.outbox = createOutbox(own);
  });
  afterAll(() => own.database.close());
  beforeEach(async () => {
    own.gates.released = true;
    own.gates.reached = true;
    own.clock.set('2026-11-23T08:00:00Z');
    await own.database.pool.query('TRUNCATE outbox.message RESTART IDENTITY; TRUNCATE outbox.destination');
  });
  own.put = (message) => own.database.db.transaction().execute((tx) => own.outbox.put(tx, message));
  own.rows = async () =>
    (await own.database.pool.query('SELECT * FROM outbox.message ORDER BY message_id')).rows;
  own.states = async () => (await own.rows()).map(({ state }) => state);
  own.whileSending = (handlers, work, more = {}) => whileSending(own, handlers, work, more);
  return own;
}

async function whileSending(
  { database, vault, clock, gates }: TestOutbox,
  handlers: OutboxHandler[],
  work: () => Promise<unknown>,
  more: Partial<OutboxRun>,
): Promise<void> {
  const stopping = new AbortController();
  const running = runOutbox(handlers, {
    database,
    vault,
    clock,
    logger: pino({ level: 'silent' }),
    signal: stopping.signal,
    isReleased: async () => gates.released,
    isReached: async () => gates.reached,
    random: () => 0.5,
    pollMs: 20,
    ...more,
  }).then(
    () => null,
    (error: unknown) => ({ error }),
  );
  await work().finally(() => stopping.abort());
  const crash = await running;
  if (crash) throw crash.error;
}

/** A handler that notes what it was given and does as it is told. */
export function aHandler(
  given: Partial<OutboxHandler> & { does?: (payload: never, attempt: number) => Promise<void> | void } = {},
): OutboxHandler & { sent: unknown[] } {
  const sent: unknown[] = [];
  const { does, ...rest } = given;
  return {
    kind: 'test',
    atLeastOnce: false,
    needsPublicUrl: false,
    sent,
    send: async ({ payload, attempt }) => {
      sent.push(payload);
      await does?.(payload as never, attempt);
    },
    ...rest,
  };
}
