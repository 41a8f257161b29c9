/**
 * Feeds that are due, read a page at a time. The page is stored, then the cursor is kept: whoever is killed in between leaves a page that is
 * read and stored again, which changes nothing.
 */
import { randomUUID } from 'node:crypto';
import type { Feed, Page, Reach } from './connector.ts';
import { type ConnectorParts, connectorNamed, reachOf } from './parts.ts';
import * as store from './store.ts';
import { storeFetched } from './store-fetched.ts';
import { Unreachable } from './unreachable.ts';

/** Of as many connections at once. */
const MOST = 4;
const LEASE_MS = 10 * 60_000;
const FIRST_WAIT_MS = 15_000;
const LONGEST_WAIT_MS = 30 * 60_000;

export type Failpoint = (point: 'stored' | 'kept') => void;

/** How many feeds were read. */
export async function runFeeds(parts: ConnectorParts, failpoint?: Failpoint): Promise<number> {
  // A restored or copied instance asks nobody.
  if (!(await parts.egress.isReleased())) return 0;
  const now = parts.clock.now();
  const claim = randomUUID();
  const until = new Date(now.getTime() + LEASE_MS);
  const rows = await store.claimFeeds(parts.db, { now, until, claim, most: MOST });
  await Promise.all(rows.map((row) => runFeed(parts, row, claim, failpoint)));
  return rows.length;
}

async function runFeed(
  parts: ConnectorParts,
  row: store.FeedRow,
  claim: string,
  failpoint: Failpoint | undefined,
): Promise<void> {
  try {
    const connection = await store.connectionById(parts.db, row.connection_id);
    if (!connection) return;
    const { feeds } = connectorNamed(parts, connection.connector);
    const feed = feeds.find(({ name }) => name === row.feed);
    if (!feed) throw new Unreachable('connector_answer_unreadable', 'no such feed');
    const reach = await reachOf(parts, connection);
    await readAll(parts, { row, claim, feed, reach, failpoint });
  } catch (error) {
    const failure = failureOf(error);
    const at = parts.clock.now();
    const dueAt = new Date(at.getTime() + waitFor(row.failures, failure.retryAfterMs));
    await store.noteFailure(parts.db, row, claim, { ...failure, dueAt, at });
    if (failure.unexpected) throw error;
  }
}

type Run = {
  row: store.FeedRow;
  claim: string;
  feed: Feed;
  reach: Reach;
  failpoint: Failpoint | undefined;
};

async function readAll(parts: ConnectorParts, run: Run): Promise<void> {
  const read = run.feed.read(run.reach, run.row.cursor);
  if (!(Symbol.asyncIterator in read)) {
    await keep(parts, run, await read, false);
    return;
  }
  let last: Page | null = null;
  for await (const page of read) {
    if (last && !(await keep(parts, run, last, true))) return;
    last = page;
  }
  if (last) await keep(parts, run, last, false);
}

/** False: another worker has the feed now. */
async function keep(parts: ConnectorParts, run: Run, page: Page, goesOn: boolean): Promise<boolean> {
  const { row, claim, feed, reach, failpoint } = run;
  const into = {
    connection: row.connection_id,
    channel: reach.channel,
    caughtUp: row.caught_up_at !== null,
  };
  const counts = await storeFetched(parts, into, page);
  failpoint?.('stored');
  const at = parts.clock.now();
  const waitSeconds = page.more ? (page.afterSeconds ?? 0) : feed.everySeconds;
  const kept = await store.notePage(parts.db, row, claim, {
    cursor: page.cursor,
    upTo: page.upTo,
    caughtUp: !page.more,
    dueAt: new Date(at.getTime() + waitSeconds * 1000),
    at,
    keepUntil: goesOn ? new Date(at.getTime() + LEASE_MS) : null,
    ...counts,
  });
  failpoint?.('kept');
  return kept;
}

/** Also used of what platforms told by themselves. */
export function failureOf(error: unknown): {
  code: Unreachable['code'];
  detail: string;
  retryAfterMs: number | null;
  unexpected: boolean;
} {
  if (error instanceof Unreachable) return { ...pick(error), unexpected: false };
  const name = (error as Error).name ?? 'Error';
  return { code: 'connector_answer_unreadable', detail: name, retryAfterMs: null, unexpected: true };
}

const pick = ({ code, detail, retryAfterMs }: Unreachable) => ({
  code,
  detail: detail.slice(0, 200),
  retryAfterMs,
});

/** Longer with each failure in a row; never shorter than what the platform asked for. */
export const waitFor = (failures: number, asked: number | null): number =>
  Math.max(asked ?? 0, Math.min(FIRST_WAIT_MS * 2 ** Math.min(failures, 20), LONGEST_WAIT_MS));
