import { CATALOGUE } from '#platform/errors';
import type { HealthReport } from '#platform/telemetry';
import type { ConnectorParts } from './parts.ts';
import * as store from './store.ts';
import { refused } from './webhooks/store.ts';

/** Shorter troubles pass by themselves. */
const STUCK_AFTER_MS = 60 * 60_000;

export async function connectorsHealth({
  db,
  clock,
}: Pick<ConnectorParts, 'db' | 'clock'>): Promise<HealthReport> {
  const name = 'connectors';
  const stuck = await store.stuck(db, new Date(clock.now().getTime() - STUCK_AFTER_MS));
  const [first] = stuck;
  const [unheard] = await refused(db);
  if (!first && unheard)
    return {
      name,
      level: 'warning',
      en: `A platform does not report to us (${unheard.detail ?? '–'}): what changes there comes some minutes later.`,
      zh: `有平台未向本系统推送变更（${unheard.detail ?? '–'}），数据将晚几分钟到达。`,
      figures: { connection: unheard.connection_id },
    };
  if (!first)
    return { name, level: 'ok', en: 'Connectors read what platforms have.', zh: '各平台连接器读取正常。' };
  const { en, zh } = CATALOGUE[(first.failure ?? 'internal') as keyof typeof CATALOGUE];
  return {
    name,
    level: 'warning',
    en: `${stuck.length} feeds of connectors are stuck for more than an hour. ${en.replace(' ({detail})', '')}`,
    zh: `${stuck.length} 个连接器数据源停滞超过一小时。${zh.replace('（{detail}）', '')}`,
    figures: { stuck: stuck.length, connection: first.connection_id },
  };
}
