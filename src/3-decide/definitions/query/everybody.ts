/** How many are in it, and some of them: of everybody, as known at an instant. */
import type { Lake, QueryClass } from '#platform/lake';
import type { Tree } from '../question.ts';
import { membersQuery } from './members.ts';
import { countOf, sampleOf } from './store.ts';

export type Asked = { tree: Tree; zone: string; at: number };
export type Preview = { count: number; sample: number[] };

/**
 * `persons` and `facts` are told before (`tellLakePersons`, `prepareTables`). The sample is the same as long as its people are in it. While
 * somebody types, an answer at once or none.
 */
export async function previewOf(
  lake: Lake,
  { tree, zone, at }: Asked,
  most: number,
  kind: QueryClass = 'preview',
): Promise<Preview> {
  const query = membersQuery(tree, zone, { at });
  const [count, sample] = await Promise.all([countOf(lake, query, kind), sampleOf(lake, query, kind, most)]);
  return { count, sample };
}
