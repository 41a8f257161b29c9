import { type Route, route, staff } from '../http/index.ts';
import type { Platform } from '../module/index.ts';
import { lakeStatusSchema } from './contract.ts';
import { cancelRebuild } from './rebuild.ts';
import { lakeStatus } from './status.ts';

export const REBUILD_JOB = 'platform/lake: rebuild';

const readers = staff('developer', 'operations', 'analyst', 'marketer');
const keepers = staff('developer');

export const lakeRoutes = ({
  db,
  lake,
  jobs,
  audit,
}: Pick<Platform, 'db' | 'lake' | 'jobs' | 'audit'>): Route[] => [
  route({
    method: 'GET',
    path: '/api/lake',
    summary: 'Where analytics stand',
    lane: 'console',
    access: readers,
    response: lakeStatusSchema,
    handle: () => lakeStatus(db, lake),
  }),
  route({
    method: 'POST',
    path: '/api/lake/rebuild',
    summary: 'Rebuild analytics from the log and its archive; reports go on meanwhile',
    lane: 'console',
    access: keepers,
    response: lakeStatusSchema,
    handle: async ({ staff: actor }) => {
      await db.transaction().execute(async (tx) => {
        await jobs.add(tx, REBUILD_JOB, {}, { key: REBUILD_JOB, maxAttempts: 1 });
        await audit.record(tx, { actor, act: 'lake.rebuild', object: 'lake' });
      });
      return await lakeStatus(db, lake);
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/lake/rebuild',
    summary: 'Stop a rebuild; analytics stay as they were',
    lane: 'console',
    access: keepers,
    response: lakeStatusSchema,
    handle: async ({ staff: actor }) => {
      await db.transaction().execute(async (tx) => {
        await jobs.cancel(tx, REBUILD_JOB);
        await cancelRebuild(tx);
        await audit.record(tx, { actor, act: 'lake.rebuild.cancel', object: 'lake' });
      });
      return await lakeStatus(db, lake);
    },
  }),
];
