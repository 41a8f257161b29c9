/** A clock that jumps, forwards and back, over days and the turns of months: nothing is lost, nothing stored twice, order stays. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { fixedClock } from '#platform/clock';
import { aCollection, aTrack } from './testing.ts';

const own = aCollection();
const RUNS = process.env.REGULARS_NIGHT ? 300 : 20;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Deduplication reaches back 30 days: no run goes further from where it began. */
const FARTHEST_MS = 14 * DAY_MS;

const jump = fc.constantFrom(-10 * DAY_MS, -DAY_MS, -HOUR_MS, -1000, 1000, HOUR_MS, DAY_MS, 10 * DAY_MS);
const step = fc.oneof(
  fc.record({ jump }),
  fc.record({ send: fc.array(fc.nat(9), { minLength: 1, maxLength: 4 }) }),
);

it('changes nothing about what is stored', async () => {
  const clock = own.platform.clock as ReturnType<typeof fixedClock>;
  const start = new Date('2026-11-30T23:00:00Z').getTime();
  let sent = 0;
  let jumps = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const ids = Array.from({ length: 10 }, () => randomUUID());
      const known = new Set<string>();
      let positions = -1;
      clock.set(new Date(start));
      for (const one of steps) {
        if ('jump' in one) {
          const to = clock.now().getTime() + one.jump;
          if (Math.abs(to - start) <= FARTHEST_MS) clock.set(new Date(to));
          jumps++;
          continue;
        }
        const chosen = one.send.map((n) => ids[n] as string);
        // Without a timestamp of its own, an event happened when it arrived.
        const batch = chosen.map((messageId) => aTrack({ messageId, timestamp: undefined }));
        const answer = (await own.send('/v1/batch', { batch })).json();
        const expected = chosen.map((id, n) =>
          known.has(id) || chosen.indexOf(id) < n ? 'duplicate' : 'stored',
        );
        expect(answer.events.map(({ status }: { status: string }) => status)).toEqual(expected);
        for (const id of chosen) known.add(id);
        sent += chosen.length;
        const { rows } = await own.database.pool.query('SELECT max(position)::int AS top FROM log.event');
        if (expected.includes('stored')) expect(rows[0].top).toBeGreaterThan(positions);
        positions = rows[0].top ?? positions;
      }
      const { rows } = await own.database.pool.query(
        'SELECT message_id, count(*)::int AS n FROM log.event WHERE message_id = ANY($1) GROUP BY 1',
        [ids],
      );
      expect(new Set(rows.map(({ message_id: id }) => id))).toEqual(known);
      expect(rows.every(({ n }) => n === 1)).toBe(true);
    }),
    { numRuns: RUNS },
  );
  console.log(`jumping clock: ${RUNS} runs, ${jumps} jumps, ${sent} events`);
}, 600_000);
