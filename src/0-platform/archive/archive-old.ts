/** The monthly round: months old enough leave Postgres, and kinds whose time is over leave the archive. */
import type { Logger } from 'pino';
import { type Archived, archiveMonth } from './archive-month.ts';
import { type Expiring, expire } from './expire.ts';
import * as store from './store.ts';

/** A customer's page reads Postgres: a year of it, and the month that is running. */
export const MONTHS_IN_POSTGRES = 13;

export type OldMonths = { archived: { month: string; result: Archived }[]; expired: number | 'busy' };

export async function archiveOldMonths(
  place: Expiring & { logger: Logger },
  { months = MONTHS_IN_POSTGRES, signal }: { months?: number; signal?: AbortSignal } = {},
): Promise<OldMonths> {
  const now = place.clock.now();
  const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 1))
    .toISOString()
    .slice(0, 7);
  const archived: OldMonths['archived'] = [];
  for (const month of (await store.partitions(place.database.db)).filter((one) => one < first)) {
    signal?.throwIfAborted();
    const result = await archiveMonth(place, month);
    archived.push({ month, result });
    place.logger.info({ month, ...result }, 'archiving a month of events');
  }
  return { archived, expired: await expire(place) };
}
