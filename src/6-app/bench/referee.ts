/** The referee of definitions: three evaluators on cases that are drawn, with a lake of its own. */
import { proving } from '#decide/definitions';
import { withOwnLake } from '../own-lake.ts';

const CASES = 10_000;

export async function run({
  seed,
  cases,
}: {
  seed: number;
  cases: number;
}): Promise<Record<string, unknown>> {
  const start = performance.now();
  const verdict = await withOwnLake((lake) => proving.referee(lake, { seed, cases: cases || CASES }));
  const shortest = verdict.disagreements.sort((one, other) => one.length - other.length).slice(0, 5);
  return {
    cases: verdict.cases,
    disagreements: verdict.disagreements.length,
    seconds: Math.round((performance.now() - start) / 10) / 100,
    in_it: verdict.inIt,
    ...(shortest.length > 0 && { shortest: shortest.map((line) => JSON.parse(line)) }),
  };
}
