/**
 * The engine's loop that keeps the lake up to date. Woken by the log's notices, with a slow poll behind them; small batches are
 * gathered for a second, so that a quiet shop does not cover the lake with tiny parts; a full range is followed by the next at once.
 *
 * At each start, and whenever the lake comes back, it first makes sure that the lake is the one it knows: a table that is new
 * is rebuilt, rows beyond the cursor go, and the ranges shipped last are compared with the log and mended.
 */
import type { Logger } from 'pino';
import { Problem } from '../errors/index.ts';
import type { Wakeup } from '../log/index.ts';
import { isDatabaseAway } from '../postgres/index.ts';
import { mendLake } from './mend.ts';
import { type Rebuild, rebuildLake } from './rebuild.ts';
import { dropBeyondCursor, RangeTooLarge, type Shipped, shipNext } from './ship.ts';
import * as store from './store.ts';
import { prepareTable } from './table.ts';

export type Shipping = Rebuild & { wakeup: Wakeup; logger: Logger; signal: AbortSignal };

const MOST_ROWS = 50_000;
const FEWEST_ROWS = 500;
/** About what one insert should carry. */
const BYTES_WANTED = 24 * 2 ** 20;
const GATHER_MS = 900;
const POLL_MS = 10_000;
const LONGEST_PAUSE_MS = 15_000;
/** Compared at each start: what a crash may have taken is younger than that. */
const RECENT_POSITIONS = 300_000;

/** Runs until the signal. Neither Postgres nor the lake going away ends it. */
export async function runShipping(shipping: Shipping): Promise<void> {
  const { signal, wakeup } = shipping;
  let failures = 0;
  let settled = false;
  let rows = MOST_ROWS;
  while (!signal.aborted) {
    const seen = wakeup.count();
    try {
      if (!settled) await settle(shipping);
      settled = true;
      const shipped = await shipNext(shipping, rows);
      failures = 0;
      if (!shipped) await wakeup.after(seen, POLL_MS, signal);
      else rows = await pace(shipped, rows, shipping);
    } catch (error) {
      if (error instanceof RangeTooLarge) rows = await shrink(shipping, rows);
      else settled = false;
      failures++;
      await report(error, failures, shipping);
      await wakeup.pause(Math.min(LONGEST_PAUSE_MS, 100 * 2 ** Math.min(failures, 8)), signal);
    }
  }
}

/** Makes sure that lake and cursor belong together; see the head of this file. */
async function settle(shipping: Shipping): Promise<void> {
  const { database, lake, archive, logger, signal } = shipping;
  const id = await prepareTable(lake);
  const state = await store.shipping(database.db);
  if (state.tableId !== id) {
    const anything = state.position > 0 || ((await archive?.months()) ?? []).length > 0;
    if (anything) {
      logger.warn({ copied: state.position }, 'the lake is not the one that was filled; rebuilding it');
      const { outcome } = await rebuildLake(shipping, { signal });
      if (outcome !== 'done') throw new Problem('lake_away');
    } else await store.noteTable(database.db, id);
  }
  if (await dropBeyondCursor(shipping))
    logger.warn('the lake held events that the log does not; they were removed');
  // Beside the shipping, which need not wait for it.
  void mendRecent(shipping).catch((error: unknown) =>
    logger.warn({ error: (error as Error).name }, 'comparing recent events failed'),
  );
}

async function mendRecent(shipping: Shipping): Promise<void> {
  const { position } = await store.shipping(shipping.database.db);
  const { signal } = shipping;
  const { differences, repaired } = await mendLake(shipping, { from: position - RECENT_POSITIONS, signal });
  if (differences.length === 0) return;
  shipping.logger.warn(
    { differing: differences.length, repaired },
    'the lake differed from the log after a start',
  );
}

/** How many rows to take next; after a small batch, a pause in which more can gather. */
async function pace(shipped: Shipped, rows: number, { wakeup, signal }: Shipping): Promise<number> {
  const full = shipped.rows >= rows;
  if (!full) await wakeup.pause(GATHER_MS, signal);
  if (shipped.rows < FEWEST_ROWS) return rows;
  const average = shipped.bytes / shipped.rows;
  return Math.round(Math.min(MOST_ROWS, Math.max(FEWEST_ROWS, BYTES_WANTED / average)));
}

/** The range noted was too large to send whole: forget it (nothing of it was stored) and take fewer rows. */
async function shrink({ database }: Shipping, rows: number): Promise<number> {
  await store.forgetSending(database.db);
  return Math.max(FEWEST_ROWS, Math.floor(rows / 4));
}

async function report(error: unknown, attempt: number, { database, logger }: Shipping): Promise<void> {
  if (isDatabaseAway(error)) return;
  const { name, code } = error as { name?: string; code?: string };
  const failure = error instanceof Problem ? error.code : [name, code].filter(Boolean).join(' ');
  // A lake that is just starting is no news.
  if (!(error instanceof Problem && error.code === 'lake_away' && attempt < 5))
    logger.error({ failure, attempt }, 'shipping to the lake failed');
  await store.noteFailure(database.db, failure).catch(() => {});
}
