/** Rows of a file, whatever it is: delimited text, a spreadsheet, JSON lines; and which files a folder holds. */
import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readJsonLines } from './read-json-lines.ts';
import { type Row, readRows } from './read-rows.ts';
import { readSheetRows } from './read-sheet.ts';

const READABLE = /\.(csv|tsv|txt|xlsx|jsonl|ndjson|json)(\.gz)?$/i;

/** A file, or those of a folder in the order of their names; not what begins with a dot, nor what is no table. */
export function filesIn(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => !name.startsWith('.') && READABLE.test(name))
    .sort()
    .map((name) => join(path, name));
}

export function rowsOf(path: string): AsyncGenerator<Row> {
  const name = basename(path).toLowerCase();
  if (name.endsWith('.xlsx')) return readSheetRows(path);
  if (/\.(jsonl|ndjson|json)(\.gz)?$/.test(name)) return readJsonLines(path);
  return readRows(path);
}

/** The first rows and the names of the columns: for the preview, and to guess what the file is. */
export async function headOf(path: string, rows = 20): Promise<{ columns: string[]; rows: Row[] }> {
  const head: Row[] = [];
  const columns = new Set<string>();
  for await (const row of rowsOf(path)) {
    for (const column of Object.keys(row.values)) columns.add(column);
    head.push(row);
    if (head.length >= rows) break;
  }
  return { columns: [...columns], rows: head };
}
