import { Problem } from '../errors/index.ts';
import { type Route, route, staff } from '../http/index.ts';
import type { Jobs } from '../jobs/index.ts';
import { answerList } from '../lists/index.ts';
import type { Platform } from '../module/index.ts';
import * as contract from './contract.ts';
import type { BackupSettings } from './parts.ts';
import { releaseEgress } from './place.ts';
import * as store from './store.ts';

/** Done by the engine; one that waits already is enough. */
export const BACKUP_NOW = 'platform/backup: make one now';

export type RouteParts = Pick<Platform, 'db' | 'audit' | 'clock'> & { jobs: Jobs; settings: BackupSettings };

export const backupRoutes = ({ db, audit, clock, jobs, settings }: RouteParts): Route[] => [
  route({
    method: 'GET',
    path: '/api/backups',
    summary: 'Backups',
    lane: 'console',
    access: staff('developer', 'operations'),
    query: contract.backupQuery,
    response: contract.backupPage,
    handle: ({ query, reply }) =>
      answerList(reply, query, {
        file: 'backups',
        columns: csv,
        read: async (asked) => {
          const [{ items, next }, running] = await Promise.all([
            store.listRuns(db, asked),
            store.isRunning(db),
          ]);
          return { items: items.map((run) => itemOf(run, running)), next };
        },
      }),
  }),
  route({
    method: 'POST',
    path: '/api/backups',
    summary: 'Make a backup now, to BACKUP_TO',
    lane: 'console',
    access: staff('developer', 'operations'),
    response: contract.backupOrdered,
    handle: async ({ staff: actor, reply }) => {
      const place = settings.BACKUP_TO;
      if (!place) throw new Problem('backup_needs_target');
      await db.transaction().execute(async (tx) => {
        await jobs.add(tx, BACKUP_NOW, {}, { key: BACKUP_NOW, maxAttempts: 1 });
        await audit.record(tx, { actor, act: 'backup.order', object: 'instance' });
      });
      reply.code(202);
      return { place };
    },
  }),
  route({
    method: 'POST',
    path: '/api/egress/release',
    summary: 'Let a restored or copied installation write to the world',
    lane: 'console',
    access: staff('owner'),
    response: contract.egressReleased,
    handle: async ({ staff: actor }) => {
      await releaseEgress(db, { audit, clock, actor });
      return { released: true as const };
    },
  }),
];

const itemOf = (run: store.Run, running: boolean): contract.BackupItem => ({
  id: run.id,
  kind: run.kind,
  place: run.place,
  started_at: run.startedAt.toISOString(),
  finished_at: run.finishedAt?.toISOString() ?? null,
  bytes: run.bytes,
  verified_at: run.verifiedAt?.toISOString() ?? null,
  // Nobody is at work, and it did not end: it was cut off.
  failure: run.failure ?? (run.finishedAt || running ? null : 'interrupted'),
});

const csv = {
  id: (item: contract.BackupItem) => item.id,
  kind: (item: contract.BackupItem) => item.kind,
  place: (item: contract.BackupItem) => item.place,
  started_at: (item: contract.BackupItem) => item.started_at,
  finished_at: (item: contract.BackupItem) => item.finished_at,
  bytes: (item: contract.BackupItem) => item.bytes,
  verified_at: (item: contract.BackupItem) => item.verified_at,
  failure: (item: contract.BackupItem) => item.failure,
};
