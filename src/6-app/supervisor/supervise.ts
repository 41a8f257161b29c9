/**
 * The supervisor: starts PostgreSQL, the lake, the server and the engine in the order they need each other, starts again whichever
 * falls, and stops them in the opposite order. It decides nothing about events; killed itself, its children notice and stop, and
 * the next start takes over what is left.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { systemClock } from '#platform/clock';
import { startLakeProcess } from '#platform/lake';
import { isDatabaseAway, postgresHome, SchemaIsNewer, serviceUser, startCluster } from '#platform/postgres';
import type { Settings } from '#platform/settings';
import {
  type DataDirectory,
  dataDirectory,
  type Instance,
  makeFolders,
  makeInstance,
} from '../data-directory.ts';
import { Refusal, told } from '../refusal.ts';
import { makeSecrets } from '../secrets.ts';
import { readStatus, writeStatus } from '../status-file.ts';
import { becomeServiceUser } from './become-service-user.ts';
import { checkDisk, checkFolder, checkNode, checkPort } from './check-ground.ts';
import { type Kept, keepAlive, keepTrying, type Started, type Watching } from './child.ts';
import { endLeftovers } from './leftovers.ts';
import { type Lock, takeLock } from './lock.ts';
import { startNodeChild } from './node-child.ts';
import { prepareDatabase } from './prepare-database.ts';
import { startOf } from './process-start.ts';
import { type Talk, talkWithServer } from './talk-with-server.ts';

/** In MB. Requests and batches live for milliseconds: room for many of them spares the collector from copying those that are under way. */
const FLAGS = { server: ['--max-semi-space-size=32'], engine: ['--max-semi-space-size=32'] } as const;

export type Running = {
  directory: DataDirectory;
  url: string;
  /** Nobody can sign in yet. */
  isNew: boolean;
  warnings: Refusal[];
  /** When the other installation is asked for, from the console. */
  moved: Promise<Move>;
  /** Tells the server who is expected: see `#platform/auth` on tickets. */
  admit(digest: string): void;
  /** Another process to keep alive, which stands on all the others. */
  keep(name: string, start: () => Promise<Started>): Promise<void>;
  stop(): Promise<void>;
};

export type Kind = Instance['kind'];
export type Move = { kind: Kind; digest: string | null };

const STOPPING_MS = 10_000;
const LOOK_MS = 100;

const entry = (name: string): string => fileURLToPath(new URL(`../${name}.ts`, import.meta.url));

export async function supervise(
  settings: Settings,
  say: (line: string) => void,
  kind: Kind = 'shop',
): Promise<Running> {
  const directory = dataDirectory(settings.DATA_DIR);
  const lock = await takeGround(directory);
  const kept: Kept[] = [];
  try {
    const warning = await settleIn(settings, directory, kind);
    const note = statusWriter(directory, settings, kept);
    const talk = talkWithServer();
    const on: Watching = {
      change: note,
      fell: (name, why) =>
        say(told(`${name} stopped (${why}); starting it again`, `${name} 已停止（${why}），正在重新启动`)),
    };
    const isNew = await startAll(settings, directory, { kept, on, talk });
    note(true);
    const stop = async (): Promise<void> => {
      note(false);
      await stopAll(kept);
      lock.release();
    };
    return {
      directory,
      url: localUrl(settings),
      isNew,
      warnings: warning ? [warning] : [],
      moved: talk.moved,
      admit: talk.admit,
      keep: async (name, start) => {
        kept.push(await keepTrying(name, start, on));
        note();
      },
      stop,
    };
  } catch (error) {
    await stopAll(kept);
    lock.release();
    throw inWords(error, settings);
  }
}

/** The data directory, and nobody else on it. */
async function takeGround(directory: DataDirectory): Promise<Lock> {
  checkNode();
  checkFolder(directory.path);
  const lock = await takeLockPatiently(directory);
  if (lock) return lock;
  const holder = readStatus(directory)?.processes.find(({ name }) => name === 'supervisor');
  const who = holder ? ` ${holder.pid}` : '';
  throw new Refusal(
    `Regulars already runs on ${directory.path} (process${who}). Stop it first, or choose another --data-dir.`,
    `Regulars 已在 ${directory.path} 上运行（进程${who}）。请先停止，或用 --data-dir 另选目录。`,
  );
}

/** Whoever is just stopping is waited for. */
async function takeLockPatiently(directory: DataDirectory): Promise<Lock | null> {
  const until = performance.now() + STOPPING_MS;
  for (;;) {
    const lock = await takeLock(directory.path);
    if (lock || readStatus(directory)?.ready || performance.now() > until) return lock;
    await pause(LOOK_MS);
  }
}

