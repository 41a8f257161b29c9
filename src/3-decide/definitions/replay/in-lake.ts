/** Histories in a lake, and the query of a definition over all of them at instants of their own. */
import { COLUMN_NAMES, type Lake, prepareTable } from '#platform/lake';
import { type History, profilesAt } from '../history.ts';
import { membersQuery } from '../query/members.ts';
import { type Asked, insertFacts, linesOf, membersAmong, prepareTables } from '../query/store.ts';
import type { Tree } from '../question.ts';
import { boundsAt } from '../window.ts';

/** `run`: another one for each set of histories. */
export async function putInLake(lake: Lake, histories: readonly History[], run: string): Promise<void> {
  await prepareTable(lake);
  await prepareTables(lake);
  const events = histories.flatMap((history) => history.events);
  if (events.length > 0)
    await lake.insert('events', linesOf(events), { columns: COLUMN_NAMES, token: `events-${run}` });
  await insertFacts(lake, events, `facts-${run}`);
}

/** Whether each of these moments finds its person in it. */
export async function askLake(
  lake: Lake,
  { tree, zone }: { tree: Tree; zone: string },
  moments: readonly { history: History; at: number }[],
  run: string,
): Promise<boolean[]> {
  const query = membersQuery(tree, zone, { run });
  const asked = moments.flatMap(({ history, at }, ask): Asked[] => {
    const bounds = query.windows.map((window) => boundsAt(window, at, zone));
    return [...profilesAt(history, at)].map((profile) => ({ ask, profile, at, bounds }));
  });
  const members = await membersAmong(lake, query, run, asked);
  return moments.map((_, ask) => members.has(ask));
}
