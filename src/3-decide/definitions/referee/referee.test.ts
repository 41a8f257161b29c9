import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ORDER_COLUMNS } from '#events/order-columns';
import { startTestLake, type TestLake } from '#platform/lake/testing';
import { referee } from './referee.ts';

const night = process.env.REGULARS_NIGHT !== undefined;
const cases = night ? 1_000_000 : 10_000;

let at: TestLake;
beforeAll(async () => {
  at = await startTestLake({ derived: ORDER_COLUMNS });
});
afterAll(() => at?.close());

describe('the live engine, the query of the lake and the naive evaluator', () => {
  it('agree on whatever is drawn', async () => {
    const seed = Number(process.env.REGULARS_SEED ?? 1);
    const verdict = await referee(at.lake, { seed, cases });
    console.log(`referee: ${verdict.cases} cases, ${verdict.inIt} of them in it, seed ${seed}`);
    // The shortest says most; each is a line for `bin/regulars segments replay`.
    expect(verdict.disagreements.sort((one, other) => one.length - other.length).slice(0, 3)).toEqual([]);
    expect(verdict.inIt).toBeGreaterThan(verdict.cases / 10);
    expect(verdict.inIt).toBeLessThan((verdict.cases * 9) / 10);
  });
});
