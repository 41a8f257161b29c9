/**
 * What the lake knows of people that can matter to a definition, a part of everybody at a time: how the live engine comes to know whom a new
 * definition means without reading the whole log.
 */
import type { Lake } from '#platform/lake';
import type { EventType, Json, JsonObject } from '#platform/log';
import type { PastEvent } from '../history.ts';
import { questionsOf, type Tree } from '../question.ts';
import { historyQuery, partOfEverybody } from './members.ts';
import { peopleIn, rowsOf } from './store.ts';

/** `at`: as known at this instant; `upTo`: a position of the log, that the lake has reached. */
export type Asked = { tree: Tree; zone: string; at: number; upTo: number; part: number; parts: number };

type Row = {
  who: number;
  position: number;
  received: number;
  t: number;
  profile: number;
  house: number;
  type: EventType;
  event: string;
  properties: string;
  context: string;
  fact: string;
  value: string;
};

/** By person, in the order of the log. People of whom nothing can matter are not there. */
export async function historiesOf(lake: Lake, asked: Asked): Promise<Map<number, PastEvent[]>> {
  const places = placesOf(asked.tree);
  const histories = new Map<number, PastEvent[]>();
  for (const place of places) {
    const { sql, params } = historyQuery(place, asked);
    for (const row of await lake.query<Row>(sql, { params, class: 'training' })) {
      const event = place === 'facts' ? factOf(row) : eventOf(row);
      const own = histories.get(Number(row.who));
      if (own) own.push(event);
      else histories.set(Number(row.who), [event]);
    }
  }
  if (places.size > 1)
    for (const own of histories.values()) own.sort((one, other) => one.position - other.position);
  return histories;
}

/** Everybody in a part who did anything. */
export async function everybodyIn(lake: Lake, asked: Omit<Asked, 'tree'>): Promise<number[]> {
  const { sql, params } = partOfEverybody(asked);
  return (await lake.query<{ who: number }>(sql, { params, class: 'training' })).map(({ who }) =>
    Number(who),
  );
}

/** How many rows can matter, and how many people there are. */
export async function sizeOf(
  lake: Lake,
  asked: Omit<Asked, 'part' | 'parts'>,
): Promise<{ rows: number; people: number }> {
  const whole = { ...asked, part: 0, parts: 1 };
  let rows = 0;
  for (const place of placesOf(asked.tree)) rows += await rowsOf(lake, historyQuery(place, whole));
  return { rows, people: await peopleIn(lake) };
}

const placesOf = (tree: Tree): Set<'facts' | 'events'> =>
  new Set(questionsOf(tree).map(({ of }) => (of.from === 'facts' ? 'facts' : 'events')));

const placeOf = ({ position, received, t, profile }: Row) => ({
  position: Number(position),
  receivedAt: Number(received),
  at: Number(t),
  customer: Number(profile),
});

const eventOf = (row: Row): PastEvent => ({
  ...placeOf(row),
  house: Number(row.house) === 1,
  type: row.type,
  event: row.event,
  properties: JSON.parse(row.properties) as JsonObject,
  context: JSON.parse(row.context) as JsonObject,
  facts: [],
});

const factOf = (row: Row): PastEvent => ({
  ...placeOf(row),
  house: true,
  type: 'identify',
  event: '',
  properties: {},
  context: {},
  facts: [{ fact: row.fact, value: JSON.parse(row.value) as Json }],
});
