import { fileURLToPath } from 'node:url';
import { keeps } from '#platform/archive';
import type { Module, Platform } from '#platform/module';
import { understandAnew } from './change-segment.ts';
import { fillNext } from './fill/fill-next.ts';
import { deciding } from './live/decide.ts';
import { passingTime } from './live/pass-time.ts';
import { createProgramCache } from './live/program-of.ts';
import { forgetPerson } from './live/store.ts';
import { segmentRoutes } from './routes.ts';
import { type SegmentParts, segmentsMeant } from './segment-parts.ts';
import { noteSizes, segmentsAt } from './store.ts';

export type { SegmentParts } from './segment-parts.ts';

type Given = Omit<SegmentParts, 'live' | 'references'> & {
  productsWithin(db: Platform['db'], category: string): Promise<readonly number[] | null>;
};

export function segmentsModule(given: Given): Module {
  const programOf = createProgramCache(given.settings.SHOP_ZONE);
  const { db, productsWithin } = given;
  const parts: SegmentParts = {
    ...given,
    references: {
      segments: (ids) => segmentsMeant(db, ids),
      productsWithin: (category) => productsWithin(db, category),
      keeps: () => keeps(db),
    },
    live: { ...given, programOf },
  };
  const clockwork = passingTime(parts.live);
  return {
    name: 'decide/segments',
    neighbours: ['decide/definitions'],
    migrations: fileURLToPath(new URL('./migrations', import.meta.url)),
    routes: segmentRoutes(parts),
    subscribers: [deciding(parts.live)],
    chores: [
      { name: 'decide/segments: pass time', once: clockwork.once, lookMs: clockwork.lookMs },
      { name: 'decide/segments: fill', once: () => fillNext(parts) },
    ],
    jobs: [
      {
        name: 'decide/segments: note sizes',
        every: '0 * * * *',
        run: () => noteSizes(parts.db, parts.clock.now()),
      },
      {
        name: 'decide/segments: understand anew',
        every: '30 * * * *',
        run: () => understandAnew(parts),
      },
    ],
    personalData: {
      export: async (db, customer) => [...(await segmentsAt(db, [customer], parts.clock.now())).keys()],
      erase: (tx, customer) => forgetPerson(tx, customer),
    },
  };
}

/** For whoever reads definitions that lead to segments. */
export { segmentsMeant };
