import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ORDER_COLUMNS } from '#events/order-columns';
import { startTestLake, type TestLake } from '#platform/lake/testing';
import { type History, profilesAt } from '../history.ts';
import { createLanguage } from '../language.ts';
import { isInNaively } from '../naive.ts';
import { PLACES, pastDrawn } from '../referee/draw.ts';
import { definitionDrawn } from '../referee/draw-definition.ts';
import { historyOf } from '../referee/referee.ts';
import { prepareLake, putInLake } from '../replay/in-lake.ts';
import { previewOf } from './everybody.ts';

const night = process.env.REGULARS_NIGHT !== undefined;
const definitions = night ? 2000 : 40;
const { zone, around } = PLACES[1];
const at = Date.parse(around) + 86_400_000;
const language = createLanguage();
const nothing = { segment: () => null, productsWithin: () => null };

let lake: TestLake;
let histories: History[];
beforeAll(async () => {
  lake = await startTestLake({ derived: ORDER_COLUMNS });
  histories = fc
    .sample(pastDrawn, { seed: 12, numRuns: 60 })
    .map((drawn, person) => historyOf(drawn, Date.parse(around), 1 + person * 2))
    // Whose events nobody erased, and that had come by then.
    .filter((history) => profilesAt(history, at).size > 0)
    .filter((history) => hersIn(history).length > 0);
  await prepareLake(lake.lake);
  await putInLake(
    lake.lake,
    histories.map((history) => ({ ...history, events: hersIn(history) })),
    'everybody',
  );
  await lake.lake.command(
    'CREATE TABLE persons (profile Int64, person Int64, seq Int64) ENGINE = ReplacingMergeTree(seq) ORDER BY profile',
  );
  const linked = histories.filter((history) => profilesAt(history, at).size > 1);
  expect(linked.length).toBeGreaterThan(3);
  await lake.lake.insert(
    'persons',
    Buffer.from(linked.map(({ subject }) => `${subject + 1}\t${subject}\t1\n`).join('')),
    { columns: ['profile', 'person', 'seq'], token: 'persons' },
  );
});
afterAll(() => lake?.close());

/** Of those profiles that count as her at the instant; others would be people of their own. */
const hersIn = (history: History) =>
  history.events.filter(
    ({ customer, receivedAt }) => profilesAt(history, at).has(customer) && receivedAt <= at,
  );

describe('the query over everybody', () => {
  it('counts whom the naive evaluator counts, and samples from them', async () => {
    let counted = 0;
    for (const definition of fc.sample(definitionDrawn, { seed: 34, numRuns: definitions })) {
      const tree = language.tree(language.check(definition), nothing);
      const members = histories.filter((history) => isInNaively(tree, history, { at, zone }));
      const { count, sample } = await previewOf(lake.lake, { tree, zone, at }, 5, 'report');
      expect([count, JSON.stringify(definition)]).toEqual([members.length, JSON.stringify(definition)]);
      expect(sample.length).toBe(Math.min(5, count));
      expect(sample.every((who) => members.some(({ subject }) => subject === who))).toBe(true);
      counted += count;
    }
    console.log(`previews: ${definitions} definitions, ${histories.length} people, ${counted} counted`);
    expect(counted).toBeGreaterThan(definitions);
  });
});
