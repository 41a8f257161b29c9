/**
 * The live engine. It reads the log after identity did: each event moves its person's state on, and what changes by it is written down, told
 * to the log, and due again when time alone will change it; all in the transaction that moves the cursor.
 */
import type { CustomerId, Position } from '#platform/ids';
import type { Subscriber } from '#platform/log';
import type { Tx } from '#platform/postgres';
import { type Following, followPerson } from './follow-person.ts';
import type { LiveParts } from './live-parts.ts';
import { isDecided, type Running } from './program-of.ts';
import { type PastEvent, readHistories, seen } from './read-histories.ts';
import * as store from './store.ts';
import { tellTurns, turnsOf } from './turns.ts';

export const DECIDE = 'decide/segments: decide';
/** Of those who have other profiles than before, taken with each stretch. */
export const MOST_MOVED = 1000;
const NOTHING = Buffer.alloc(0);

export const deciding = (parts: LiveParts): Subscriber => ({
  name: DECIDE,
  hears: '*',
  startsAt: 'beginning',
  goesFirst: true,
  after: 'know/customers: recognise',
  batch: 2000,
  async on({ tx, events }) {
    const { version, now } = await store.lockEngine(tx);
    const running = await parts.programOf(tx, version);
    const moved = await parts.customers.takeMoved(tx, MOST_MOVED);
    const last = events.at(-1) as (typeof events)[number];
    const end = Math.max(now, ...events.map(({ receivedAt }) => receivedAt.getTime()));
    if (running.slots.size > 0)
      await decide(
        parts,
        tx,
        { running, now, upTo: last.position, moved, until: null },
        await seen(parts, events),
      );
    await store.setNow(tx, end);
  },
});

export type Stretch = {
  running: Running;
  /** The engine's time when it begins. */
  now: number;
  upTo: Position;
  /** Persons who have other profiles than before. */
  moved: readonly CustomerId[];
  /** Time alone passes up to here for those who are due; null: for nobody. */
  until: number | null;
};

/** Decides everybody anew of whom something is heard, who moved, or who is due. */
export async function decide(
  parts: LiveParts,
  tx: Tx,
  stretch: Stretch,
  events: readonly PastEvent[],
  due: readonly store.StateRow[] = [],
): Promise<void> {
  const { running, moved } = stretch;
  const heard = await byPerson(parts, tx, events);
  const persons = [...new Set([...heard.keys(), ...moved, ...due.map(({ person }) => person)])];
  if (persons.length === 0) return;
  const states = await store.statesOf(tx, persons);
  const isMoved = new Set(moved);
  const anew = persons.filter((id) => isMoved.has(id) || !isDecided(running, states.get(id)?.known));
  // Whose state is not there or knows less than all: where they stand is read off what was decided of them.
  const unsure = persons.filter((id) => isMoved.has(id) || (states.get(id)?.known ?? -1) < running.last);
  const members = await parts.customers.membersOf(tx, anew);
  const gone = anew.filter((id) => !members.has(id));
  await store.closeSpells(tx, gone, stretch.now);
  await store.dropStates(tx, gone);
  const [spells, histories] = [
    await store.openSpells(tx, unsure),
    await readHistories(parts, tx, members, { upTo: stretch.upTo, program: running.program }),
  ];
  const context = { stretch, states, anew: new Set(anew), histories, isMoved, spells };
  const saved: store.StateRow[] = [];
  const turns = [];
  const left = new Set(gone);
  for (const person of persons) {
    if (left.has(person)) continue;
    const own = heard.get(person) ?? [];
    const { kept, steps } = await followPerson(followingOf(parts, tx, context, person, own));
    saved.push({ person, known: running.last, bytes: Buffer.from(kept.bytes), nextDue: kept.nextDue });
    turns.push(...turnsOf(running, person, standingOf(running, context, person), steps, isMoved.has(person)));
  }
  await store.saveStates(tx, saved);
  await store.saveTurns(tx, turns);
  await tellTurns(parts, tx, running, turns);
}

async function byPerson(
  { customers }: LiveParts,
  tx: Tx,
  events: readonly PastEvent[],
): Promise<Map<CustomerId, PastEvent[]>> {
  const persons = await customers.personsOf(tx, [
    ...new Set(events.map(({ customer }) => customer as CustomerId)),
  ]);
  const heard = new Map<CustomerId, PastEvent[]>();
  for (const event of events) {
    const person = persons.get(event.customer as CustomerId);
    if (person === undefined) continue;
    const own = heard.get(person);
    if (own) own.push(event);
    else heard.set(person, [event]);
  }
  return heard;
}

type Context = {
  stretch: Stretch;
  states: ReadonlyMap<CustomerId, store.StateRow>;
  anew: ReadonlySet<CustomerId>;
  histories: ReadonlyMap<CustomerId, readonly PastEvent[]>;
  isMoved: ReadonlySet<CustomerId>;
  spells: ReadonlyMap<CustomerId, ReadonlySet<number>>;
};

function followingOf(
  parts: LiveParts,
  tx: Tx,
  { stretch, states, anew, histories }: Context,
  person: CustomerId,
  events: readonly PastEvent[],
): Following {
  const { program } = stretch.running;
  const state = states.get(person);
  let known = histories.get(person);
  const first = events[0]?.position ?? Number.POSITIVE_INFINITY;
  return {
    program,
    kept: { bytes: state?.bytes ?? NOTHING, nextDue: state?.nextDue ?? null },
    anew: anew.has(person),
    now: stretch.now,
    events,
    until: stretch.until,
    async history(upTo) {
      if (!known) {
        const members = await parts.customers.membersOf(tx, [person]);
        known = (await readHistories(parts, tx, members, { upTo: stretch.upTo, program })).get(person) ?? [];
      }
      return known.filter(({ position }) => (upTo ? position <= upTo.position : position < first));
    },
  };
}

/** Where she stood before: in her state, or, where that does not say of every slot, in what was decided. */
function standingOf(running: Running, { states, spells, isMoved }: Context, person: CustomerId): boolean[] {
  const state = states.get(person);
  if (state && state.known >= running.last && !isMoved.has(person))
    return running.program.answersIn(state.bytes);
  const open = spells.get(person);
  return Array.from({ length: running.last + 1 }, (_, slot) => open?.has(slot) ?? false);
}
