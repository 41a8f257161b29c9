/**
 * `bench import`: UCI Online Retail II 2009–2010 (525,461 lines) into a new installation, from the command to the last event in the lake. The
 * baseline is reading the file and doing nothing with it.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '../refusal.ts';
import { benchInstance } from './bench-instance.ts';

const file = (): string =>
  join(process.env.REGULARS_DATA ?? '../shared/data', 'shop/online_retail_II_2009_2010.csv.gz');

type Tables = Record<string, { rows_in: number; rows_stored: number; rows_rejected: number }>;

export async function run(): Promise<Record<string, unknown>> {
  const path = file();
  if (!existsSync(path))
    throw new Refusal(
      `The data is not at ${path}: say where with REGULARS_DATA.`,
      `数据不在 ${path}：请用 REGULARS_DATA 指定位置。`,
    );
  const instance = await benchInstance();
  try {
    await instance.start();
    const start = performance.now();
    const { tables, seconds } = await instance.regulars<{ tables: Tables; seconds: number }>(
      'import',
      path,
      '--preset',
      'online-retail',
    );
    while ((await instance.regulars<{ behind: number }>('lake', 'status')).behind > 0);
    const whole = (performance.now() - start) / 1000;
    const reading = await secondsToRead(path);
    return {
      'import.seconds': Math.round(whole * 10) / 10,
      'import.command_seconds': seconds,
      'import.reading_seconds': reading,
      'import.ratio_to_reading': Math.round((whole / reading) * 10) / 10,
      lines: tables.lines?.rows_stored,
      rejected: tables.lines?.rows_rejected,
    };
  } finally {
    await instance.remove();
  }
}

/** Reading the file and doing nothing with it. */
async function secondsToRead(path: string): Promise<number> {
  const { readRows } = await import('#know/imports');
  const start = performance.now();
  for await (const _ of readRows(path));
  return Math.round((performance.now() - start) / 10) / 100;
}
