import { fileURLToPath } from 'node:url';
import type { CustomerDirectory } from '#know/customers';
import type { SourceDirectory } from '#know/sources';
import type { Module, Platform } from '#platform/module';
import { collectionRoutes } from './collection-routes.ts';
import { createCollector } from './collector.ts';
import { collectionDoor } from './door.ts';
import { eventRoutes } from './event-routes.ts';
import { createLiveEvents } from './live-events.ts';
import { rejectedRoutes } from './rejected-routes.ts';
import { deleteRejectedBefore, eraseRejected } from './store.ts';
import { exportedEvents } from './timeline.ts';

export type CollectionPlatform = Platform & {
  /** The installation's secret for digests, 32 bytes. */
  pepper: Buffer;
  sources: SourceDirectory;
  customers: CustomerDirectory;
  /** False while the disk is nearly full. */
  hasRoom(): boolean;
};

const KEPT_DAYS = 30;

export function collectionModule(platform: CollectionPlatform): Module {
  const { db, log, vault, clock, pepper, sources, customers } = platform;
  const collector = createCollector({ db, log, vault, customers, clock, pepper: pepper.toString('hex') });
  const live = createLiveEvents(platform);
  return {
    name: 'know/collection',
    neighbours: ['know/customers', 'know/sources'],
    migrations: fileURLToPath(new URL('./migrations', import.meta.url)),
    door: collectionDoor(collector, platform.hasRoom),
    routes: [
      ...collectionRoutes({ collector, sources }),
      ...eventRoutes({ ...platform, live }),
      ...rejectedRoutes({ ...platform, collector }),
    ],
    jobs: [
      {
        name: 'know/collection: forget rejected events',
        every: '17 3 * * *',
        run: (_, context) =>
          deleteRejectedBefore(context.db, new Date(clock.now().getTime() - KEPT_DAYS * 86_400_000)),
      },
    ],
    health: [async () => queueReport(collector.figures())],
    personalData: {
      export: (_, customer) => exportedEvents(platform, customer),
      erase: (tx, customer) => eraseRejected(tx, customer),
    },
  };
}

function queueReport(figures: { waiting: number; perSecond: number; expectedWaitMs: number }) {
  const level = figures.expectedWaitMs < 100 ? ('ok' as const) : ('warning' as const);
  return {
    name: 'collection',
    level,
    en:
      level === 'ok'
        ? 'Events are stored as they arrive.'
        : `New events wait ${figures.expectedWaitMs} ms to be stored.`,
    zh: level === 'ok' ? '事件到达后立即入库。' : `新事件需等待 ${figures.expectedWaitMs} 毫秒入库。`,
    figures,
  };
}
