import { CATALOGUE } from '#platform/errors';
import type { HealthReport } from '#platform/telemetry';
import type { ConnectorParts } from './parts.ts';
import * as store from './store.ts';

/** Shorter troubles pass by themselves. */
const STUCK_AFTER_MS = 60 * 60_000;

export async function connectorsHealth({
  db,
  clock,
}: Pick<ConnectorParts, 'db' | 'clock'>): Promise<HealthReport> {
  const name = 'connectors';
  const stuck = await store.stuck(db, new Date(clock.now().getTime() - STUCK_AFTER_MS));
  const [first] = stuck;
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
