/**
 * How platforms are read that give rows by a stretch of time and by page: first what was made, week by week, as far back as they go; then what
 * changed since, for ever, each stretch reaching back over the one before.
 *
 * Pages are read from the last to the first. Rows stand newest first: one that changes meanwhile leaves its page, and those behind it move
 * towards the front, where they are still to be read. One that comes in late pushes others back, over what was read: then the count grew,
 * and the stretch is read again.
 */
import { z } from 'zod';
import type { Json } from '#platform/log';
import type { Fetched, Page, Reach } from '../connector.ts';

const DAY = 86_400_000;
/** Of what changed, platforms give a day at once; of what was made, more. */
const LONGEST = { made: 7 * DAY, changed: DAY } as const;
const OVERLAP = 10 * 60_000;
/** A busy shop always has something newer: so near to the present, the next time is soon enough. */
const NEAR = 5 * 60_000;

export type Stretch = { by: 'made' | 'changed'; from: Date; to: Date };

export type Books = {
  /** How far back the platform goes. */
  days: number;
  pageSize: number;
  count(reach: Reach, stretch: Stretch): Promise<number>;
  /** The first page is 1. */
  page(reach: Reach, stretch: Stretch, page: number): Promise<Fetched>;
};

const cursorOf = z.strictObject({
  by: z.enum(['made', 'changed']),
  from: z.iso.datetime(),
  /** Null: not begun; it ends some days later, or now. */
  to: z.iso.datetime().nullable(),
  page: z.number().int().nullable(),
  total: z.number().int(),
  /** When reading of the past began: from there on, what changed is read. */
  since: z.iso.datetime(),
});
type Cursor = z.output<typeof cursorOf>;

/** Platforms count in seconds: the present one is not over, and what it will hold cannot be told from what it holds. */
const settled = (at: Date): Date => new Date(Math.floor(at.getTime() / 1000) * 1000 - 2000);
const iso = (time: number): string => new Date(time).toISOString();

const begin = (now: Date, days: number): Cursor => ({
  by: 'made',
  from: iso(now.getTime() - days * DAY),
  to: null,
  page: null,
  total: 0,
  since: now.toISOString(),
});

export async function walk(reach: Reach, cursor: Json | null, books: Books): Promise<Page> {
  const now = settled(reach.now());
  const at = cursor === null ? begin(now, books.days) : cursorOf.parse(cursor);
  const to = at.to ?? iso(Math.min(Date.parse(at.from) + LONGEST[at.by], now.getTime()));
  const stretch: Stretch = { by: at.by, from: new Date(at.from), to: new Date(to) };
  const total = at.page === null ? await books.count(reach, stretch) : at.total;
  const page = at.page ?? Math.ceil(total / books.pageSize);
  const fetched = page > 0 ? await books.page(reach, stretch, page) : {};
  const here = { ...at, to, total };
  if (page > 1) return { ...fetched, cursor: { ...here, page: page - 1 }, more: true, upTo: null };
  if (total > books.pageSize && (await books.count(reach, stretch)) > total)
    return { ...fetched, cursor: { ...here, page: null }, more: true, upTo: null };
  return {
    ...fetched,
    cursor: after(here, to),
    more: at.by === 'made' || Date.parse(to) < now.getTime() - NEAR,
    upTo: at.by === 'made' ? null : new Date(to),
  };
}

function after(at: Cursor, to: string): Cursor {
  const fresh = { ...at, to: null, page: null, total: 0 };
  if (at.by === 'made' && to < at.since) return { ...fresh, from: to };
  const end = at.by === 'made' ? at.since : to;
  return { ...fresh, by: 'changed', from: iso(Date.parse(end) - OVERLAP) };
}
