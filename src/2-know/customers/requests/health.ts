import type { HealthReport } from '#platform/telemetry';
import type { ErasureParts } from '../erase-customer.ts';
import { overdue } from './store.ts';

export async function requestsHealth({
  db,
  clock,
}: Pick<ErasureParts, 'db' | 'clock'>): Promise<HealthReport> {
  const name = 'customer_requests';
  // An erasure is looked for every ten minutes.
  const { erasures, copies } = await overdue(db, new Date(clock.now().getTime() - 30 * 60_000));
  if (erasures + copies === 0)
    return {
      name,
      level: 'ok',
      en: 'Nothing that customers asked is overdue.',
      zh: '客户的个人信息请求均未逾期。',
    };
  return {
    name,
    level: 'warning',
    en: `${erasures} erasures and ${copies} copies that customers asked for are overdue.`,
    zh: `客户请求已逾期：删除 ${erasures} 件，索取副本 ${copies} 件。`,
    figures: { erasures, copies },
  };
}
