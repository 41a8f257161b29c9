import { type Db, sql } from '../postgres/index.ts';
import type { HealthCheck, HealthReport } from '../telemetry/index.ts';

/** Jobs that gave up, and timers that were skipped because they were too late. */
export const jobsHealth =
  (db: Db): HealthCheck =>
  async (): Promise<HealthReport> => {
    const { rows } = await sql<{ waiting: number; failed: number; skipped: number }>`
      SELECT count(*) FILTER (WHERE attempts < max_attempts) AS waiting, count(*) FILTER (WHERE attempts >= max_attempts AND locked_by IS NULL) AS failed,
             (SELECT count(*) FROM jobs.skipped WHERE skipped_at > now() - interval '1 day') AS skipped
        FROM graphile_worker._private_jobs`.execute(db);
    const figures = rows[0] ?? { waiting: 0, failed: 0, skipped: 0 };
    const { failed, skipped } = figures;
    if (failed + skipped === 0)
      return {
        name: 'jobs',
        level: 'ok',
        en: 'Jobs and timers run on time.',
        zh: '任务与定时器正常运行。',
        figures,
      };
    return {
      name: 'jobs',
      level: 'warning',
      en: `${failed} jobs gave up; ${skipped} timers of the last day were too late and were skipped.`,
      zh: `${failed} 个任务已放弃；过去一天有 ${skipped} 个定时器因过迟而跳过。`,
      figures,
    };
  };
