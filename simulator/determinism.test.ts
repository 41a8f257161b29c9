import { createHash } from 'node:crypto';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { mix, unmix } from './random/draw.ts';
import { keepState, stateIn } from './run/keep-state.ts';
import { simulationInto, writeHistory } from './run/write-history.ts';
import { aShop, aYear } from './testing.ts';
import { readWorld } from './world/read-world.ts';

const folders: string[] = [];
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'rg-simulator-'));
  folders.push(made);
  return made;
};
afterAll(() => {
  for (const made of folders) rmSync(made, { recursive: true, force: true });
});

const run = { world: readWorld('small'), seed: 7, customers: 120, from: '2025-10-20', days: 60 };
/** Every file by its digest, the state aside. */
const digests = (of: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(of)
      .filter((name) => /\.(jsonl|csv)$/.test(name))
      .map((name) => [
        name,
        createHash('sha256')
          .update(readFileSync(join(of, name)))
          .digest('hex'),
      ]),
  );
const written = (options: { keepEvery?: number; seed?: number } = {}): string => {
  const { keepEvery, seed = run.seed } = options;
  const into = folder();
  writeHistory(
    { ...run, seed },
    { folder: into, resume: false, pictures: false, ...(keepEvery && { keepEvery }) },
  );
  return into;
};

describe('the same world and seed', () => {
  it('write the same bytes, whatever is written at once', () => {
    const whole = digests(written());
    expect(Object.keys(whole)).toHaveLength(6);
    expect(digests(written({ keepEvery: 7 }))).toEqual(whole);
    expect(digests(written({ keepEvery: 1 }))).toEqual(whole);
    expect(digests(written({ seed: 8 }))).not.toEqual(whole);
  });

  it('write the same bytes when a run was killed and went on', () => {
    const into = folder();
    const { simulation, out } = simulationInto(run, into, null);
    simulation.runTo(23);
    keepState(into, simulation, { held: out.held.left(), lengths: out.settle(), counts: out.counts });
    simulation.runTo(31);
    out.settle();
    out.close();
    appendFileSync(join(into, 'events.jsonl'), '{"half of a li');
    const { days } = writeHistory(run, { folder: into, resume: true, pictures: false });
    expect(days).toBe(37);
    expect(digests(into)).toEqual(digests(written()));
  });

  it('go on as the shop that they were, to another end', () => {
    const into = written();
    const asked = { ...run, seed: 99, customers: 5, from: '2025-12-01', days: 30 };
    const { days } = writeHistory(asked, { folder: into, resume: true, pictures: false });
    expect(days).toBe(12);
    const ids = readFileSync(join(into, 'events.jsonl'), 'utf8').trim().split('\n');
    expect(ids.at(-1)).toMatch(/"timestamp":"2025-12-3/);
    const longer = readFileSync(join(into, 'truth.jsonl'), 'utf8');
    expect(longer.startsWith(readFileSync(join(written(), 'truth.jsonl'), 'utf8'))).toBe(true);
  });

  it('tell the same when it stops in the middle of a day and goes on from what was kept', () => {
    const whole = aYear({ days: 20 });
    const cut = aShop({ days: 20 });
    const noon = cut.simulation.shop.calendar.startOf(9) + 13 * 3_600_000;
    cut.simulation.advanceTo(noon);
    const into = folder();
    const counts = { events: 0, orders: 0, intents: 0, truths: 0 };
    keepState(into, cut.simulation, { held: [], lengths: null, counts });
    const rest = aShop({ days: 20 });
    const state = stateIn(into);
    if (!state) throw new Error('nothing was kept');
    const again = new (rest.simulation.constructor as typeof import('./shop/simulation.ts').Simulation)(
      state.run,
      rest.out,
      { ...state, people: state.population },
    );
    again.runTo(20);
    expect([...cut.out.events, ...rest.out.events]).toEqual(whole.out.events);
    expect([...cut.out.truths, ...rest.out.truths]).toEqual(whole.out.truths);
  });

  it('tell the same in steps of any length', () => {
    const whole = aYear({ days: 12 });
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 * 3_600_000 }), { maxLength: 40 }), (steps) => {
        const { simulation, out } = aShop({ days: 12 });
        const { calendar } = simulation.shop;
        let at = calendar.startOf(0);
        for (const step of steps) {
          at = Math.min(at + step, calendar.startOf(12));
          simulation.advanceTo(at);
        }
        simulation.advanceTo(calendar.startOf(12));
        expect(out.events).toEqual(whole.out.events);
      }),
      { numRuns: process.env.REGULARS_NIGHT ? 100 : 4 },
    );
  });
});

it('mixes one to one, so that no two people share an id', () => {
  fc.assert(
    fc.property(fc.integer(), (value) => unmix(mix(value)) === (value | 0)),
    { numRuns: 2000 },
  );
});
