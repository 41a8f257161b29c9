/** The checks of the ground itself: database, subscribers, versions. */
import { subscriberStatus } from '../log/index.ts';
import { type Db, sql } from '../postgres/index.ts';
import type { HealthCheck, HealthReport } from './index.ts';

export const groundChecks = (db: Db, version: string): HealthCheck[] => [
  () => databaseCheck(db),
  () => subscribersCheck(db),
  async () => ({
    name: 'version',
    level: 'ok',
    en: `Regulars ${version} on Node ${process.versions.node}.`,
    zh: `Regulars ${version}，Node ${process.versions.node}。`,
    figures: { version, node: process.versions.node },
  }),
];

async function databaseCheck(db: Db): Promise<HealthReport> {
  try {
    const { rows } = await sql<{ version: string; bytes: number; connections: number }>`
      SELECT current_setting('server_version') AS version, pg_database_size(current_database()) AS bytes,
             (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()) AS connections`.execute(
      db,
    );
    const { version = '?', bytes = 0, connections = 0 } = rows[0] ?? {};
    const gb = (bytes / 2 ** 30).toFixed(2);
    return {
      name: 'database',
      level: 'ok',
      en: `PostgreSQL ${version} answers; the data takes ${gb} GB.`,
      zh: `PostgreSQL ${version} 运行正常；数据占用 ${gb} GB。`,
      figures: { version, bytes, connections },
    };
  } catch {
    return {
      name: 'database',
      level: 'failing',
      en: 'PostgreSQL does not answer; it is being retried.',
      zh: 'PostgreSQL 没有响应，正在重试。',
    };
  }
}

const LAG_WORTH_A_WORD_SECONDS = 30;

async function subscribersCheck(db: Db): Promise<HealthReport> {
  const all = await subscriberStatus(db);
  const failing = all.filter((one) => one.failure !== null);
  const behind = all.filter((one) => one.lagSeconds > LAG_WORTH_A_WORD_SECONDS);
  const most = Math.max(0, ...all.map((one) => one.lagSeconds));
  const figures = { subscribers: all.length, failing: failing.length, longest_lag_seconds: Math.round(most) };
  if (failing.length > 0) {
    const names = failing.map((one) => one.name).join(', ');
    return {
      name: 'subscribers',
      level: 'failing',
      en: `Stuck and retrying: ${names}.`,
      zh: `以下订阅者出错，正在重试：${names}。`,
      figures,
    };
  }
  if (behind.length > 0) {
    return {
      name: 'subscribers',
      level: 'warning',
      en: `Catching up: the slowest is ${Math.round(most)} s behind.`,
      zh: `正在追赶：最慢的落后 ${Math.round(most)} 秒。`,
      figures,
    };
  }
  return {
    name: 'subscribers',
    level: 'ok',
    en: 'Everything that follows the log is up to date.',
    zh: '所有订阅者均已跟上最新事件。',
    figures,
  };
}
