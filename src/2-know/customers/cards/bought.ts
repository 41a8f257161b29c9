/** What somebody bought altogether. Injected, because orders stand above customers. */
import type { CustomerId } from '#platform/ids';
import type { Db, Tx } from '#platform/postgres';
import type { Bought } from '../contract.ts';

/** By profile: one entry a currency. */
export type BoughtBy = (db: Db | Tx, profiles: readonly CustomerId[]) => Promise<Map<CustomerId, Bought[]>>;

/** Of several profiles together; the currency with most orders first. */
export function boughtTogether(all: readonly Bought[]): Bought[] {
  const byCurrency = Map.groupBy(all, ({ currency }) => currency);
  return [...byCurrency]
    .map(([currency, rows]) => ({
      currency,
      orders: sum(rows, ({ orders }) => orders),
      spent: sum(rows, ({ spent }) => spent),
      refunded: sum(rows, ({ refunded }) => refunded),
      returned: sum(rows, ({ returned }) => returned),
      cancelled: sum(rows, ({ cancelled }) => cancelled),
      lastReturnedAt: latest(rows.flatMap(({ lastReturnedAt }) => lastReturnedAt ?? [])),
      firstAt: new Date(Math.min(...rows.map(({ firstAt }) => firstAt.getTime()))),
      lastAt: new Date(Math.max(...rows.map(({ lastAt }) => lastAt.getTime()))),
      channels: [...new Set(rows.flatMap(({ channels }) => channels))].sort((one, other) => one - other),
    }))
    .sort((one, other) => other.orders - one.orders || (one.currency < other.currency ? -1 : 1));
}

const latest = (dates: readonly Date[]): Date | null =>
  dates.length > 0 ? new Date(Math.max(...dates.map((at) => at.getTime()))) : null;

const sum = (rows: readonly Bought[], of: (row: Bought) => number): number =>
  rows.reduce((total, row) => total + of(row), 0);
