/**
 * What was modified since, in the order of its changes. Never by the number of a page alone: what is modified while it is read moves to the end,
 * and a page further on would pass over what moved up.
 */
import { z } from 'zod';
import type { Fetched, Page, Reach } from '../../connector.ts';
import { list, shaped, utc } from './client.ts';

const OVERLAP_MS = 3 * 60_000;
const AT_ONCE = 50;

const cursorShape = z.object({ since: z.string().nullable(), page: z.number().int() });

export async function changedSince(
  reach: Reach,
  cursor: unknown,
  things: 'orders' | 'products',
  take: (items: readonly unknown[]) => Promise<Fetched>,
): Promise<Page> {
  const { since, page } = cursor === null ? { since: null, page: 1 } : shaped(cursorShape, cursor);
  const query = new URLSearchParams({
    per_page: String(AT_ONCE),
    page: String(page),
    orderby: 'modified',
    order: 'asc',
    dates_are_gmt: 'true',
    ...(since !== null && { modified_after: since }),
  });
  const { items, pages } = await list(reach, `${things}?${query}`);
  const fetched = await take(items);
  const last = items.length > 0 ? modifiedAt(items.at(-1)) : since === null ? null : utc(since);
  if (page >= pages)
    return {
      ...fetched,
      cursor: { since: last && before(last, OVERLAP_MS), page: 1 },
      more: false,
      upTo: reach.now(),
    };
  // `modified_after` leaves out the instant itself, of which more may follow.
  const next = last && before(last, 1000);
  const moved = next !== null && (since === null || next > since);
  return {
    ...fetched,
    cursor: moved ? { since: next, page: 1 } : { since, page: page + 1 },
    more: true,
    upTo: last,
  };
}

const before = (at: Date, ms: number): string => new Date(at.getTime() - ms).toISOString().slice(0, 19);

const modifiedAt = (item: unknown): Date =>
  utc(shaped(z.object({ date_modified_gmt: z.string() }), item).date_modified_gmt);
