/**
 * Does the lake hold what the log holds? Count and checksum are computed from the content on both sides, by buckets of
 * positions. Months that were archived and left Postgres count with the sums written down when they were archived.
 */
import type { Database } from '../postgres/index.ts';
import type { Lake } from './index.ts';
import type { ArchivedMonths } from './rebuild.ts';
import * as store from './store.ts';
import { CLICKHOUSE_CHECKSUM } from './table.ts';

/** Positions above `from`, up to and with `to`, differ. */
export type Difference = store.Range & {
  logRows: number;
  lakeRows: number;
  /** Some of it is no longer in Postgres: only a rebuild mends it. */
  archived: boolean;
};

export type Comparison = { from: number; to: number; compared: number; differences: Difference[] };

export const BUCKET = 100_000;
/** So many positions are summed by one statement in Postgres. */
const STEP = 20 * BUCKET;

type Compare = { database: Database; lake: Lake };

/**
 * Compares whatever was shipped within the range (all of it unless said), and reports buckets that differ. `repair` mends
 * those that Postgres still holds.
 */
export async function checkLake(
  { database, lake, archive }: Compare & { archive?: ArchivedMonths },
  given: Partial<store.Range> & {
    onProgress?: (position: number, to: number) => void;
    signal?: AbortSignal;
  } = {},
): Promise<Comparison> {
  const { position } = await store.shipping(database.db);
  const from = bucketStart(given.from ?? 0);
  const to = Math.min(given.to ?? position, position);
  const log = new Map<number, Sum>();
  for (const sum of (await archive?.sums(BUCKET)) ?? []) {
    if (sum.bucket * BUCKET >= from && sum.bucket * BUCKET <= to) add(log, sum);
  }
  const archived = new Set(log.keys());
  for (let at = from - 1; at < to; at += STEP) {
    given.signal?.throwIfAborted();
    for (const sum of await store.sumsOfLog(database.pool, { from: at, to: Math.min(to, at + STEP) }, BUCKET))
      add(log, sum);
    given.onProgress?.(Math.min(to, at + STEP), to);
  }
  const inLake = await sumsOfLake(lake, { from: from - 1, to });
  const compared = [...log.values()].reduce((total, sum) => total + sum.rows, 0);
  return {
    from: Math.max(0, from - 1),
    to,
    compared,
    differences: differencesOf(log, inLake, to).map((one) => ({
      ...one,
      archived: archived.has(bucketOf(one)),
    })),
  };
}

/** The same for one range, as a whole. */
export async function compareRange({ database, lake }: Compare, range: store.Range): Promise<Difference[]> {
  const width = Number.MAX_SAFE_INTEGER;
  const [log, inLake] = await Promise.all([
    store.sumsOfLog(database.pool, range, width),
    sumsOfLake(lake, range, width),
  ]);
  const [here, there] = [log[0], inLake.get(0)];
  if (here?.rows === there?.rows && here?.checksum === there?.checksum.toString()) return [];
  return [{ ...range, logRows: here?.rows ?? 0, lakeRows: there?.rows ?? 0, archived: false }];
}

type Sum = { rows: number; checksum: bigint };

const bucketStart = (position: number): number => Math.max(0, Math.floor(position / BUCKET) * BUCKET);

function add(sums: Map<number, Sum>, { bucket, rows, checksum }: store.Sum): void {
  const before = sums.get(bucket) ?? { rows: 0, checksum: 0n };
  sums.set(bucket, { rows: before.rows + rows, checksum: before.checksum + BigInt(checksum) });
}

const SUMS = `SELECT intDiv(position, {width:Int64}) AS bucket, count() AS rows, ${CLICKHOUSE_CHECKSUM} AS checksum
  FROM events WHERE position > {from:Int64} AND position <= {to:Int64} GROUP BY bucket`;

async function sumsOfLake(lake: Lake, range: store.Range, width = BUCKET): Promise<Map<number, Sum>> {
  const sums = new Map<number, Sum>();
  for (const sum of await lake.query<store.Sum>(SUMS, { params: { ...range, width }, class: 'maintenance' }))
    add(sums, sum);
  return sums;
}

const bucketOf = ({ from }: store.Range): number => (from + 1) / BUCKET;

function differencesOf(
  log: Map<number, Sum>,
  lake: Map<number, Sum>,
  last: number,
): Omit<Difference, 'archived'>[] {
  return [...new Set([...log.keys(), ...lake.keys()])]
    .sort((a, b) => a - b)
    .flatMap((bucket) => {
      const [here, there] = [log.get(bucket), lake.get(bucket)];
      if (here?.rows === there?.rows && here?.checksum === there?.checksum) return [];
      const from = bucket * BUCKET - 1;
      return [
        { from, to: Math.min(last, from + BUCKET), logRows: here?.rows ?? 0, lakeRows: there?.rows ?? 0 },
      ];
    });
}
