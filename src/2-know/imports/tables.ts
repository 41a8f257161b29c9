/** A preset made of tables: which kind each file is, and which of its columns is which field. */
import { basename } from 'node:path';
import type { ChannelRow } from '#know/channels';
import { dayOrderOf } from './instant-in.ts';
import { type KindName, kindNamed } from './kinds/index.ts';
import type { Filled, Kind, Setting, Values } from './kinds/kind.ts';
import { guessMapping, type Mapping } from './mapping.ts';
import type { Batch, ReadOptions } from './preset.ts';
import { folderOf } from './reading/gather.ts';
import { filesIn, headOf, rowsOf } from './reading/rows-of.ts';

export type Table = {
  kind: KindName;
  /** Which files of a folder; absent: all that no table before it took. */
  file?: RegExp;
  /** Field → column, or the columns that are tried in turn; what is not named is guessed where `guess`. */
  columns: Readonly<Record<string, string | readonly string[]>>;
  guess?: boolean;
  /** Columns that become traits (or what is known of a place) under their own name: all that no field takes, or these. */
  traits?: 'all' | readonly string[];
  /** What only this file knows how to read. Null: this row is none. */
  amend?(values: Record<string, string>, raw: Record<string, string>, file: string): Values | null;
};

/** All files of one kind together, so that an order may stand in several. */
export async function* readTables(
  path: string,
  channel: ChannelRow,
  tables: readonly Table[],
  { most = Infinity }: ReadOptions = {},
): AsyncGenerator<Batch> {
  const planned = planOf(filesIn(path), tables);
  for (const kind of ['products', 'customers', 'orders', 'deliveries', 'outside'] as const) {
    const own = planned.filter(({ table }) => table.kind === kind);
    if (own.length === 0) continue;
    const dayOrder = await dayOrderIn(own, channel);
    const setting: Setting = { channel, dayOrder, folder: folderOf(path) };
    yield* kindNamed(kind).batches(filledOf(own, most), setting);
  }
}

type Planned = { file: string; table: Table };

function planOf(files: readonly string[], tables: readonly Table[]): Planned[] {
  return tables.flatMap((table) => {
    const own = table.file
      ? files.filter((file) => table.file?.test(basename(file)))
      : files.filter((file) => !tables.some((other) => other.file?.test(basename(file))));
    // One file that was given by itself may be called anything.
    const chosen = own.length === 0 && files.length === 1 && tables.length === 1 ? files : own;
    return chosen.map((file) => ({ file, table }));
  });
}

async function* filledOf(planned: readonly Planned[], most: number): AsyncGenerator<Filled> {
  for (const { file, table } of planned) {
    const name = basename(file);
    let mapping: Mapping | null = null;
    for await (const { number, values } of rowsOf(file)) {
      if (number > most) break;
      mapping ??= await mappingOf(table, file, Object.keys(values));
      const filled = fill(values, mapping, table, kindNamed(table.kind));
      const amended = table.amend ? table.amend(filled, values, name) : filled;
      if (amended) yield { file: name, row: number, values: amended, raw: values };
    }
  }
}

async function mappingOf(table: Table, file: string, columns: readonly string[]): Promise<Mapping> {
  const guessed = table.guess ? guessMapping(table.kind, columns, (await headOf(file)).rows) : {};
  const said = Object.entries(table.columns).flatMap(([field, names]) => {
    const column = (typeof names === 'string' ? [names] : names).find((name) => columns.includes(name));
    return column === undefined ? [] : [[field, column]];
  });
  return { ...guessed, ...Object.fromEntries(said) };
}

function fill(
  raw: Record<string, string>,
  mapping: Mapping,
  { traits = [] }: Table,
  kind: Kind,
): Record<string, string> {
  const values: Record<string, string> = {};
  for (const { name } of kind.fields) {
    const column = mapping[name];
    if (column !== undefined) values[name] = unquoted((raw[column] ?? '').trim());
  }
  const used = new Set(Object.values(mapping));
  const kept = traits === 'all' ? Object.keys(raw).filter((column) => !used.has(column)) : traits;
  for (const column of kept) if (raw[column]) values[`trait:${column}`] = raw[column];
  return values;
}

/** Excel's own way to keep a number a text: `="00123"`, `'00123`; a tab at the end, as Taobao writes them. */
const unquoted = (text: string): string =>
  text.startsWith('="') && text.endsWith('"')
    ? text.slice(2, -1)
    : text.replace(/^'(?=[+\d])/, '').replace(/\t+$/, '');

/** `3/4/2026`: by the first date that leaves no doubt, else as people write it in the channel's country. */
async function dayOrderIn(
  planned: readonly Planned[],
  { country }: ChannelRow,
): Promise<Setting['dayOrder']> {
  for (const { file } of planned) {
    const { rows } = await headOf(file, 400);
    const order = dayOrderOf(rows.flatMap(({ values }) => Object.values(values)));
    if (order) return order;
  }
  return country === 'US' ? 'month' : 'day';
}
