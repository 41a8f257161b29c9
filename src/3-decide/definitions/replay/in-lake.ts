/** Histories in a lake, and the query of a definition over all of them at instants of their own. */
import { COLUMN_NAMES, type Lake, prepareTable } from '#platform/lake';
import { type History, profilesAt } from '../history.ts';
import { type MembersQuery, membersQuery } from '../query/members.ts';
import {
  type Asked,
  differing,
  emptyLake,
  insertFacts,
  linesOf,
  noteAsked,
  prepareTables,
} from '../query/store.ts';
import type { Tree } from '../question.ts';
import { boundsAt } from '../window.ts';

/** A lake for nothing but cases: makes its tables, and empties them. */
export async function prepareLake(lake: Lake): Promise<void> {
  await prepareTable(lake);
  await prepareTables(lake);
  await emptyLake(lake);
}

export async function putInLake(lake: Lake, histories: readonly History[], token: string): Promise<void> {
  const events = histories.flatMap((history) => history.events);
  if (events.length > 0)
    await lake.insert('events', linesOf(events), { columns: COLUMN_NAMES, token: `events-${token}` });
  await insertFacts(lake, events, `facts-${token}`);
}

/** One definition, and people at instants of their own. */
export type Inquiry = { tree: Tree; zone: string; moments: readonly { history: History; at: number }[] };

/** Whether each of the moments of each inquiry finds its person in it. */
export async function askLake(lake: Lake, inquiries: readonly Inquiry[], run: string): Promise<boolean[][]> {
  const queries = inquiries.map(({ tree, zone }, number) =>
    membersQuery(tree, zone, { run: `${run}-${number}` }),
  );
  const asked = inquiries.flatMap(({ zone, moments }, number) =>
    moments.flatMap(({ history, at }, ask): Asked[] => {
      const bounds = (queries[number]?.windows ?? []).map((window) => boundsAt(window, at, zone));
      const profiles = [...profilesAt(history, at)];
      return profiles.map((profile) => ({ run: `${run}-${number}`, ask, profile, at, bounds }));
    }),
  );
  await noteAsked(lake, asked, run);
  const answers: boolean[][] = [];
  for (let from = 0; from < queries.length; from += AT_ONCE) {
    const found = await Promise.all(
      queries.slice(from, from + AT_ONCE).map((query) => differing(lake, query)),
    );
    for (const [index, others] of found.entries()) {
      const number = from + index;
      const there = new Set(asked.filter((one) => one.run === `${run}-${number}`).map(({ ask }) => ask));
      const { nobodyIs } = queries[number] as MembersQuery;
      answers.push(
        (inquiries[number]?.moments ?? []).map((_, ask) => there.has(ask) && others.has(ask) !== nobodyIs),
      );
    }
  }
  return answers;
}

/** Queries at the same time. */
const AT_ONCE = 4;
