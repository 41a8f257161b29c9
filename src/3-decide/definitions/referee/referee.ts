/**
 * The referee: draws definitions and histories and asks the three evaluators. Histories are people of one lake, and each definition is one query
 * over all of them, each at an instant of its own. What they disagree on is a line that `segments replay` takes.
 */
import fc from 'fast-check';
import type { Lake } from '#platform/lake';
import type { Definition } from '../ast.ts';
import type { History } from '../history.ts';
import type { Asking } from '../kind.ts';
import { createLanguage } from '../language.ts';
import { beginOf, type Plan, planOf, unitOf } from '../live/plan.ts';
import { compileProgram, type Program } from '../live/program.ts';
import { isInNaively } from '../naive.ts';
import { emptyLake } from '../query/store.ts';
import { questionsOf, type Tree } from '../question.ts';
import { askLake, prepareLake, putInLake } from '../replay/in-lake.ts';
import { replayLive } from '../replay/live.ts';
import { readHistory, replayEvent } from '../replay/read-line.ts';
import { type Drawn, PLACES, pastDrawn } from './draw.ts';
import { definitionDrawn } from './draw-definition.ts';

export type Verdict = { cases: number; inIt: number; disagreements: string[] };

const OLDEST_ARRIVAL = 45 * 86_400_000;
const HISTORIES = 50;
const DEFINITIONS = 50;
/** Of each history under each definition. */
const MOMENTS = 2;
/** How much is kept before the log is read instead. */
const KEPT = [64, 64, 3, 10, 0];

const language = createLanguage();
const nothing: Asking = { segment: () => null, productsWithin: () => null };

export async function referee(
  lake: Lake,
  { seed, cases }: { seed: number; cases: number },
): Promise<Verdict> {
  await prepareLake(lake);
  const total: Verdict = { cases: 0, inIt: 0, disagreements: [] };
  for (let batch = 0; total.cases < cases; batch++) {
    await emptyLake(lake);
    const verdict = await oneBatch(lake, seed * 100_003 + batch, Math.min(HISTORIES, cases));
    total.cases += verdict.cases;
    total.inIt += verdict.inIt;
    total.disagreements.push(...verdict.disagreements);
  }
  return total;
}

async function oneBatch(lake: Lake, seed: number, people: number): Promise<Verdict> {
  const { zone, around } = PLACES[Math.abs(seed) % PLACES.length] as (typeof PLACES)[number];
  const pasts = fc.sample(pastDrawn, { seed, numRuns: people });
  const lines = pasts.map((drawn) => eventsOf(drawn, Date.parse(around)));
  const histories = pasts.map((drawn, index) => historyOf(drawn, Date.parse(around), 1 + index * 2));
  await putInLake(lake, histories, `referee-${seed}`);
  const asked = definitionsOf(seed).map((definition, number): Asked => {
    const tree = language.tree(language.check(definition), nothing);
    const plans = questionsOf(tree).map((question) => planOf(question, zone));
    const chance = fc.sample(fc.nat(), { seed: seed + number, numRuns: histories.length * MOMENTS * 3 });
    const moments = histories.map((history, person) =>
      Array.from({ length: MOMENTS }, (_, moment) => {
        const place = (person * MOMENTS + moment) * 3;
        return momentOf(history, plans, chance.slice(place, place + 3), Date.parse(around));
      }),
    );
    return { definition, tree, moments };
  });
  const live = liveAnswers(asked, histories, zone, seed);
  const inquiries = asked.map(({ tree, moments }) => ({
    tree,
    zone,
    moments: histories.flatMap((history, person) => (moments[person] ?? []).map((at) => ({ history, at }))),
  }));
  const queried = await askLake(lake, inquiries, `referee-${seed}`);
  const verdict: Verdict = { cases: 0, inIt: 0, disagreements: [] };
  for (const [number, { definition, tree }] of asked.entries()) {
    const all = inquiries[number]?.moments ?? [];
    const query = queried[number] ?? [];
    for (const [place, { history, at }] of all.entries()) {
      const naive = isInNaively(tree, history, { at, zone });
      const said = { naive, live: live[number]?.[place], query: query[place] };
      verdict.cases++;
      if (naive) verdict.inIt++;
      if (said.live === naive && said.query === naive) continue;
      const events = lines[Math.floor(place / MOMENTS)] ?? [];
      verdict.disagreements.push(caseOf({ definition, events, at, zone }, said));
    }
  }
  return verdict;
}