/** Everything that is done before a process of ours is started. */
async function settleIn(settings: Settings, directory: DataDirectory, kind: Kind): Promise<Refusal | null> {
  checkDisk(directory.path);
  await endLeftovers(readStatus(directory)?.processes ?? []);
  makeFolders(directory, [process.getuid?.(), serviceUser()?.uid]);
  // Links of its libraries that are missing are made by whoever owns the code.
  if (!settings.DATABASE_URL) postgresHome();
  const warning = becomeServiceUser({
    data: directory.path,
    run: directory.run,
    code: [entry('server'), process.execPath],
  });
  makeSecrets(directory);
  makeInstance(directory, kind, systemClock.now());
  await checkPort(settings.HOST, settings.PORT);
  return warning;
}

/** True where nobody can sign in yet. All that started are kept, so that they can be stopped, also when one did not. */
async function startAll(
  settings: Settings,
  directory: DataDirectory,
  { kept, on, talk }: { kept: Kept[]; on: Watching; talk: Talk },
): Promise<boolean> {
  const keeping = async (starting: Promise<Kept>): Promise<void> => {
    kept.push(await starting);
    on.change();
  };
  const { lake: dataFolder, lakeSocket: socketPath, postgres, run: runFolder } = directory;
  const cluster = () => startCluster({ dataFolder: postgres, runFolder });
  const node = (name: keyof typeof FLAGS) => async () => {
    const started = await startNodeChild(entry(name), FLAGS[name], environmentOf(settings), directory.path);
    if (name === 'server') talk.listen(started.process);
    return started;
  };
  const all: Promise<void>[] = [];
  try {
    // The lake takes longest and nobody waits for it.
    if (!settings.CLICKHOUSE_URL)
      all.push(keeping(keepTrying('lake', () => startLakeProcess({ dataFolder, socketPath }), on)));
    if (!settings.DATABASE_URL) await keeping(keepAlive('postgres', cluster, on));
    const isNew = await prepareDatabase(settings, directory);
    for (const name of ['server', 'engine'] as const) all.push(keeping(keepAlive(name, node(name), on)));
    await Promise.all(all);
    return isNew;
  } finally {
    await Promise.allSettled(all);
  }
}

/** In the opposite order: who serves and follows first, then what they stand on. */
async function stopAll(kept: readonly Kept[]): Promise<void> {
  const named = (...names: string[]): Kept[] => kept.filter(({ name }) => names.includes(name));
  for (const together of [named('shoppers'), named('server', 'engine'), named('lake'), named('postgres')]) {
    await Promise.allSettled(together.map((child) => child.stop()));
  }
}

function statusWriter(directory: DataDirectory, settings: Settings, kept: Kept[]): (ready?: boolean) => void {
  const { DATABASE_URL, CLICKHOUSE_URL } = settings;
  const reached = { DATABASE_URL, CLICKHOUSE_URL };
  const url = localUrl(settings);
  const started_at = systemClock.now().toISOString();
  let ready = false;
  return (now) => {
    ready = now ?? ready;
    const pids = [['supervisor', process.pid] as const, ...kept.map((one) => [one.name, one.pid()] as const)];
    const processes = pids.flatMap(([name, pid]) =>
      pid === null ? [] : [{ name, pid, start: startOf(pid) }],
    );
    writeStatus(directory, { ready, url, started_at, processes, reached });
  };
}

/** Where this machine itself reaches it. */
function localUrl({ HOST, PORT }: Settings): string {
  const everywhere: Record<string, string> = { '0.0.0.0': '127.0.0.1', '::': '[::1]' };
  return `http://${everywhere[HOST] ?? (HOST.includes(':') ? `[${HOST}]` : HOST)}:${PORT}`;
}

function environmentOf(settings: Settings): Record<string, string> {
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}

function inWords(error: unknown, settings: Settings): unknown {
  if (error instanceof SchemaIsNewer)
    return new Refusal(
      error.message,
      '此数据由更高版本的 Regulars 写入。请安装该版本，或恢复由当前版本制作的备份。',
    );
  if (settings.DATABASE_URL && isDatabaseAway(error)) {
    const { code, message } = error as { code?: string; message: string };
    return new Refusal(
      `The database at DATABASE_URL is not reachable (${code ?? message}).`,
      `无法连接 DATABASE_URL 指定的数据库（${code ?? message}）。`,
    );
  }
  return error;
}
