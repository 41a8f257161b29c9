/** The engine process: subscribers of the log, the lake's shipping, jobs and timers, partitions ahead of time. */
import { runWalShipping } from '#platform/backup';
import { isReached } from '#platform/egress';
import { runJobs } from '#platform/jobs';
import { runShipping } from '#platform/lake';
import { Backlog, listenToLog, readAhead, runSubscribers } from '#platform/log';
import { runOutbox } from '#platform/outbox';
import { giveWay } from '#platform/scheduling';
import { ownSettings, upUntilStopped } from './own-process.ts';
import { openPlatform } from './platform.ts';
import { runChores } from './run-chores.ts';
import { modules } from './wiring.ts';

giveWay();

const settings = ownSettings();
const platform = await openPlatform(settings, { process: 'engine' });
const { database, log, logger, clock, vault } = platform;
const all = modules(platform);
const stopping = new AbortController();
const { signal } = stopping;
const wakeup = listenToLog(database.pool);
const backlog = new Backlog();

const partitions = {
  name: 'platform/log: prepare partitions',
  every: '7 * * * *',
  run: () => log.preparePartitions(platform.db, clock.now()),
};

const ahead = { folder: platform.directory.postgres, now: clock.now(), signal };
const running = Promise.all([
  settings.DATABASE_URL ? null : readAhead(platform.db, ahead).catch(() => {}),
  runSubscribers(
    all.flatMap((module) => module.subscribers ?? []),
    { database, log, wakeup, backlog, logger, signal },
  ),
  runShipping({ database, lake: platform.lake, archive: platform.archive, logger, wakeup, signal }),
  runOutbox(
    all.flatMap((module) => module.senders ?? []),
    {
      database,
      vault,
      clock,
      logger,
      signal,
      isReleased: platform.egress.isReleased,
      isReached: () => isReached(platform),
    },
  ),
  runChores(
    all.flatMap((module) => module.chores ?? []),
    { logger, wakeup, backlog, signal },
  ),
  runWalShipping({ ...platform, signal }),
  runJobs([partitions, ...all.flatMap((module) => module.jobs ?? [])], { database, clock, logger, signal }),
]);
await log.preparePartitions(platform.db, clock.now()).catch(() => {});

await upUntilStopped();
stopping.abort();
await running;
await wakeup.close();
await platform.close();
process.exit(0);
