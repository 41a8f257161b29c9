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
import { compileProgram } from '../live/program.ts';
import { isInNaively } from '../naive.ts';
import { type Question, questionsOf } from '../question.ts';
import { askLake, putInLake } from '../replay/in-lake.ts';
import { replayLive } from '../replay/live.ts';
import { readHistory, replayEvent } from '../replay/read-line.ts';
import { emptyLake } from '../store/tables.ts';
import { durationMs } from '../window.ts';
import { type Drawn, PLACES, pastDrawn } from './draw.ts';
import { definitionDrawn } from './draw-definition.ts';

export type Verdict = { cases: number; inIt: number; disagreements: string[] };

const OLDEST_ARRIVAL = 45 * 86_400_000;
const HISTORIES = 250;
const DEFINITIONS = 20;

const language = createLanguage();
const nothing: Asking = { segment: () => null, productsWithin: () => null };

export async function referee(
  lake: Lake,
  { seed, cases }: { seed: number; cases: number },
): Promise<Verdict> {
  await putInLake(lake, [], `referee-${seed}`);
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
  const histories = lines.map((events, index) =>
    readHistory(
      events.map((event) => replayEvent.parse(event)),
      1 + index * 2,
    ),
  );
  await putInLake(lake, histories, `referee-${seed}`);
  const verdict: Verdict = { cases: 0, inIt: 0, disagreements: [] };
  for (const [number, definition] of fc.sample(definitionDrawn, { seed, numRuns: DEFINITIONS }).entries()) {
    const tree = language.tree(language.check(definition), nothing);
    const chance = fc.sample(fc.nat(), { seed: seed + number, numRuns: histories.length * 3 });
    const moments = histories.map((history, index) => ({
      history,
      at: momentOf(history, questionsOf(tree), chance.slice(index * 3, index * 3 + 3), Date.parse(around)),
    }));
    const program = compileProgram([tree], zone);
    const query = await askLake(lake, { tree, zone }, moments, `referee-${seed}-${number}`);
    for (const [index, { history, at }] of moments.entries()) {
      const naive = isInNaively(tree, history, { at, zone });
      const live = replayLive(program, history, [at])[0]?.[0];
      verdict.cases++;
      if (naive) verdict.inIt++;
      if (live !== naive || query[index] !== naive)
        verdict.disagreements.push(
          caseOf({ definition, events: lines[index] ?? [], at, zone }, { naive, live, query: query[index] }),
        );
    }
  }
  return verdict;
}

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

/** An instant at which something may change: when a window runs out on an event, when one arrives; or any. */
function momentOf(
  { events }: History,
  questions: readonly Question[],
  [kind = 0, which = 0, more = 0]: readonly number[],
  around: number,
): number {
  const event = events[which % Math.max(1, events.length)];
  const question = questions[more % Math.max(1, questions.length)];
  const nudge = (more % 3) - 1;
  if (!event || kind % 4 === 0) return around - 20 * 86_400_000 + (which % (30 * 86_400_000));
  if (kind % 4 === 1) return event.receivedAt + nudge;
  const window = question?.window;
  if (window && 'last' in window) return event.at + durationMs(window.last) + nudge;
  return event.at + (which % 40) * 3_600_000 + nudge;
}

const caseOf = (
  line: { definition: Definition; events: unknown[]; at: number; zone: string },
  said: unknown,
): string => JSON.stringify({ ...line, at: [iso(line.at)], said });
