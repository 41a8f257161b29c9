/** Where the lake stands: for the health page, `GET /api/lake` and the list of subscribers. */
import type { SubscriberStatus } from '../log/index.ts';
import { type Db, sql } from '../postgres/index.ts';
import type { HealthCheck } from '../telemetry/index.ts';
import type { LakeStatus } from './contract.ts';
import type { Lake } from './index.ts';
import * as store from './store.ts';

export const SHIPPING_NAME = 'platform/lake: ship';

/** Says whether the lake may answer otherwise than before: another text, another content. */
export async function shippedTo(db: Db): Promise<string> {
  const { position, epoch } = await store.shipping(db);
  return `${position}.${epoch}`;
}

/** The position up to which the lake knows the log. */
export async function lakeReached(db: Db): Promise<number> {
  return (await store.shipping(db)).position;
}

/** The shipping as one of the log's followers. */
export async function shippingStatus(db: Db): Promise<SubscriberStatus> {
  const { position, failure, failingSince, attempts } = await store.shipping(db);
  const { rows } = await sql<{ lag: number | null }>`
    SELECT extract(epoch FROM now() - received_at)::float8 AS lag FROM log.event WHERE position > ${position}
     ORDER BY position LIMIT 1`.execute(db);
  return {
    name: SHIPPING_NAME,
    position,
    behind: await store.behind(db, position),
    lagSeconds: Math.max(0, rows[0]?.lag ?? 0),
    failure: failure && failingSince ? { message: failure, since: failingSince, attempts } : null,
  };
}

export async function lakeStatus(db: Db, lake: Lake): Promise<LakeStatus> {
  const [shipping, rebuild, comparison, held] = await Promise.all([
    shippingStatus(db),
    lastRebuild(db),
    lastComparison(db),
    heldBy(lake).catch(() => null),
  ]);
  return {
    reachable: held !== null,
    version: held?.version ?? null,
    events: held?.events ?? null,
    bytes: held?.bytes ?? null,
    position: shipping.position,
    behind: shipping.behind,
    lag_seconds: Math.round(shipping.lagSeconds * 10) / 10,
    failure: shipping.failure && {
      message: shipping.failure.message,
      since: shipping.failure.since.toISOString(),
    },
    rebuild,
    check: comparison,
  };
}

const HELD = `
  SELECT version() AS version, toInt64(sum(rows)) AS events, toInt64(sum(bytes_on_disk)) AS bytes
    FROM system.parts WHERE active AND database = currentDatabase() AND table = 'events'`;

async function heldBy(lake: Lake): Promise<{ version: string; events: number; bytes: number } | null> {
  const [held] = await lake.query<{ version: string; events: number; bytes: number }>(HELD, {
    class: 'preview',
  });
  return held ?? null;
}

async function lastRebuild(db: Db): Promise<LakeStatus['rebuild']> {
  const { rows } = await sql<{
    started_at: Date;
    finished_at: Date | null;
    outcome: string | null;
    copied: number;
    total: number;
  }>`
    SELECT started_at, finished_at, outcome, copied, total FROM lake.rebuild ORDER BY id DESC LIMIT 1`.execute(
    db,
  );
  const [last] = rows;
  if (!last) return null;
  return {
    started_at: last.started_at.toISOString(),
    finished_at: last.finished_at?.toISOString() ?? null,
    outcome: (last.outcome ?? 'running') as NonNullable<LakeStatus['rebuild']>['outcome'],
    copied: last.copied,
    total: Math.max(last.total, last.copied),
  };
}

async function lastComparison(db: Db): Promise<LakeStatus['check']> {
  const { rows } = await sql<{ at: Date; compared: number; differing: number; repaired: number }>`
    SELECT at, compared, differing, repaired FROM lake.comparison ORDER BY id DESC LIMIT 1`.execute(db);
  const [last] = rows;
  return last
    ? {
        at: last.at.toISOString(),
        compared: last.compared,
        differing: last.differing,
        repaired: last.repaired,
      }
    : null;
}

/** Beyond this the lake is no longer "a moment later". */
const LATE_SECONDS = 60;

export const lakeHealth =
  (db: Db, lake: Lake): HealthCheck =>
  async () => {
    const status = await lakeStatus(db, lake);
    const figures = {
      events: status.events,
      behind: status.behind,
      lag_seconds: status.lag_seconds,
      version: status.version,
    };
    if (!status.reachable) {
      return {
        name: 'lake',
        level: 'failing',
        en: 'Analytics do not answer. Collection goes on; reports come back by themselves when they do.',
        zh: '分析引擎无响应。数据采集不受影响，恢复后报表会自动可用。',
        figures,
      };
    }
    if (status.rebuild?.outcome === 'running') {
      return {
        name: 'lake',
        level: 'warning',
        en: `Analytics are being rebuilt: ${status.rebuild.copied} of about ${status.rebuild.total} events.`,
        zh: `分析数据正在重建：已完成 ${status.rebuild.copied} / 约 ${status.rebuild.total} 条事件。`,
        figures,
      };
    }
    if (status.lag_seconds > LATE_SECONDS) {
      return {
        name: 'lake',
        level: 'warning',
        en: `Analytics are ${Math.round(status.lag_seconds)} s behind (${status.behind} events).`,
        zh: `分析数据落后 ${Math.round(status.lag_seconds)} 秒（${status.behind} 条事件）。`,
        figures,
      };
    }
    if (status.check && status.check.differing > status.check.repaired) {
      return {
        name: 'lake',
        level: 'warning',
        en: 'Analytics differ from the log; rebuild them with: bin/regulars lake rebuild',
        zh: '分析数据与事件日志不一致，请运行 bin/regulars lake rebuild 重建。',
        figures,
      };
    }
    return { name: 'lake', level: 'ok', en: 'Analytics are up to date.', zh: '分析数据已是最新。', figures };
  };
