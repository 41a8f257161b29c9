/** Imports over HTTP, shared by server and console. */
import { z } from 'zod';
import { idFilter, listQuery, pageOf } from '#platform/lists/contract';

const words = z.object({ en: z.string(), zh: z.string() });
const name = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((value) => value.isWellFormed() && !value.includes('\0'), 'text_invalid');

export const presetItem = z.object({
  name: z.string(),
  title: words,
  takes: words,
  channel: z.object({ name: z.string(), platform: z.string(), currency: z.string(), zone: z.string() }),
  /** Which of its tables a person may map; null: it knows its columns. */
  kind: z.string().nullable(),
});
export type PresetItem = z.output<typeof presetItem>;
export const presetList = z.object({ items: z.array(presetItem), next: z.null() });

const upload = z.string().regex(/^[0-9a-f]{32}$/);
export const newUpload = z.object({ upload });
export const partParams = z.strictObject({ upload });
/** A part of a file of at most 8 MB, in order: `at` is how much of it is there already. */
export const partQuery = z.strictObject({
  name: z
    .string()
    .regex(/^[^/\\\0]{1,120}\.(csv|tsv|txt|xlsx|jsonl|ndjson|json)(\.gz)?$/i, 'import_file_kind'),
  at: z.coerce.number().int().min(0).max(4e9),
});
export const partTaken = z.object({ size: z.number().int() });

const mapping = z.record(z.string().max(60), z.string().max(300));

export const previewBody = z.strictObject({
  upload,
  preset: name(60).optional(),
  mapping: mapping.optional(),
});
export const preview = z.object({
  files: z.array(z.object({ name: z.string(), bytes: z.number().int() })),
  /** As given, or the best guess. */
  preset: z.string(),
  columns: z.array(z.string()),
  rows: z.array(z.record(z.string(), z.string())),
  /** Fields that may be mapped, for a shop's own tables. */
  fields: z.array(z.object({ name: z.string(), title: words, needed: z.boolean() })),
  mapping,
  /** What came of the first rows. */
  checked: z.object({
    tables: z.record(z.string(), z.number().int()),
    rejected: z.array(z.object({ row: z.number().int(), field: z.string(), message: words })),
  }),
});
export type ImportPreview = z.output<typeof preview>;

export const newImport = z.strictObject({
  upload,
  preset: name(60),
  /** An open channel's name; opened as the preset has it where there is none. */
  channel: name(80).optional(),
  mapping: mapping.optional(),
});

export const IMPORT_STATES = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const;
const counts = z.object({
  rows_in: z.number().int(),
  rows_stored: z.number().int(),
  rows_rejected: z.number().int(),
});
export const importItem = z.object({
  id: z.string(),
  preset: z.string(),
  title: words,
  channel: z.object({ id: z.string(), name: z.string() }),
  file: z.string(),
  state: z.enum(IMPORT_STATES),
  tables: z.record(z.string(), counts),
  rejected: z.number().int(),
  failure: z.string().nullable(),
  actor: z.string(),
  started_at: z.iso.datetime(),
  finished_at: z.iso.datetime().nullable(),
  /** Its files are still there: it can go on. */
  resumable: z.boolean(),
});
export type ImportItem = z.output<typeof importItem>;
export const importPage = pageOf(importItem);
export const importQuery = listQuery({
  sorts: ['started_at'],
  sort: '-started_at',
  filters: { state: z.enum(IMPORT_STATES), channel: idFilter() },
});
export const importParams = z.strictObject({ id: z.string().regex(/^[1-9]\d{0,14}$/) });
export const done = z.object({ done: z.literal(true) });
