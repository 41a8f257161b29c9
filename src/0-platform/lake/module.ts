import { fileURLToPath } from 'node:url';
import type { Module, Platform } from '../module/index.ts';
import { mendLake } from './mend.ts';
import { type ArchivedMonths, rebuildLake } from './rebuild.ts';
import { lakeRoutes, REBUILD_JOB } from './routes.ts';
import { lakeHealth, shippingStatus } from './status.ts';

/** `archive` is what left Postgres; without it, a lake whose log was archived refuses to be rebuilt. */
export const lakeModule = ({
  archive = null,
  ...platform
}: Pick<Platform, 'database' | 'db' | 'lake' | 'jobs' | 'audit'> & {
  archive?: ArchivedMonths | null;
}): Module => ({
  name: 'platform/lake',
  migrations: fileURLToPath(new URL('./migrations', import.meta.url)),
  routes: lakeRoutes(platform),
  jobs: [
    {
      name: REBUILD_JOB,
      run: async (_, { signal }) => void (await rebuildLake({ ...platform, archive }, { signal })),
    },
    {
      name: 'platform/lake: check',
      every: '41 2 * * *',
      run: async (_, { signal }) => void (await mendLake({ ...platform, archive }, { signal })),
    },
  ],
  followers: [() => shippingStatus(platform.db)],
  health: [lakeHealth(platform.db, platform.lake)],
});
