/**
 * Rows of a delimited text file, whatever its encoding and compression: UTF-8, UTF-16 (with BOM), GBK (GB 18030), plain or gzip; comma, tab,
 * semicolon or bar. Nothing is held but the row at hand; a row that never ends is refused before it fills the memory.
 */
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import { bytesOf } from './bytes-of.ts';

export type Row = { number: number; values: Record<string, string> };

/** Bytes of one row: longer ones are an unclosed quote, or an attack. */
const LONGEST_ROW = 1024 * 1024;
const PEEK = 64 * 1024;

export async function* readRows(path: string): AsyncGenerator<Row> {
  const head = await headOf(path);
  const encoding = encodingOf(head);
  const text = new TextDecoderStream(encoding, { fatal: false });
  const delimiter = delimiterOf(new TextDecoder(encoding).decode(head).split(/\r?\n/, 1)[0] ?? '');
  const parser = parse({
    delimiter,
    columns: (names: string[]) => names.map((name) => name.trim()),
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW,
  });
  const bytes = Readable.toWeb(bytesOf(path)) as ReadableStream<Uint8Array>;
  const decoded = Readable.fromWeb(bytes.pipeThrough(text as never) as never);
  void pipeline(decoded, parser).catch(() => {});
  let number = 0;
  for await (const values of parser as AsyncIterable<Record<string, string>>)
    yield { number: ++number, values };
}

async function headOf(path: string): Promise<Buffer> {
  if (!path.endsWith('.gz')) {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(PEEK), 0, PEEK, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  }
  const stream = bytesOf(path);
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    stream.destroy();
    return chunk.subarray(0, PEEK);
  }
  return Buffer.alloc(0);
}

/** By the mark at the beginning; else UTF-8 where it is that, else what Chinese programs on Windows write. */
export function encodingOf(head: Buffer): 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  // A character may be cut at the end of what was looked at.
  for (let cut = 0; cut < 4; cut++) {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(head.subarray(0, head.length - cut));
      return 'utf-8';
    } catch {}
  }
  return 'gb18030';
}

/** The one that stands in the header most often, outside quotes. */
export function delimiterOf(header: string): string {
  const bare = header.replace(/"[^"]*"/g, '');
  const count = (mark: string): number => bare.split(mark).length - 1;
  return [',', '\t', ';', '|'].reduce((best, mark) => (count(mark) > count(best) ? mark : best), ',');
}
