/**
 * The live engine against the evaluator that goes by the letter: drawn histories come in as they arrived, definitions come and go meanwhile,
 * people are merged and parted; in the end each segment holds exactly whom its definition means.
 */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { definitionDrawn, historyOf, isInNaively, PLACES, pastDrawn } from '#decide/definitions/testing';
import { type CustomerId, HOUSE, position, sourceId } from '#platform/ids';
import { anEvent } from '#platform/log/testing';
import { sql } from '#platform/postgres';
import { seal } from '#platform/vault';
import { archiveSegment, changeSegment, createSegment } from '../change-segment.ts';
import { someSegments } from '../testing.ts';
import { readHistories } from './read-histories.ts';

const runs = process.env.REGULARS_NIGHT ? 400 : 3;
const PEOPLE = 8;
const { zone, around } = PLACES[1];
const own = someSegments(zone);
const staff = { kind: 'system' as const, name: 'test' };
let world = 0;

beforeAll(async () => {
  await own.parts.log.preparePartitions(own.parts.db, new Date(around));
});

type History = ReturnType<typeof historyOf>;
type Arrival = { at: number; person: number } & (
  | { event: History['events'][number] }
  | { change: History['changes'][number] }
);

/** Everything that arrives, in its order. */
function arrivalsOf(histories: readonly History[]): Arrival[] {
  return histories
    .flatMap(({ events, changes }, person): Arrival[] => [
      ...events.map((event) => ({ at: event.receivedAt, person, event })),
      ...changes
        .filter(({ change }) => change !== 'erase')
        .map((change) => ({ at: change.receivedAt, person, change })),
    ])
    .sort((one, other) => one.at - other.at);
}

type Scene = { number: number };

async function profileOf({ number }: Scene, customer: number) {
  const { subjects } = await own.customers.directory.subjectsOf([
    { kind: 'user_id', value: `world-${number}-${customer}` },
  ]);
  return subjects[0] as (typeof subjects)[number];
}

async function arrive(scene: Scene, arrival: Arrival): Promise<void> {
  own.clock.set(new Date(arrival.at));
  const receivedAt = new Date(arrival.at);
  if ('change' in arrival) return await changePeople(scene, arrival.change, arrival.person, receivedAt);
  const { event } = arrival;
  const { customerId, key } = await profileOf(scene, event.customer);
  const traits = Object.fromEntries(
    event.type === 'identify'
      ? event.facts.map(({ fact, value }) => [fact.slice('trait:'.length), value])
      : [],
  );
  const { value = null } = event.properties;
  const personal = { userId: `world-${scene.number}-${event.customer}`, traits, properties: { value } };
  await own.parts.log.append(own.parts.db, [
    anEvent({
      sourceId: event.house ? HOUSE : sourceId(1),
      type: event.type,
      event: event.event,
      customerId,
      timestamp: new Date(event.at),
      receivedAt,
      properties: JSON.stringify(event.properties),
      context: JSON.stringify(event.context),
      personal: seal(key, JSON.stringify(personal)),
    }),
  ]);
}

/** Two profiles of one person are joined by a member of staff, or parted again. */
async function changePeople(
  scene: Scene,
  { change, customer }: History['changes'][number],
  person: number,
  at: Date,
): Promise<void> {
  const one = (await profileOf(scene, 1 + person * 2)).customerId;
  const other = (await profileOf(scene, customer)).customerId;
  await own.readUp();
  const { rows } = await sql<{ position: number; one_id: number; other_id: number }>`
    SELECT position, one_id, other_id FROM customers.merge WHERE undone_at IS NULL
       AND least(one_id, other_id) = least(${one}::bigint, ${other}::bigint) AND greatest(one_id, other_id) = greatest(${one}::bigint, ${other}::bigint)`.execute(
    own.parts.db,
  );
  if ((change === 'merge') === rows.length > 0) return;
  const [merge] = rows;
  await own.parts.log.append(own.parts.db, [
    anEvent({
      sourceId: HOUSE,
      origin: 'system',
      event: change === 'merge' ? 'Customers Merged' : 'Customer Merge Undone',
      customerId: one,
      timestamp: at,
      receivedAt: at,
      properties: JSON.stringify(
        merge
          ? { one: merge.one_id, other: merge.other_id, position: merge.position, actor: 'test' }
          : { one, other, actor: 'test' },
      ),
    }),
  ]);
}

