/** Compares a stretch of lake and log, mends what Postgres can mend, and writes down how it was. */
import { type Db, sql } from '../postgres/index.ts';
import { checkLake, type Difference } from './compare.ts';
import type { Rebuild } from './rebuild.ts';
import { repair } from './ship.ts';
import type { Range } from './store.ts';

export type Mended = {
  from: number;
  to: number;
  compared: number;
  differences: Difference[];
  repaired: number;
};

export async function mendLake(
  { database, lake, archive }: Rebuild,
  range: Partial<Range> & {
    repair?: boolean;
    onProgress?: (position: number, to: number) => void;
    signal?: AbortSignal;
  } = {},
): Promise<Mended> {
  const found = await checkLake({ database, lake, ...(archive && { archive }) }, range);
  const mends = range.repair !== false && found.differences.length > 0;
  const repaired = mends ? await repair({ database, lake }, found.differences) : 0;
  await note(database.db, { ...found, repaired });
  return { ...found, repaired };
}

const note = (db: Db, { from, to, compared, differences, repaired }: Mended): Promise<unknown> =>
  sql`INSERT INTO lake.comparison (from_position, to_position, compared, differing, repaired)
    VALUES (${from}, ${to}, ${compared}, ${differences.length}, ${repaired})`.execute(db);
