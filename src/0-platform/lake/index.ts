/**
 * The lake: ClickHouse, in a child process of its own (chDB) or a server the shop runs (`CLICKHOUSE_URL`): same client, same SQL.
 * It holds a copy of the log without personal values, for reports, previews and training. It can be thrown away
 * at any time and rebuilt from the log and its archive.
 *
 * It guarantees: every event of the log gets there a moment later, once, whatever is killed in between (`runShipping`); what differs
 * is found from the content and mended (`mendLake`); a query beyond the limits of its class is refused, and takes
 * nothing else down. It leaves to others: what the events mean.
 */
import type { Readable } from 'node:stream';

export { BUCKET, type Comparison, checkLake, type Difference } from './compare.ts';
export { createLake, type LakeConnection } from './create-lake.ts';
export { countInLake } from './in-lake.ts';
export { type Mended, mendLake } from './mend.ts';
export { type LakeProcess, startLakeProcess } from './process/start.ts';
export { type ArchivedMonths, cancelRebuild, rebuildLake, whileNoRebuild } from './rebuild.ts';
export { runShipping } from './run-shipping.ts';
export { lakeReached, lakeStatus, shippedTo, shippingStatus } from './status.ts';
export { COLUMN_NAMES, POSTGRES_CHECKSUM, prepareTable, SHIPPED } from './table.ts';

export type QueryClass = 'preview' | 'screen' | 'report' | 'training' | 'maintenance';

/**
 * A column that the lake works out for itself when an event arrives, so that questions need not read the JSON. `as`: a ClickHouse
 * expression over the other columns.
 */
export type DerivedColumn = { name: string; type: string; as: string };

export type Lake = {
  derived: readonly DerivedColumn[];
  /** Rows as objects. Values are bound (`{name:Type}`), never pasted. Throws `lake_away` or `query_limit`. */
  query<Row>(
    sql: string,
    options?: { params?: Record<string, unknown>; class?: QueryClass; signal?: AbortSignal },
  ): Promise<Row[]>;
  /** A statement without rows. */
  command(sql: string, options?: { params?: Record<string, unknown>; class?: QueryClass }): Promise<void>;
  /**
   * Rows in ClickHouse's TabSeparated text (Postgres's COPY text is the same); the same `token` is stored once. A stream
   * that breaks off stores nothing.
   */
  insert(
    table: string,
    rows: Buffer | Readable,
    options: { columns: readonly string[]; token: string },
  ): Promise<void>;
  /** True when it answers. */
  ping(): Promise<boolean>;
  close(): Promise<void>;
};