const act = fc.constantFrom(
  'read',
  'read',
  'read',
  'pass',
  'fill',
  'create',
  'change',
  'archive',
  'none',
  'none',
);

describe('the live engine', () => {
  it('holds exactly whom each definition means, whatever comes late, is merged, parted or redefined meanwhile', async () => {
    let [compared, inside] = [0, 0];
    await fc.assert(
      fc.asyncProperty(
        fc.array(pastDrawn, { minLength: PEOPLE, maxLength: PEOPLE }),
        fc.array(definitionDrawn, { minLength: 4, maxLength: 10 }),
        fc.array(act, { minLength: 20, maxLength: 40 }),
        async (pasts, drawn, acts) => {
          const scene: Scene = { number: world++ };
          const histories = pasts.map((past, person) => historyOf(past, Date.parse(around), 1 + person * 2));
          const definitions = [...drawn];
          const { rows: oldest } = await sql<{ born: number }>`
            SELECT coalesce(max(customer_id), 0) AS born FROM customers.profile`.execute(own.parts.db);
          const born = oldest[0]?.born ?? 0;
          const segments: number[] = [];
          const perform = async (what: string): Promise<void> => {
            if (what === 'read') return await own.readUp();
            if (what === 'pass') return await own.passTime();
            if (what === 'fill') return await own.fill();
            const definition = definitions.pop();
            if (what === 'archive' && segments.length > 2)
              return await archiveSegment(own.parts, staff, segments.pop() as number);
            if (!definition) return;
            const [id] = segments;
            if (what === 'change' && id !== undefined) {
              const { rows } = await sql<{ revision: number }>`
                SELECT revision FROM segments.segment WHERE segment_id = ${id}`.execute(own.parts.db);
              return await changeSegment(own.parts, staff, id, {
                revision: rows[0]?.revision ?? 0,
                definition,
              });
            }
            const name = `world ${scene.number} ${segments.length} ${definitions.length}`;
            segments.push(await createSegment(own.parts, staff, { name, description: '', definition }));
          };
          await perform('create');
          const arrivals = arrivalsOf(histories);
          const every = Math.max(1, Math.ceil(arrivals.length / acts.length));
          for (const [index, arrival] of arrivals.entries()) {
            await arrive(scene, arrival);
            if (index % every === 0) await perform(acts[Math.floor(index / every)] ?? 'none');
          }
          own.clock.advance(60_000);
          await own.readUp();
          await own.fill();
          await own.passTime();
          await own.readUp();
          const counts = await compare(segments, born);
          compared += counts.compared;
          inside += counts.inside;
          await sql`UPDATE segments.segment SET archived_at = now()`.execute(own.parts.db);
          await sql`UPDATE segments.slot SET retired_at = now() WHERE retired_at IS NULL`.execute(
            own.parts.db,
          );
          await sql`UPDATE segments.engine SET version = version + 1, now = '-infinity'`.execute(
            own.parts.db,
          );
        },
      ),
      // A world is too large to be made smaller in reasonable time.
      { numRuns: runs, endOnFailure: true },
    );
    console.log(`live engine: ${runs} worlds, ${compared} answers compared, ${inside} of them inside`);
    expect(inside).toBeGreaterThan(runs);
  });
});

