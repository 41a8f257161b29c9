/**
 * What a module hands to the wiring: everything it contributes, as data. And what it is handed: the platform, so that
 * clock, database, lake, log and all else that varies is injected at one place (`src/6-app`).
 */
import type { Logger } from 'pino';
import type { Audit } from '../audit/index.ts';
import type { Clock } from '../clock/index.ts';
import type { Door, Principal, Route } from '../http/index.ts';
import type { CustomerId } from '../ids/index.ts';
import type { JobHandler, Jobs } from '../jobs/index.ts';
import type { Lake } from '../lake/index.ts';
import type { EventLog, Subscriber, SubscriberStatus } from '../log/index.ts';
import type { OutboxHandler } from '../outbox/index.ts';
import type { Database, Db, Tx } from '../postgres/index.ts';
import type { Settings } from '../settings/index.ts';
import type { HealthCheck } from '../telemetry/index.ts';
import type { Vault } from '../vault/index.ts';

/** What the ground offers to every module. */
export type Platform = {
  settings: Settings;
  clock: Clock;
  logger: Logger;
  database: Database;
  db: Db;
  log: EventLog;
  vault: Vault;
  lake: Lake;
  audit: Audit;
  jobs: Jobs;
};

/** One customer's data in a module: what she may take with her, and what is destroyed when she asks. */
export type PersonalData = {
  /** For the export file, one section a module. `caller`: who makes the file; it holds nothing that her role may not see. */
  export(db: Db, customer: CustomerId, caller: Principal): Promise<unknown>;
  /** Destroys; runs inside the erasure's transaction. Keys of the vault are destroyed by the caller. */
  erase(tx: Tx, customer: CustomerId): Promise<void>;
};

/** Work that comes up at any moment, in the engine: `once` is repeated until it says that nothing is left, and asked again when the log grew. */
export type Chore = {
  name: string;
  once(): Promise<number>;
  /** How long it may wait for what no event tells of: looking costs something, in an empty shop too. 5 s unless said. */
  lookMs?: number | (() => number);
  /** It shows what subscribers did and can wait while they are behind, half a minute at most. */
  waitsForCalm?: boolean;
};

export type Module = {
  /** `know/sources`: room and folder. */
  name: string;
  /** Neighbours in the same room that it may import. */
  neighbours?: readonly string[];
  /** Folder of `NNNN-what.sql`; its tables live in the Postgres schema named like the folder of the module. */
  migrations?: string;
  routes?: Route[];
  /** Refuses requests before they are read. */
  door?: Door;
  subscribers?: Subscriber[];
  /** Who follows the log in a way of his own. */
  followers?: (() => Promise<SubscriberStatus>)[];
  jobs?: JobHandler[];
  chores?: Chore[];
  /** What it puts into the outbox, and how that is sent. */
  senders?: OutboxHandler[];
  health?: HealthCheck[];
  personalData?: PersonalData;
};
