/** What a file may hold: its fields, what people call their columns, and how rows become records. */
import type { ChannelRow } from '#know/channels';
import type { DayOrder } from '../instant-in.ts';
import type { Batch, Rejected, Words } from '../preset.ts';

export type Field = {
  name: string;
  title: Words;
  /** Names of columns as people write them, without regard to case, blanks and marks. */
  called: readonly string[];
};

/** By field; what a file does not say is ''. */
export type Values = Readonly<Record<string, string>>;
export type Filled = { file: string; row: number; values: Values; raw: Record<string, string> };

export type Setting = {
  channel: ChannelRow;
  dayOrder: DayOrder;
  /** Where what does not fit into memory may lie meanwhile. */
  folder: string;
};

export type Kind = {
  name: 'orders' | 'customers' | 'products' | 'deliveries' | 'outside';
  title: Words;
  fields: readonly Field[];
  /** Without one of these a row is refused. */
  needed: readonly string[];
  /** Deterministic: the same rows give the same batches. */
  batches(rows: AsyncIterable<Filled>, setting: Setting): AsyncIterable<Batch>;
};

export const refused = ({ file, row, raw }: Filled, code: Rejected['code'], field: string): Rejected => ({
  file,
  row,
  code,
  field,
  raw,
});
