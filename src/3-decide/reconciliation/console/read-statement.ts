/**
 * A platform's figures as people copy them out of a table: a line a day (day, amount), or a line an order (day, order, amount), which
 * make up their day together. Commas, semicolons or tabs; with a heading or without.
 */

export type ReadDay = {
  day: string;
  amount: number;
  orders: { number: string; amount: number }[] | null;
};
export type ReadStatement = {
  days: ReadDay[];
  /** Lines that say no day or no amount, counted from 1. */
  wrong: number[];
};

type Columns = { day: number; order: number | null; amount: number };

const DAY = /^(?:日期|交易日期|date|day|时间|time)/i;
const ORDER = /(?:订单|单号|order|number)/i;
const AMOUNT = /(?:金额|销售|合计|退款|amount|sales|total|sum|net|gross|refund)/i;

export function readStatement(text: string, decimals: number): ReadStatement {
  const lines = text.split(/\r\n|\n|\r/);
  const filled = lines.findIndex((line) => line.trim() !== '');
  const delimiter = delimiterOf(lines[filled] ?? '');
  const first = cellsOf(lines[filled] ?? '', delimiter);
  const heading = headingOf(first);
  const columns = heading ?? positionsOf(first.length);
  const days = new Map<string, ReadDay>();
  const wrong: number[] = [];
  lines.forEach((line, index) => {
    if (line.trim() === '' || (heading && index === filled)) return;
    const cells = cellsOf(line, delimiter);
    const day = dayOf(cells[columns.day] ?? '');
    const amount = minorOf(cells[columns.amount] ?? '', decimals);
    const number = columns.order === null ? null : (cells[columns.order]?.trim() ?? '');
    if (day === null || amount === null || number === '') wrong.push(index + 1);
    else add(days, day, amount, number);
  });
  return { days: [...days.values()].sort((one, other) => (one.day < other.day ? -1 : 1)), wrong };
}

function add(days: Map<string, ReadDay>, day: string, amount: number, number: string | null): void {
  const present = days.get(day) ?? { day, amount: 0, orders: number === null ? null : [] };
  present.amount += amount;
  if (number !== null) present.orders?.push({ number, amount });
  days.set(day, present);
}

const delimiterOf = (line: string): string => ['\t', ';', ','].find((one) => line.includes(one)) ?? ',';

const positionsOf = (cells: number): Columns =>
  cells > 2 ? { day: 0, order: 1, amount: 2 } : { day: 0, order: null, amount: 1 };

function headingOf(cells: readonly string[]): Columns | null {
  const named = cells.map((cell) => cell.trim());
  if (dayOf(named[0] ?? '') !== null) return null;
  const day = named.findIndex((cell) => DAY.test(cell));
  const order = named.findIndex((cell, index) => index !== day && ORDER.test(cell));
  const amount = named.findIndex((cell, index) => index !== day && index !== order && AMOUNT.test(cell));
  if (day < 0 || amount < 0) return null;
  return { day, order: order < 0 ? null : order, amount };
}

/** RFC 4180 within one line. */
function cellsOf(line: string, delimiter: string): string[] {
  const cells: string[] = [''];
  let quoted = false;
  for (let index = 0; index < line.length; index++) {
    const character = line[index] as string;
    if (character === '"' && quoted && line[index + 1] === '"') {
      cells[cells.length - 1] += '"';
      index += 1;
    } else if (character === '"') quoted = !quoted;
    else if (character === delimiter && !quoted) cells.push('');
    else cells[cells.length - 1] += character;
  }
  return cells;
}

function dayOf(cell: string): string | null {
  const found = /^\s*(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*[-/.月]?\s*(\d{1,2})日?(?:[ T].*)?\s*$/.exec(cell);
  if (!found) return null;
  const [, year, month, day] = found as unknown as [string, string, string, string];
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const instant = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(instant) || new Date(instant).toISOString().slice(0, 10) !== text ? null : text;
}

/** `¥1,234.50`, `1234,5`, `(12.00)` and `-12` in minor units; null where it is no amount of this currency. */
function minorOf(cell: string, decimals: number): number | null {
  const inBrackets = /^\s*\(.*\)\s*$/.test(cell);
  const bare = cell
    .replace(/[()\s\p{Sc}]|[A-Z]{3}|元/gu, '')
    .replace(/^\u2212/, '-')
    .replace(/^(-?\d{1,3}(?:,\d{3})+)(?=\.|$)/, (grouped) => grouped.replaceAll(',', ''))
    .replace(/^(-?\d+),(\d{1,2})$/, '$1.$2');
  const found = /^(-?)(\d{1,13})(?:\.(\d+))?$/.exec(bare);
  if (!found) return null;
  const [, sign, whole, fraction = ''] = found as unknown as [string, string, string, string | undefined];
  if (!/^0*$/.test(fraction.slice(decimals))) return null;
  const minor = Number(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
  return (sign === '-') !== inBrackets && minor !== 0 ? -minor : minor;
}
