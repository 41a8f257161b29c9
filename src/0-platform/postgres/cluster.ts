/**
 * One embedded PostgreSQL: its data folder, its configuration, its process. The process is a direct child, so that
 * whoever starts it knows at once when it dies; a server left behind by a killed parent is stopped before a new start.
 *
 * Local connections go over a Unix socket in the data folder's own `run` directory; TCP is off.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { postgresHome } from './binaries.ts';
import { blockedAt, giveTo, SERVICE_USER, type ServiceUser, serviceUser } from './service-user.ts';

export const DATABASE = 'regulars';
const PORT = 5432;

export type Cluster = {
  process: ChildProcess;
  /** Connection parameters for `pg`: over the cluster's own socket. */
  connection: { host: string; port: number; user: string; database: string };
  stop(): Promise<void>;
};

export type ClusterOptions = {
  /** Holds `PG_VERSION` and the rest; made by `initdb` where missing. */
  dataFolder: string;
  /** Short path (≤ 90 bytes) for socket and log. */
  runFolder: string;
  settings?: Record<string, string>;
};

export async function startCluster({
  dataFolder,
  runFolder,
  settings = {},
}: ClusterOptions): Promise<Cluster> {
  const user = serviceUser();
  mkdirSync(runFolder, { recursive: true, mode: 0o700 });
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  if (user) for (const path of [dataFolder, runFolder, postgresHome()]) mustEnter(path, user);
  initialise(dataFolder);
  stopOrphan(dataFolder);
  if (user) {
    giveTo(dataFolder, user);
    giveTo(runFolder, user);
  }
  writeConfiguration(dataFolder, {
    ...sizedFor(totalmem()),
    unix_socket_directories: runFolder,
    ...settings,
  });
  const child = spawn(join(postgresHome(), 'bin/postgres'), ['-D', dataFolder, '-p', String(PORT)], {
    cwd: dataFolder,
    stdio: ['ignore', 'ignore', 'pipe'],
    // A process group of its own: Ctrl-C is for whoever started us, who then stops it in order.
    detached: true,
    env: { ...process.env, LC_ALL: 'C.UTF-8', TZ: 'UTC' },
    ...(user ?? {}),
  });
  let log = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-4000);
  });
  const connection = { host: runFolder, port: PORT, user: 'regulars', database: DATABASE };
  await untilReady(connection, child, () => log);
  return { process: child, connection, stop: () => stopChild(child) };
}

function mustEnter(path: string, user: ServiceUser): void {
  const folder = blockedAt(dirname(path), user);
  if (folder)
    throw new Error(
      `The user ${SERVICE_USER} may not enter ${folder}, and needs to, to reach ${path}. Choose another place, such as /var/lib/${SERVICE_USER}.`,
    );
}

function initialise(dataFolder: string): void {
  const finished = join(dataFolder, 'PG_VERSION');
  if (existsSync(finished) && existsSync(join(dataFolder, 'global/pg_control'))) return;
  rmSync(dataFolder, { recursive: true, force: true });
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const user = serviceUser();
  if (user) giveTo(dataFolder, user);
  const made = spawnSync(
    join(postgresHome(), 'bin/initdb'),
    [
      '-D',
      dataFolder,
      '-U',
      'regulars',
      '-E',
      'UTF8',
      '--locale=C.UTF-8',
      '--auth=peer',
      '--data-checksums',
      '--no-sync',
      '--no-instructions',
    ],
    { cwd: dataFolder, env: { ...process.env, LC_ALL: 'C.UTF-8', TZ: 'UTC' }, ...(user ?? {}) },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  // The socket lives in a folder only we can enter (mode 700): whoever reaches it is trusted.
  writeFileSync(join(dataFolder, 'pg_hba.conf'), 'local all all trust\n');
}

/** A server whose parent was killed still owns the data folder: ask it to stop, then insist. */
function stopOrphan(dataFolder: string): void {
  const pidFile = join(dataFolder, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  if (pid > 0 && isPostgresOf(pid, dataFolder)) {
    for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
      process.kill(pid, signal);
      if (waitForExit(pid, 5000)) break;
    }
  }
  rmSync(pidFile, { force: true });
}

/** A pid alone proves nothing after a reboot: it must be a postgres that works in this very folder. */
function isPostgresOf(pid: number, dataFolder: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(dataFolder);
  } catch {
    return false;
  }
}

function waitForExit(pid: number, ms: number): boolean {
  const until = process.hrtime.bigint() + BigInt(ms) * 1_000_000n;
  const pause = new Int32Array(new SharedArrayBuffer(4));
  while (existsSync(`/proc/${pid}`)) {
    if (process.hrtime.bigint() > until) return false;
    Atomics.wait(pause, 0, 0, 20);
  }
  return true;
}

/** Memory follows the machine; small shared_buffers and max_wal_size were measured to cost a fifth of the rate. */
function sizedFor(memoryBytes: number): Record<string, string> {
  const gib = memoryBytes / 2 ** 30;
  return {
    shared_buffers: `${Math.round(Math.min(1024, Math.max(128, gib * 1024 * 0.15)))}MB`,
    effective_cache_size: `${Math.round(Math.max(256, gib * 1024 * 0.5))}MB`,
    max_wal_size: '8GB',
    min_wal_size: '256MB',
    checkpoint_timeout: '15min',
    checkpoint_completion_target: '0.9',
    // Built without lz4, and pglz costs more processor time than it saves disk.
    wal_compression: 'off',
    max_connections: '80',
    work_mem: '16MB',
    maintenance_work_mem: '128MB',
    random_page_cost: '1.1',
    jit: 'off',
    listen_addresses: '',
    wal_level: 'replica',
    // What a backup place that is away may hold back at most: after that it has to begin anew.
    max_slot_wal_keep_size: '4GB',
    synchronous_commit: 'on',
    max_locks_per_transaction: '256',
    idle_in_transaction_session_timeout: '60s',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Nothing a customer wrote may reach the server's log: no statements, no parameters, no row in a DETAIL line.
    log_statement: 'none',
    log_min_error_statement: 'panic',
    log_parameter_max_length_on_error: '0',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
  };
}

function writeConfiguration(dataFolder: string, settings: Record<string, string>): void {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`);
  writeFileSync(join(dataFolder, 'postgresql.auto.conf'), `# Written at every start.\n${lines.join('\n')}\n`);
}

async function untilReady(
  connection: Cluster['connection'],
  child: ChildProcess,
  log: () => string,
): Promise<void> {
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`PostgreSQL did not start: ${log()}`);
    const client = new pg.Client({ ...connection, database: 'postgres' });
    client.on('error', () => {});
    try {
      await client.connect();
      const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [
        connection.database,
      ]);
      if (!rowCount) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(connection.database)}`);
      return;
    } catch (error) {
      if (!isNotYet(error)) throw error;
      await new Promise((next) => setTimeout(next, 20));
    } finally {
      await client.end().catch(() => {});
    }
  }
}

const isNotYet = (error: unknown): boolean =>
  ['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P03'].includes(
    (error as { code?: string }).code ?? '',
  );

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((done) => child.once('exit', () => done()));
  child.kill('SIGINT');
  const impatience = setTimeout(() => child.kill('SIGQUIT'), 20_000);
  await gone;
  clearTimeout(impatience);
}
