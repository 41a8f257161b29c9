/**
 * The platform of one process: everything that varies (clock, database, lake, secrets) is put together here and handed to every
 * module. A process opens what it needs once and closes it in the end.
 */

import { ORDER_COLUMNS } from '#events/order-columns';
import { createSourceDirectory, type SourceDirectory } from '#know/sources';
import { type Archive, archivedMonths } from '#platform/archive';
import type { Audit } from '#platform/audit';
import { createAudit } from '#platform/audit';
import { type Auth, createAuth } from '#platform/auth';
import { egressState, isEgressReleased } from '#platform/backup';
import { type Clock, systemClock } from '#platform/clock';
import { createEgress, type Egress } from '#platform/egress';
import { ownSettings } from '#platform/instance';
import { createJobs } from '#platform/jobs';
import { createLake, type Lake } from '#platform/lake';
import { createEventLog } from '#platform/log';
import { createMail } from '#platform/mail';
import type { Platform } from '#platform/module';
import { createOutbox } from '#platform/outbox';
import { connect, type Database } from '#platform/postgres';
import { isSampleOffered, type Moves } from '#platform/sample';
import { LAST } from '#platform/scheduling';
import type { Settings } from '#platform/settings';
import { createLogger, type Disk, diskLimits, watchDisk } from '#platform/telemetry';
import { createVault } from '#platform/vault';
import {
  type DataDirectory,
  databaseConnection,
  dataDirectory,
  instanceOf,
  lakeConnection,
} from './data-directory.ts';
import { secretsOf } from './secrets.ts';
import { VERSION } from './version.ts';

export type AppPlatform = Platform & {
  directory: DataDirectory;
  version: string;
  instance: { id: string; kind: 'shop' | 'sample' };
  auth: Auth;
  audit: Audit;
  egress: Egress;
  sources: SourceDirectory;
  pepper: Buffer;
  /** To the sample shop and back; null where nobody supervises. */
  moves: Moves | null;
  disk: Disk;
  archive: Archive;
  hasRoom(): boolean;
  close(): Promise<void>;
};

export type Opening = {
  process: 'server' | 'engine' | 'cli';
  clock?: Clock;
  connections?: number;
  moves?: Moves;
};

export async function openPlatform(settings: Settings, opening: Opening): Promise<AppPlatform> {
  const clock = opening.clock ?? systemClock;
  const directory = dataDirectory(settings.DATA_DIR);
  const secrets = secretsOf(directory);
  const connectionsOf = (max: number) =>
    connect(databaseConnection(settings, directory), {
      max,
      name: `regulars ${opening.process}`,
      // What follows the log gives way to what fills it, in the database too.
      ...(opening.process === 'engine' && { niceness: LAST }),
    });
  const database = connectionsOf(opening.connections ?? 12);
  // Keys are asked for within transactions: were it one pool, all of whose connections are taken, each would wait for the other.
  const forKeys = connectionsOf(3);
  const lake = createLake(lakeConnection(settings, directory), ORDER_COLUMNS);
  const audit = createAudit(clock);
  const disk = await watchDisk(directory.path, diskLimits(settings.DISK_RESERVE_MB));
  const sources = createSourceDirectory(database);
  const instance = instanceOf(directory);
  const moves = opening.moves ?? null;
  const vault = createVault(forKeys.db, secrets.masterKey);
  const mail = createMail({ outbox: createOutbox({ vault, clock }), settings });
  const auth = createAuth({
    database,
    settings,
    sessionSecret: secrets.session,
    clock,
    audit,
    mail,
    sample: instance.kind === 'sample',
    instance: async () => ({
      ...(await ownSettings(database.db)),
      version: VERSION,
      sample: instance.kind === 'sample',
      sample_offered: await isSampleOffered(database.db, { kind: instance.kind, moves }),
      ...(await egressOf(database)),
      zone: settings.SHOP_ZONE,
      disk: disk.state(),
    }),
  });
  return {
    settings,
    clock,
    logger: createLogger(opening.process, settings.LOG_LEVEL),
    database,
    db: database.db,
    log: createEventLog(),
    vault,
    lake,
    audit,
    egress: createEgress({ isReleased: () => isEgressReleased(database.db) }),
    jobs: createJobs(),
    directory,
    version: VERSION,
    instance,
    moves,
    auth,
    sources,
    pepper: secrets.pepper,
    disk,
    archive: archivedMonths({ database, folder: directory.archive }),
    hasRoom: () => disk.state() !== 'full',
    close: async () => {
      await auth.close();
      await forKeys.close();
      await close(database, lake, disk, sources);
    },
  };
}

async function egressOf({ db }: Database) {
  const { released, restoredFrom } = await egressState(db);
  return { egress_released: released, restored_from: restoredFrom };
}

async function close(database: Database, lake: Lake, disk: Disk, sources: SourceDirectory): Promise<void> {
  disk.close();
  await sources.close();
  await lake.close();
  await database.close();
}