describe('whoever has an event while a segment is filled', () => {
  it('stays where the live engine put her', async () => {
    own.clock.set('2026-11-20T08:00:00Z');
    const scene: Scene = { number: world++ };
    const [ann, bea] = [await profileOf(scene, 1), await profileOf(scene, 2)];
    const does = async (who: typeof ann, event: string): Promise<void> => {
      own.clock.advance(1000);
      const at = own.clock.now();
      const personal = seal(who.key, JSON.stringify({ userId: String(who.customerId) }));
      const { customerId } = who;
      await own.parts.log.append(own.parts.db, [
        anEvent({ event, customerId, timestamp: at, receivedAt: at, personal }),
      ]);
    };
    await does(ann, 'Seen');
    await does(bea, 'Seen');
    await own.readUp();
    const make = (name: string, text: string) =>
      createSegment(own.parts, staff, { name, description: '', text });
    const did = await make('Did A', 'did "A" and did "Seen"');
    const not = await make('Never B', 'did "Seen" and not did "B"');
    await does(ann, 'A');
    await own.readUp();
    await does(bea, 'B');
    await own.readUp();
    await own.fill();
    const members = async (id: number): Promise<number[]> => {
      const { rows } = await sql<{ person_id: number }>`
        SELECT person_id FROM segments.spell p JOIN segments.segment s USING (slot)
         WHERE s.segment_id = ${id} AND left_at IS NULL AND person_id = ANY(${[ann.customerId, bea.customerId]}::bigint[])`.execute(
        own.parts.db,
      );
      return rows.map(({ person_id }) => person_id);
    };
    expect(await members(did)).toEqual([ann.customerId]);
    expect(await members(not)).toEqual([ann.customerId]);
  });
});

/** Everybody of the world against each of its segments: to others, of worlds before, its time runs backwards. */
async function compare(
  segments: readonly number[],
  born: number,
): Promise<{ compared: number; inside: number }> {
  const { db, language } = own.parts;
  const { rows: profiles } = await sql<{ id: CustomerId }>`
    SELECT customer_id AS id FROM customers.profile WHERE person_id IS NULL AND customer_id > ${born} ORDER BY 1`.execute(
    db,
  );
  const members = await own.customers.directory.membersOf(
    db,
    profiles.map(({ id }) => id),
  );
  const program = { reads: null };
  const histories = await readHistories(own.parts, db, members, {
    upTo: position(Number.MAX_SAFE_INTEGER),
    program,
  });
  const at = own.clock.now().getTime();
  let inside = 0;
  for (const segment of segments) {
    const { rows } = await sql<{ definition: never; slot: number }>`
      SELECT t.definition, t.slot FROM segments.segment s JOIN segments.slot t USING (slot)
       WHERE s.segment_id = ${segment}`.execute(db);
    const { definition, slot } = rows[0] as (typeof rows)[number];
    const tree = language.tree(definition, { segment: () => null, productsWithin: () => null });
    const { rows: open } = await sql<{ person_id: number }>`
      SELECT person_id FROM segments.spell WHERE slot = ${slot} AND left_at IS NULL AND person_id > ${born} ORDER BY 1`.execute(
      db,
    );
    const meant = [...histories]
      .filter(([, events]) => events.length > 0)
      .filter(([person, events]) =>
        isInNaively(
          tree,
          { subject: person, events: events.map((event) => ({ ...event, customer: person })), changes: [] },
          { at, zone },
        ),
      )
      .map(([person]) => Number(person));
    expect({ definition, members: open.map(({ person_id }) => Number(person_id)) }).toEqual({
      definition,
      members: meant.sort((one, other) => one - other),
    });
    const { rows: counted } = await sql<{ members: number; open: number }>`
      SELECT members, (SELECT count(*)::int FROM segments.spell p WHERE p.slot = t.slot AND left_at IS NULL) AS open
        FROM segments.slot t WHERE slot = ${slot}`.execute(db);
    expect(counted[0]?.members).toBe(counted[0]?.open);
    inside += open.length;
  }
  return { compared: segments.length * histories.size, inside };
}
