/**
 * Finds the first members of a new definition. The live engine decides whoever has an event from the moment the definition is there; everybody
 * else is found here, from the lake as it was at that moment, a part at a time, so that nobody waits and nothing is missed or done twice.
 */
import { compileProgram, inLake } from '#decide/definitions';
import type { CustomerId } from '#platform/ids';
import { lakeReached } from '#platform/lake';
import * as live from '../live/store.ts';
import { prepareLake, type SegmentParts } from '../segment-parts.ts';
import * as store from './store.ts';

/** Rows of the lake that are looked at together. */
const ROWS_AT_ONCE = 150_000;
const PEOPLE_AT_ONCE = 100_000;
const MOST_PARTS = 1000;

type Tree = NonNullable<Parameters<typeof compileProgram>[0][number]>;

/** 1: a part was done; 0: nothing is to be filled, or the lake has not come so far yet. */
export async function fillNext(parts: SegmentParts): Promise<number> {
  const filling = await store.nextFilling(parts.db);
  if (!filling) return 0;
  try {
    return await fillPart(parts, filling);
  } catch (error) {
    await store.noteFailure(parts.db, filling.slot, (error as Error).name);
    throw error;
  }
}

async function fillPart(parts: SegmentParts, filling: store.Filling): Promise<number> {
  const { db, lake, settings } = parts;
  const reached = Math.min(await lakeReached(db), await inLake.factsReached(parts));
  if (reached < filling.from_position) return 0;
  await prepareLake(parts);
  const asked = {
    tree: filling.tree as Tree,
    zone: settings.SHOP_ZONE,
    at: filling.from_now,
    upTo: filling.from_position,
  };
  if (filling.parts === null) {
    const { rows, people } = await inLake.sizeOf(lake, asked);
    const many = Math.ceil(Math.max(rows / ROWS_AT_ONCE, people / PEOPLE_AT_ONCE));
    await store.setParts(db, filling.slot, Math.min(MOST_PARTS, Math.max(1, many)));
    return 1;
  }
  const found = await findMembers(
    parts,
    { ...asked, part: filling.part, parts: filling.parts },
    filling.slot,
  );
  await settle(parts, filling, found);
  return 1;
}

type Found = { states: Map<CustomerId, Uint8Array>; members: CustomerId[] };

/** Of one part of everybody, as of the moment at which the live engine began. */
async function findMembers(
  { db, lake }: SegmentParts,
  asked: Parameters<typeof inLake.historiesOf>[1],
  slot: number,
): Promise<Found> {
  const trees = Array.from({ length: slot + 1 }, (_, index) =>
    index === slot ? (asked.tree as Tree) : null,
  );
  const program = compileProgram(trees, asked.zone, { questions: await live.questions(db) });
  const states = new Map<CustomerId, Uint8Array>();
  const members: CustomerId[] = [];
  const histories = await inLake.historiesOf(lake, asked);
  for (const [who, events] of histories) {
    const { state, answers } = program.fromHistory(events, asked.at);
    if (state.length > 0) states.set(who as CustomerId, state);
    if (answers[slot]) members.push(who as CustomerId);
  }
  // Where somebody of whom nothing is known is in it, so is everybody else.
  if (program.answersIn(new Uint8Array(0))[slot])
    for (const who of await inLake.everybodyIn(lake, asked))
      if (!histories.has(who)) members.push(who as CustomerId);
  return { states, members };
}

/** Whoever was decided by the live engine meanwhile, or is nobody of her own any more, is left as she is. */
async function settle(
  { db, clock, customers, live: { programOf } }: SegmentParts,
  filling: store.Filling,
  { states, members }: Found,
): Promise<void> {
  const { slot, part, parts } = filling;
  await db.transaction().execute(async (tx) => {
    await live.doNotWait(tx);
    const { version } = await live.lockEngine(tx);
    if (!(await store.partDone(tx, slot, part))) return;
    const { program } = await programOf(tx, version);
    const persons = [...new Set([...states.keys(), ...members])];
    const [known, own] = [await live.statesOf(tx, persons), await customers.personsOf(tx, persons)];
    const isOpen = (who: CustomerId): boolean => own.get(who) === who && (known.get(who)?.known ?? -1) < slot;
    const saved = [...states].flatMap(([person, found]): live.StateRow[] => {
      if (!isOpen(person)) return [];
      const before = known.get(person);
      const { state, nextDue } = program.join(before?.bytes ?? new Uint8Array(0), found);
      return [{ person, known: before?.known ?? -1, bytes: Buffer.from(state), nextDue }];
    });
    await live.saveStates(tx, saved);
    await store.addMembers(tx, slot, members.filter(isOpen), new Date(filling.from_now));
    if (part + 1 < (parts ?? 1)) return;
    await store.takePlace(tx, filling, clock.now());
    await live.newVersion(tx);
  });
}
