import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import type { Module } from '../module/index.ts';
import { archiveOldMonths } from './archive-old.ts';
import type { Expiring } from './expire.ts';

/** `folder` is `DATA_DIR/archive`. */
export const archiveModule = (place: Expiring & { logger: Logger }): Module => ({
  name: 'platform/archive',
  migrations: fileURLToPath(new URL('./migrations', import.meta.url)),
  jobs: [
    {
      name: 'platform/archive: archive old months',
      every: '17 3 2 * *',
      run: async (_, { signal }) => void (await archiveOldMonths(place, { signal })),
    },
  ],
});
