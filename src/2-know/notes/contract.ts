/** Notes on customers and their files over HTTP, shared by server and console. */
import { z } from 'zod';
import { flagFilter, listQuery, pageOf } from '#platform/lists/contract';

export const FILE_KINDS = ['pdf', 'png', 'jpeg', 'webp', 'gif', 'xlsx', 'docx', 'text'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

export const MOST_TEXT = 10_000;
export const MOST_FILE_BYTES = 10 * 2 ** 20;
export const MOST_FILES = 100;
/** All files of one customer together, so that her export fits into one file of JSON. */
export const MOST_BYTES = 100 * 2 ** 20;
export const MOST_NOTES = 2_000;

const id = z.string().regex(/^[1-9]\d{0,14}$/);
const text = z
  .string()
  .trim()
  .min(1)
  .max(MOST_TEXT)
  .refine((value) => value.isWellFormed() && !value.includes('\0'), 'text_invalid');

export const customerParams = z.strictObject({ id });
export const noteParams = z.strictObject({ id, note: id });
export const fileParams = z.strictObject({ id, file: id });

export const newNote = z.strictObject({ text, pinned: z.boolean().default(false) });
export type NewNote = z.output<typeof newNote>;
/** What is not named stays. */
export const noteChanges = z.strictObject({ text: text.optional(), pinned: z.boolean().optional() });
export type NoteChanges = z.output<typeof noteChanges>;

export const noteQuery = listQuery({
  sorts: ['pinned', 'written_at'],
  sort: '-pinned',
  filters: { pinned: flagFilter() },
});

export const noteItem = z.object({
  id: z.string(),
  /** The profile it was written at. */
  profile: z.string(),
  /** Null: cannot be read any more. */
  text: z.string().nullable(),
  pinned: z.boolean(),
  author: z.string(),
  author_name: z.string(),
  written_at: z.iso.datetime(),
  /** How often it was edited. */
  edits: z.number().int(),
  edited_at: z.iso.datetime().nullable(),
  editor_name: z.string().nullable(),
});
export type NoteItem = z.output<typeof noteItem>;
export const notePage = pageOf(noteItem);

const earlierText = z.object({
  version: z.number().int(),
  text: z.string().nullable(),
  by_name: z.string(),
  from: z.iso.datetime(),
  until: z.iso.datetime(),
});
export const earlierTexts = z.object({ items: z.array(earlierText), next: z.null() });
export type EarlierTexts = z.output<typeof earlierTexts>;

export const removed = z.object({ id: z.string(), removed_at: z.iso.datetime() });
export type Removed = z.output<typeof removed>;

export const fileQuery = listQuery({
  sorts: ['added_at', 'size'],
  sort: '-added_at',
  filters: { kind: z.enum(FILE_KINDS) },
});

/** `name`: as it is called where it comes from; shown as text, and never a name in a file system. */
export const newFileQuery = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(500)
    .refine((value) => value.isWellFormed() && !value.includes('\0'))
    .default('file'),
});

export const fileItem = z.object({
  id: z.string(),
  profile: z.string(),
  name: z.string().nullable(),
  kind: z.enum(FILE_KINDS),
  size: z.number().int(),
  author: z.string(),
  author_name: z.string(),
  added_at: z.iso.datetime(),
});
export type FileItem = z.output<typeof fileItem>;
export const filePage = pageOf(fileItem);
