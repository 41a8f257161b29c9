/**
 * The engine's loop around subscribers. For each: take its cursor's row lock (so that one runner works for it, however many
 * engines there are), read the next stretch, let it act, move the cursor, commit: all one transaction. A failure rolls all
 * of it back, is shown with the cursor, and is tried again with growing pauses; other subscribers go on.
 */
import type { Logger } from 'pino';
import { type Position, position } from '../ids/index.ts';
import { type Database, isDatabaseAway, sql, type Tx } from '../postgres/index.ts';
import type { Backlog } from './backlog.ts';
import type { LoggedEvent } from './event.ts';
import type { EventLog } from './event-log.ts';
import { reachedBy } from './status.ts';
import type { Subscriber } from './subscriber.ts';
import { Tail } from './tail.ts';
import type { Wakeup } from './wakeup.ts';

const BATCH = 1000;
/** Events that come one by one are taken together: a transaction for each would cost more than they do. */
const GATHER_MS = 100;
const GATHER_FIRST_MS = 25;
const LONGEST_PAUSE_MS = 60_000;
/** So long a subscriber waits for those that go first, before each stretch. */
const PATIENCE_MS = 15_000;

export type SubscriberRun = {
  database: Database;
  log: EventLog;
  wakeup: Wakeup;
  backlog: Backlog;
  logger: Logger;
  signal: AbortSignal;
};

/** Runs until the signal; resolves when every subscriber has come to rest. */
export async function runSubscribers(subscribers: readonly Subscriber[], run: SubscriberRun): Promise<void> {
  const tail = new Tail();
  await Promise.all(subscribers.map((subscriber) => follow(subscriber, { ...run, tail })));
}

async function follow(subscriber: Subscriber, run: SubscriberRun & { tail: Tail }): Promise<void> {
  const rank = subscriber.goesFirst ? 'first' : 'follows';
  let failures = 0;
  while (!run.signal.aborted) {
    if (rank === 'follows') await run.backlog.calm(['first'], PATIENCE_MS, run.signal);
    const seen = run.wakeup.count();
    try {
      const outcome = await deliverOnce(subscriber, run);
      failures = 0;
      run.backlog.note(subscriber.name, rank, outcome === 'full');
      // Those who come after it have something to do now.
      if (rank === 'first' && (outcome === 'full' || outcome === 'moved')) run.wakeup.nudge();
      if (outcome === 'moved')
        await run.wakeup.pause(rank === 'first' ? GATHER_FIRST_MS : GATHER_MS, run.signal);
      else if (outcome !== 'full') await run.wakeup.after(seen, outcome === 'busy' ? 1000 : 5000, run.signal);
    } catch (error) {
      failures++;
      // Nobody waits for one that stands still.
      run.backlog.note(subscriber.name, rank, false);
      if (!isDatabaseAway(error)) {
        run.logger.error(
          { subscriber: subscriber.name, error: (error as Error).name, attempt: failures },
          'subscriber failed',
        );
        await recordFailure(subscriber, run, error as Error).catch(() => {});
      }
      await run.wakeup.pause(Math.min(LONGEST_PAUSE_MS, 100 * 2 ** Math.min(failures, 10)), run.signal);
    }
  }
}

/** `full`: there is probably more · `moved`: it has caught up · `idle`: there was nothing. */
export type Outcome = 'full' | 'moved' | 'idle' | 'busy';

type DeliveryParts = Pick<SubscriberRun, 'database' | 'log'> & { tail?: Tail };

/** One transaction of one subscriber. `busy`: somebody else is at work for it. */
export async function deliverOnce(subscriber: Subscriber, parts: DeliveryParts): Promise<Outcome> {
  const outcome = await deliverInTransaction(subscriber, parts);
  if (outcome !== 'unknown') return outcome;
  await placeCursor(subscriber, parts);
  return await deliverOnce(subscriber, parts);
}

async function deliverInTransaction(
  subscriber: Subscriber,
  { database, log, tail = new Tail() }: DeliveryParts,
): Promise<Outcome | 'unknown'> {
  return await database.db.transaction().execute(async (tx) => {
    const cursor = await takeCursor(tx, subscriber);
    if (typeof cursor === 'string') return cursor;
    const until = subscriber.after ? await reachedBy(tx, subscriber.after) : null;
    const stretch = await tail.stretch(tx, cursor, subscriber.batch ?? BATCH, heardBy(subscriber), until);
    if (!stretch) return 'idle';
    if (stretch.more) void prepareNext(subscriber, tail, database, stretch.upTo);
    if (stretch.events.length > 0) await subscriber.on({ tx, events: stretch.events, log });
    await sql`UPDATE log.cursor SET position = ${stretch.upTo}, moved_at = now(), failure = NULL, failing_since = NULL, attempts = 0
      WHERE subscriber = ${subscriber.name}`.execute(tx);
    return stretch.more ? 'full' : 'moved';
  });
}

/** Should it fail, the stretch is read and prepared in its turn, and whatever is the matter shows then. */
async function prepareNext(
  subscriber: Subscriber,
  tail: Tail,
  { db }: Database,
  after: Position,
): Promise<void> {
  if (!subscriber.prepare) return;
  await tail
    .ahead(db, after)
    .then((events) => subscriber.prepare?.(events.filter(heardBy(subscriber))))
    .catch(() => {});
}

function heardBy({ hears }: Subscriber): (event: LoggedEvent) => boolean {
  if (hears === '*') return () => true;
  const wanted = new Set(hears);
  return ({ event, type }) => wanted.has(event) || wanted.has(type);
}

async function takeCursor(tx: Tx, subscriber: Subscriber): Promise<Position | 'busy' | 'unknown'> {
  // Nobody waits for the disk here: should the last commits be lost, so is where the cursor moved to, and they are done again.
  const { rows } = await sql<{ position: number }>`
    SELECT position, set_config('synchronous_commit', 'off', true) FROM log.cursor
     WHERE subscriber = ${subscriber.name} FOR UPDATE SKIP LOCKED`.execute(tx);
  if (rows[0]) return position(rows[0].position);
  const { rows: known } = await sql`SELECT 1 FROM log.cursor WHERE subscriber = ${subscriber.name}`.execute(
    tx,
  );
  return known.length > 0 ? 'busy' : 'unknown';
}

/** In a transaction of its own, so that nobody waits for the first delivery to learn that there is a cursor. */
async function placeCursor(
  subscriber: Subscriber,
  { database, log }: Pick<SubscriberRun, 'database' | 'log'>,
): Promise<void> {
  const start = subscriber.startsAt === 'beginning' ? 0 : await log.head(database.db);
  await sql`INSERT INTO log.cursor (subscriber, position) VALUES (${subscriber.name}, ${start}) ON CONFLICT DO NOTHING`.execute(
    database.db,
  );
}

async function recordFailure(
  subscriber: Subscriber,
  { database }: SubscriberRun,
  error: Error,
): Promise<void> {
  await sql`UPDATE log.cursor SET failure = ${describe(error)},
      failing_since = coalesce(failing_since, now()), attempts = attempts + 1
    WHERE subscriber = ${subscriber.name}`.execute(database.db);
}

/** Kind and place only: a driver's message may quote a customer's value. */
function describe(error: Error): string {
  const code = (error as { code?: string }).code;
  const place =
    error.stack
      ?.split('\n')
      .find((line) => line.includes('/src/'))
      ?.trim() ?? '';
  return [error.name, code, place.replace(/\(.*\/src\//, '(src/')].filter(Boolean).join(' ').slice(0, 300);
}
