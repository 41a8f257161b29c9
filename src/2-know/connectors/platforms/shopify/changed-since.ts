/**
 * What changed since, page by page in the order of its changes. The next round begins a little before the last one ended: what was changed
 * while it was read, or by a clock that runs behind, is read again, which changes nothing.
 */
import { z } from 'zod';
import type { Fetched, Page, Reach } from '../../connector.ts';
import { graphql, shaped } from './client.ts';

const OVERLAP_MS = 3 * 60_000;

const cursorShape = z.object({
  since: z.string().nullable(),
  after: z.string().nullable(),
  /** The last change that was read. */
  seen: z.string().nullable(),
});
export type Cursor = z.output<typeof cursorShape>;

const pageShape = z.object({
  page: z.object({
    nodes: z.array(z.unknown()),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
});

/** `query` takes `$after` and `$query` and answers `page`; every node has `updatedAt`. */
export async function changedSince(
  reach: Reach,
  cursor: unknown,
  query: string,
  take: (nodes: readonly unknown[]) => Promise<Fetched>,
): Promise<Page> {
  const at: Cursor = cursor === null ? { since: null, after: null, seen: null } : shaped(cursorShape, cursor);
  const { page } = await graphql(reach, pageShape, query, {
    after: at.after,
    query: at.since ? `updated_at:>='${at.since}'` : null,
  });
  const fetched = await take(page.nodes);
  const seen = latest([at.seen, ...page.nodes.map(changedAt)]);
  const { hasNextPage, endCursor } = page.pageInfo;
  return { ...fetched, ...nextOf({ ...at, seen }, hasNextPage ? endCursor : null, reach.now()) };
}

function nextOf(
  { since, seen }: Cursor,
  after: string | null,
  now: Date,
): Pick<Page, 'cursor' | 'more' | 'upTo'> {
  if (after !== null)
    return { cursor: { since, after, seen }, more: true, upTo: seen ? new Date(seen) : null };
  const begun = seen ? new Date(new Date(seen).getTime() - OVERLAP_MS).toISOString() : since;
  // Nothing more: all that was changed until now has been read.
  return { cursor: { since: begun, after: null, seen: null }, more: false, upTo: now };
}

const changedAt = (node: unknown): string | null => {
  const at = (node as { updatedAt?: unknown } | null)?.updatedAt;
  return typeof at === 'string' ? at : null;
};
const latest = (instants: readonly (string | null)[]): string | null =>
  instants.reduce(
    (last, one) => (one !== null && (last === null || Date.parse(one) > Date.parse(last)) ? one : last),
    null,
  );
