import { inLake, type Language, type understood } from '#decide/definitions';
import { type CustomerDirectory, tellLakePersons } from '#know/customers';
import type { Platform } from '#platform/module';
import type { LiveParts } from './live/live-parts.ts';
import * as store from './store.ts';

export type SegmentParts = Platform & {
  customers: CustomerDirectory;
  language: Language;
  references: Parameters<typeof understood>[0]['references'];
  live: LiveParts;
};

/** Segments that a definition may lead to. */
export async function segmentsMeant(on: Platform['db'], ids: readonly number[]) {
  const rows = ids.length === 0 ? [] : await store.segmentsById(on, ids);
  return new Map(
    rows
      .filter(({ archived_at }) => archived_at === null)
      .map(({ segment_id, name, definition }) => [segment_id, { name, definition }]),
  );
}

/** So that what is asked of the lake counts people as they are now. */
export async function prepareLake({ db, lake }: Pick<Platform, 'db' | 'lake'>): Promise<void> {
  await inLake.prepareTables(lake);
  await tellLakePersons(db, lake);
}
