/** What a running installation answers. */
import { systemClock } from '#platform/clock';
import { createLake } from '#platform/lake';
import { connect, type Db, sql } from '#platform/postgres';
import type { Settings } from '#platform/settings';
import { type DataDirectory, databaseConnection, lakeConnection } from '../data-directory.ts';
import { type Finding, finding } from './finding.ts';

const PATIENCE_MS = 5000;

export async function server(url: string): Promise<Finding> {
  const answer = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(
    () => null,
  );
  const ok = answer?.status === 200;
  return finding(
    'server',
    ok,
    ok
      ? `The server answers at ${url}.`
      : `The server at ${url} does not answer (${answer?.status ?? 'no connection'}).`,
    ok ? `服务器在 ${url} 正常响应。` : `服务器 ${url} 没有正常响应（${answer?.status ?? '无法连接'}）。`,
  );
}

const LEAST_POSTGRES = 150_000;

export async function database(settings: Settings, directory: DataDirectory): Promise<Finding[]> {
  const asked = await ask(settings, directory, async (db) => {
    const { rows } = await sql<{ version: string; number: number; waiting: number }>`
      SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS number,
             (SELECT count(*) FROM pg_locks WHERE NOT granted) AS waiting`.execute(db);
    return rows[0];
  });
  if (!asked) return [finding('postgres', false, 'PostgreSQL does not answer.', 'PostgreSQL 没有响应。')];
  const { version, number, waiting } = asked;
  return [
    finding(
      'postgres',
      number >= LEAST_POSTGRES,
      `PostgreSQL ${version} answers${number >= LEAST_POSTGRES ? '' : '; 15 or later is needed'}; ${waiting} sessions wait for a lock.`,
      `PostgreSQL ${version} 正常响应${number >= LEAST_POSTGRES ? '' : '；需要 15 或更高版本'}；${waiting} 个会话在等待锁。`,
    ),
  ];
}

const MOST_SKEW_SECONDS = 5;

/** A database server with another idea of now would put events into the wrong minute. */
export async function clock(settings: Settings, directory: DataDirectory): Promise<Finding> {
  const skew = await ask(settings, directory, async (db) => {
    const { rows } = await sql<{ seconds: number }>`
      SELECT abs(extract(epoch FROM clock_timestamp()) - ${systemClock.now().getTime() / 1000})::float8 AS seconds`.execute(
      db,
    );
    return rows[0]?.seconds;
  });
  const ok = skew !== undefined && skew < MOST_SKEW_SECONDS;
  const seconds = skew?.toFixed(1) ?? '?';
  return finding(
    'clock',
    ok,
    `The clocks of this machine and of the database differ by ${seconds} s.`,
    `本机与数据库的时钟相差 ${seconds} 秒。`,
  );
}

export async function lake(settings: Settings, directory: DataDirectory): Promise<Finding> {
  const client = createLake(lakeConnection(settings, directory));
  const ok = await client.ping().catch(() => false);
  await client.close();
  return finding(
    'lake',
    ok,
    ok ? 'The lake answers.' : 'The lake does not answer; events wait in PostgreSQL until it does.',
    ok ? '分析库正常响应。' : '分析库没有响应；恢复之前事件保存在 PostgreSQL 中。',
  );
}

/** Undefined where there is no answer. */
async function ask<T>(
  settings: Settings,
  directory: DataDirectory,
  question: (db: Db) => Promise<T>,
): Promise<T | undefined> {
  const { db, close } = connect(databaseConnection(settings, directory), { max: 1, name: 'regulars doctor' });
  try {
    return await question(db);
  } catch {
    return undefined;
  } finally {
    await close();
  }
}