/** Some ask again what another asks, beside a question of their own. */
function definitionsOf(seed: number): Definition[] {
  const drawn = fc.sample(definitionDrawn, { seed, numRuns: DEFINITIONS });
  return drawn.map((definition, number) => {
    const before = drawn[number - 1];
    return number % 5 !== 1 || !before
      ? definition
      : { ...definition, who: { any: [{ not: before.who }, definition.who] } };
  });
}

type Asked = {
  definition: Definition;
  tree: Tree;
  /** Instants of each history. */
  moments: number[][];
};

/**
 * What the live engine says, by definition, of each moment of each history. In turns each definition is alone in its program, or all of them
 * are in one and share questions; and much is kept of a person, or so little that her log is read.
 */
function liveAnswers(asked: readonly Asked[], histories: readonly History[], zone: string, seed: number) {
  const together = seed % 2 === 0;
  const programOf = (trees: readonly Tree[], turn: number): Program =>
    compileProgram(trees, zone, { most: KEPT[turn % KEPT.length] as number });
  if (!together)
    return asked.map(({ tree, moments }, number) => {
      const program = programOf([tree], number);
      return histories.flatMap((history, person) =>
        replayLive(program, history, moments[person] ?? []).map(([answer]) => answer),
      );
    });
  const program = programOf(
    asked.map(({ tree }) => tree),
    seed / 2,
  );
  const answers = histories.map((history, person) => {
    const instants = asked.flatMap(({ moments }) => moments[person] ?? []);
    return replayLive(program, history, instants);
  });
  return asked.map((_, number) =>
    answers.flatMap((ofHistory) =>
      ofHistory.slice(number * MOMENTS, (number + 1) * MOMENTS).map((ofAll) => ofAll[number]),
    ),
  );
}

/** What was drawn, around an instant; profiles are numbered from `first`. */
export const historyOf = (drawn: readonly Drawn[], around: number, first: number): History =>
  readHistory(
    eventsOf(drawn, around).map((event) => replayEvent.parse(event)),
    first,
  );

/** As arrivals; what was doubled comes twice. */
function eventsOf(drawn: readonly Drawn[], around: number): Record<string, unknown>[] {
  return drawn.flatMap(({ offset, delay, doubled, other, ...event }, index) => {
    const timestamp = around + offset;
    // What is older came by an import: the lake has a part for each month in which something arrived.
    const arrived = Math.max(timestamp + delay, around - OLDEST_ARRIVAL);
    const isChange = !['track', 'identify', 'page', 'screen'].includes(String(event.type));
    const one = {
      ...event,
      ...settled(event.properties as Record<string, unknown> | undefined, around),
      messageId: `m${index}`,
      ...(other && { customer: 'other' }),
      ...(!isChange && { timestamp: iso(timestamp) }),
      received_at: iso(arrived),
    };
    return doubled === null ? [one] : [one, { ...one, received_at: iso(arrived + doubled) }];
  });
}

/** Entries of orders were drawn as distances. */
function settled(properties: Record<string, unknown> | undefined, around: number): object {
  if (!properties || !Array.isArray(properties.entries)) return {};
  const entries = (properties.entries as { at: number }[]).map((entry) => ({
    ...entry,
    at: entry.at + around,
  }));
  return { properties: { ...properties, entries } };
}

const iso = (at: number): string => new Date(at).toISOString();

/** An instant at which an answer may change: an item of a question comes, counts or runs out, a moment before or after; or any. */
function momentOf(
  { events }: History,
  plans: readonly Plan[],
  [kind = 0, which = 0, more = 0]: readonly number[],
  around: number,
): number {
  const plan = plans[kind % plans.length] as Plan;
  const heard = events.filter((event) => plan.hears(event) && plan.take(event).length > 0);
  const event = heard[which % Math.max(1, heard.length)] ?? events[which % Math.max(1, events.length)];
  const nudge = (more % 3) - 1;
  if (!event || kind % 7 === 0) return around - 20 * 86_400_000 + (which % (30 * 86_400_000));
  if (kind % 7 === 1) return event.receivedAt + nudge;
  const at = (plan.hears(event) ? plan.take(event)[0]?.at : undefined) ?? event.at;
  const { window } = plan;
  if (kind % 7 === 2 || window.kind === 'steady') return at + nudge;
  if (window.kind === 'rolling') return at + window.ms + nudge;
  const unit = unitOf(window, at) + (kind % 2 === 0 ? window.to : window.from + 1);
  return beginOf(window, unit) + nudge;
}

const caseOf = (
  line: { definition: Definition; events: unknown[]; at: number; zone: string },
  said: unknown,
): string => JSON.stringify({ ...line, at: [iso(line.at)], said });
