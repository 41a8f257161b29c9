/**
 * Rows of the first sheet of a workbook (Office Open XML). A workbook is unpacked whole: what is larger than shops keep in one, or unpacks to
 * a hundred times its size, is refused (a zip bomb).
 */
import { statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { readSheet } from 'read-excel-file/node';
import { Problem } from '#platform/errors';
import type { Row } from './read-rows.ts';

const LARGEST = 60 * 1024 * 1024;
const LARGEST_UNPACKED = 600 * 1024 * 1024;

export async function* readSheetRows(path: string): AsyncGenerator<Row> {
  if (statSync(path).size > LARGEST || (await unpackedSize(path)) > LARGEST_UNPACKED)
    throw new Problem('import_sheet_too_large');
  let sheet: readonly (readonly unknown[])[];
  try {
    sheet = await readSheet(path);
  } catch {
    throw new Problem('import_file_unreadable');
  }
  // Exports begin with a title or two: the header is the first row with as many cells as the widest.
  const widest = Math.max(0, ...sheet.slice(0, 20).map(filled));
  const at = sheet.findIndex((cells) => filled(cells) >= Math.max(1, Math.ceil(widest * 0.6)));
  const names = (sheet[at] ?? []).map((cell) => textOf(cell).trim());
  let number = 0;
  for (const cells of sheet.slice(at + 1)) {
    if (filled(cells) === 0) continue;
    const values: Record<string, string> = {};
    names.forEach((name, index) => {
      if (name !== '') values[name] = textOf(cells[index]);
    });
    yield { number: ++number, values };
  }
}

const filled = (cells: readonly unknown[]): number =>
  cells.filter((cell) => cell !== null && cell !== undefined && cell !== '').length;

/** A date of a cell has no zone: it is written as the cell shows it, and read in the channel's zone. */
function textOf(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return cell.toISOString().slice(0, 19).replace('T', ' ');
  return String(cell);
}

/** From the directory at a zip's end (PKWARE APPNOTE 4.3.12): what its files say they unpack to. */
async function unpackedSize(path: string): Promise<number> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const length = Math.min(size, 1024 * 1024);
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
    let total = 0;
    for (let at = buffer.indexOf('PK\x01\x02', 0, 'latin1'); at >= 0 && at + 28 <= length; ) {
      total += buffer.readUInt32LE(at + 24);
      at = buffer.indexOf('PK\x01\x02', at + 46, 'latin1');
    }
    return total;
  } finally {
    await file.close();
  }
}
