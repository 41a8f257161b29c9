import { fileURLToPath } from 'node:url';
import { channelById } from '#know/channels';
import { channelId } from '#platform/ids';
import type { Module, Platform } from '#platform/module';
import { importRoutes } from './routes.ts';
import type { ImportParts } from './run-import.ts';
import { RUN_JOB, runStarted } from './start-import.ts';
import { createUploads } from './uploads.ts';

type Parts = Platform & ImportParts & { folder: string };

export function importsModule(parts: Parts): Module {
  const uploads = createUploads(parts.folder);
  return {
    name: 'know/imports',
    neighbours: ['know/catalog', 'know/channels', 'know/consent', 'know/customers', 'know/orders'],
    migrations: fileURLToPath(new URL('./migrations', import.meta.url)),
    routes: importRoutes({ ...parts, uploads }),
    jobs: [
      {
        name: RUN_JOB,
        run: (payload, { signal }) =>
          runStarted(
            { ...parts, uploads },
            (payload as { import: number }).import,
            (id) => channelById(parts.db, channelId(id)),
            signal,
          ),
      },
      {
        name: 'know/imports: forget uploads',
        every: '37 3 * * *',
        run: async () => uploads.forget(parts.clock.now()),
      },
    ],
  };
}
