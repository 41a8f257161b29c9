/**
 * The chore that keeps what the lake was told right: a lake that is new, or was rebuilt, is told everything again, from the log and its archive;
 * at each start what it may have lost is told again, and rows go that a Postgres restored to an earlier moment does not know; who was
 * erased is taken out. It does not hold up what comes in: telling twice changes nothing, so both go on side by side.
 */
import type { Archive } from '#platform/archive';
import { Problem } from '#platform/errors';
import type { SubscriberStatus } from '#platform/log';
import type { Chore, Platform } from '#platform/module';
import type { Tx } from '#platform/postgres';
import { SAYING } from '../facts.ts';
import { prepareTables } from '../query/store.ts';
import * as store from './store.ts';
import { TELLING_NAME, type TellParts, tellLake } from './tell-lake.ts';

export type MendParts = TellParts &
  Pick<Platform, 'db' | 'log' | 'clock'> & { archive: Pick<Archive, 'months' | 'events'> };

/** Told again at each start: what a crash may have taken is younger than that (as in `#platform/lake`). */
const RECENT_POSITIONS = 300_000;
/** Looked through by one statement; so many at most are told at once. */
const STEP = 100_000;
const MOST_TOLD = 2000;
const MOST_ERASED = 1000;
/** Before every month there is. */
const BEFORE_ALL = '0000-00';

export function mendingLake(parts: MendParts): Chore {
  const state = { settled: false };
  return { name: 'decide/definitions: mend what the lake was told', once: () => mendOnce(parts, state) };
}

/** How much there was to do. */
export async function mendOnce(parts: MendParts, state: { settled: boolean }): Promise<number> {
  try {
    await settle(parts, state);
    // First, so that nothing that stands in the way of the other keeps anybody from being forgotten.
    return (await forget(parts)) + (await tellAgain(parts));
  } catch (error) {
    // A lake that is away is told by the subscriber's failure; it comes back, or another does.
    if (error instanceof Problem && error.code === 'lake_away') return 0;
    throw error;
  }
}

async function settle(parts: MendParts, state: { settled: boolean }): Promise<void> {
  const lakeId = (await store.lakeIdOf(parts.lake)) ?? (await made(parts));
  if (lakeId === null) return;
  if (state.settled && (await store.presentTelling(parts.db)).lakeId === lakeId) return;
  await alone(parts, async (tx, before) => {
    const to = before.toldTo;
    // Positions that will be given again, to other events.
    if ((await store.countBeyond(parts.lake, to)) > 0) await store.takeOutBeyond(parts.lake, to);
    if (before.lakeId !== lakeId)
      await store.saveTelling(tx, { ...before, lakeId, againAfter: 0, againTo: to, againMonth: BEFORE_ALL });
    else if (before.againAfter >= before.againTo)
      await store.saveTelling(tx, { ...before, againAfter: Math.max(0, to - RECENT_POSITIONS), againTo: to });
  });
  state.settled = true;
}

async function made({ lake }: MendParts): Promise<string | null> {
  await prepareTables(lake);
  return await store.lakeIdOf(lake);
}

const alone = <T>({ db }: MendParts, work: (tx: Tx, before: store.Telling) => Promise<T>): Promise<T> =>
  db.transaction().execute(async (tx) => work(tx, await store.lockTelling(tx)));

/**
 * First the log, then the archive: a month that is archived meanwhile is told from there, at worst from both.
 */
async function tellAgain(parts: MendParts): Promise<number> {
  const { againAfter, againTo, againMonth } = await store.presentTelling(parts.db);
  if (againAfter < againTo) return await tellStretch(parts);
  if (againMonth === null) return 0;
  const months = (await parts.archive.months()).map(({ month }) => month).sort();
  const next = months.find((month) => month > againMonth);
  if (next !== undefined)
    for await (const events of parts.archive.events(next, isSaying))
      await alone(parts, () => tellLake(parts, events));
  await alone(parts, (tx, before) =>
    // Told anew from the beginning meanwhile, where the lake was lost again.
    before.againMonth === againMonth && before.againAfter >= before.againTo
      ? store.saveTelling(tx, { ...before, againMonth: next ?? null })
      : Promise.resolve(),
  );
  return 1;
}

const isSaying = ({ event, type }: { event: string; type: string }): boolean =>
  SAYING.includes(event) || SAYING.includes(type);

function tellStretch(parts: MendParts): Promise<number> {
  return alone(parts, async (tx, before) => {
    const to = Math.min(before.againTo, before.againAfter + STEP);
    const events = await parts.log.read(tx, {
      after: before.againAfter,
      before: to + 1,
      said: SAYING,
      limit: MOST_TOLD,
    });
    await tellLake(parts, events);
    const last = events.length === MOST_TOLD ? events.at(-1)?.position : undefined;
    await store.saveTelling(tx, { ...before, againAfter: last ?? to });
    return 1;
  });
}

async function forget(parts: MendParts): Promise<number> {
  if ((await store.erasedCustomers(parts.db, 1)).length === 0) return 0;
  return await alone(parts, async (tx) => {
    const customers = await store.erasedCustomers(tx, MOST_ERASED);
    if (customers.length === 0) return 0;
    await store.takeOut(parts.lake, customers);
    await store.forgetErased(tx, customers);
    return customers.length;
  });
}

/** The position up to which the lake knows what was said of people; 0 while a lost one is being told everything. */
export async function factsReached({ db, log }: Pick<Platform, 'db' | 'log'>): Promise<number> {
  const { againMonth } = await store.presentTelling(db);
  return againMonth === null ? await log.reachedBy(db, TELLING_NAME) : 0;
}

/** Telling everything again, as one of the log's followers; what is told again at a start only is not behind. */
export async function tellingAgainStatus({ db, log, clock }: MendParts): Promise<SubscriberStatus> {
  const { againAfter, againTo, againMonth } = await store.presentTelling(db);
  const isAll = againMonth !== null && againAfter < againTo;
  const [next] = isAll ? await log.read(db, { after: againAfter, limit: 1 }) : [];
  return {
    name: 'decide/definitions: tell a new lake',
    position: againAfter,
    behind: isAll ? againTo - againAfter : 0,
    lagSeconds: next ? Math.max(0, (clock.now().getTime() - next.receivedAt.getTime()) / 1000) : 0,
    failure: null,
  };
}
