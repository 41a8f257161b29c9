/**
 * The data directory: where everything of one installation stands, and the only thing that must be kept.
 *
 *     postgres/      the cluster            lake/        ClickHouse's files      archive/   old partitions
 *     secrets.json   what the product made for itself; mode 600               instance.json  who this is
 *     run/           sockets, pids, status  (elsewhere when the path is too long for a socket)
 *     sample/        the sample shop: a data directory of its own
 */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Connection, DATABASE } from '#platform/postgres';
import type { Settings } from '#platform/settings';
import { Refusal } from './refusal.ts';
import { writeWhole } from './write-file.ts';

export type DataDirectory = {
  path: string;
  postgres: string;
  lake: string;
  archive: string;
  /** Sockets. */
  run: string;
  lakeSocket: string;
};

/** A Unix socket's path may have 107 bytes; `run/.s.PGSQL.5432` needs 18 of them. */
const LONGEST_RUN = 85;

export function dataDirectory(path: string): DataDirectory {
  const inside = join(path, 'run');
  const short = join(tmpdir(), `rg-${createHash('sha256').update(path).digest('hex').slice(0, 16)}`);
  const run = Buffer.byteLength(inside) <= LONGEST_RUN ? inside : short;
  return {
    path,
    postgres: join(path, 'postgres'),
    lake: join(path, 'lake'),
    archive: join(path, 'archive'),
    run,
    lakeSocket: join(run, 'lake.sock'),
  };
}

/** How this installation's database is reached: by the embedded server's socket, or where DATABASE_URL says. */
export const databaseConnection = (settings: Settings, directory: DataDirectory): Connection =>
  settings.DATABASE_URL ?? { host: directory.run, port: 5432, user: 'regulars', database: DATABASE };

export const lakeConnection = (
  settings: Settings,
  directory: DataDirectory,
): { url: string } | { socketPath: string } =>
  settings.CLICKHOUSE_URL ? { url: settings.CLICKHOUSE_URL } : { socketPath: directory.lakeSocket };

/**
 * Makes what is missing. The short run folder stands where everybody may make one: it must belong to one of `owners` and be closed to
 * others, or what we say there is said to them.
 */
export function makeFolders(directory: DataDirectory, owners: readonly (number | undefined)[]): void {
  for (const folder of [directory.path, directory.archive, join(directory.path, 'run'), directory.run]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }
  const { uid, mode } = lstatSync(directory.run);
  if (owners.includes(uid) && (mode & 0o077) === 0) return;
  throw new Refusal(
    `${directory.run} belongs to somebody else, or others may enter it. Remove it, or choose another --data-dir.`,
    `${directory.run} 属于其他用户或权限过宽。请删除它，或用 --data-dir 另选目录。`,
  );
}

/** A shop's own data and the sample shop's never share a directory. */
export type Instance = { id: string; kind: 'shop' | 'sample'; made_at: string };

const instanceFile = (directory: DataDirectory): string => join(directory.path, 'instance.json');

export const isInstallation = (directory: DataDirectory): boolean => existsSync(instanceFile(directory));

export const instanceOf = (directory: DataDirectory): Instance =>
  JSON.parse(readFileSync(instanceFile(directory), 'utf8')) as Instance;

/** The marker of a first start; what is there already says who it is, and must be of the kind that is asked for. */
export function makeInstance(directory: DataDirectory, kind: Instance['kind'], now: Date): void {
  if (!isInstallation(directory)) {
    const made: Instance = { id: randomUUID(), kind, made_at: now.toISOString() };
    writeWhole(instanceFile(directory), JSON.stringify(made));
    return;
  }
  if (instanceOf(directory).kind === kind) return;
  throw new Refusal(
    kind === 'shop'
      ? `${directory.path} holds the sample shop, which does not mix with a shop's own data. Choose another --data-dir.`
      : `${directory.path} holds a shop's own data, which does not mix with the sample shop. Choose another --data-dir.`,
    kind === 'shop'
      ? `${directory.path} 中是示例商店的数据，不能与店铺自己的数据混用。请用 --data-dir 另选目录。`
      : `${directory.path} 中是店铺自己的数据，不能与示例商店混用。请用 --data-dir 另选目录。`,
  );
}
