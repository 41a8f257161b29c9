/** Saved views and arrangements of pages over HTTP, shared by server and console. */
import { z } from 'zod';
import { staffRole } from '../auth/contract.ts';
import { pageOf } from '../lists/contract.ts';

const name = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .refine((value) => !value.includes('\0'));
/** A page of the console: `events`, `rejected`, `sources`. */
const pageName = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);

export const viewsOfPage = z.strictObject({ page: pageName });

export const newView = z.strictObject({
  page: pageName,
  name,
  /** The search part of the page's address, `?kind=web&sort=-name`: all that a page shows is in its address. */
  query: z
    .string()
    .max(4000)
    .refine((value) => !value.includes('\0')),
  shared: z.boolean(),
});

export const viewItem = z.object({
  id: z.string(),
  page: z.string(),
  name: z.string(),
  query: z.string(),
  shared: z.boolean(),
  /** May be deleted by the caller. */
  mine: z.boolean(),
  created_at: z.iso.datetime(),
});
export type ViewItem = z.output<typeof viewItem>;

export const viewPage = pageOf(viewItem);
export const viewParams = z.strictObject({ id: z.string().regex(/^[1-9]\d{0,15}$/) });

/** Names are the page's own; one that it does not know any more is passed over there. */
const section = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);
const sections = z.array(section).max(40);

export const arrangementParams = z.strictObject({ page: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/) });

/** Nothing shown and nothing hidden: as the page has it. */
export const arrangementBody = z
  .strictObject({ role: staffRole, shown: sections, hidden: sections })
  .refine(({ shown, hidden }) => new Set([...shown, ...hidden]).size === shown.length + hidden.length, {
    path: ['shown'],
  });

export const arrangement = z.object({
  role: staffRole,
  shown: z.array(z.string()),
  hidden: z.array(z.string()),
});
export type Arrangement = z.output<typeof arrangement>;
export const arrangements = z.object({ items: z.array(arrangement), next: z.null() });
