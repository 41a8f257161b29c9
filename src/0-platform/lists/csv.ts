/**
 * A list as a CSV file that a spreadsheet may open: RFC 4180, UTF-8 with a byte order mark (Excel reads Chinese only
 * with it), written page by page, so that a million rows need the memory of one page.
 *
 * A text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP "CSV Injection"). `restoreCell` takes it
 * away again, and texts that began with an apostrophe before such a character get one more, so that every text comes back as it was.
 * Numbers are written as numbers: a minus sign and digits are no formula.
 */
import { Readable } from 'node:stream';
import { MOST_ROWS, type Page } from './contract.ts';

const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/;

/** Puts the apostrophe before what a spreadsheet would take for a formula. */
export const neutraliseCell = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);
/** Undoes `neutraliseCell`: what an import does to each cell. */
export const restoreCell = (text: string): string =>
  text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text;

export type CsvValue = string | number | boolean | Date | null | undefined;
/** Header → the cell of an item. */
export type CsvColumns<Item> = Record<string, (item: Item) => CsvValue>;

/** Every page of a list, from the first, as one stream; it stops reading when the receiver goes away. */
export function csvStream<Item>(
  columns: CsvColumns<Item>,
  read: (from: { after?: string; limit: number }) => Promise<Page<Item>>,
): Readable {
  return Readable.from(lines(columns, read), { objectMode: false });
}

async function* lines<Item>(
  columns: CsvColumns<Item>,
  read: (from: { after?: string; limit: number }) => Promise<Page<Item>>,
) {
  yield `\uFEFF${csvLine(Object.keys(columns))}`;
  const cells = Object.values(columns);
  let after: string | undefined;
  do {
    const page = await read({ ...(after !== undefined && { after }), limit: MOST_ROWS });
    if (page.items.length > 0)
      yield page.items.map((item) => csvLine(cells.map((cell) => cell(item)))).join('');
    after = page.next ?? undefined;
  } while (after !== undefined);
}

export const csvLine = (values: readonly CsvValue[]): string => `${values.map(csvCell).join(',')}\r\n`;

// Texts are always quoted: a spreadsheet set to another separator then still cannot split one into two cells.
function csvCell(value: CsvValue): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return `"${neutraliseCell(value).replaceAll('"', '""')}"`;
  return value instanceof Date ? value.toISOString() : String(value);
}
