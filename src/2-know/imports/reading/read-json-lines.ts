/** Rows of JSON lines: objects, one a line; what stands in objects gets a name with dots. A line that is no object is a row without values. */
import { createInterface } from 'node:readline';
import { bytesOf } from './bytes-of.ts';
import type { Row } from './read-rows.ts';

const LONGEST_LINE = 1024 * 1024;

export async function* readJsonLines(path: string): AsyncGenerator<Row> {
  const lines = createInterface({ input: bytesOf(path), crlfDelay: Infinity });
  let number = 0;
  for await (const line of lines) {
    const text = line.replace(/^\ufeff/, '').trim();
    if (text === '') continue;
    number++;
    const values: Record<string, string> = {};
    if (text.length <= LONGEST_LINE) spread(parsed(text), '', values);
    yield { number, values };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function spread(value: unknown, name: string, into: Record<string, string>): void {
  if (value === null || value === undefined) return;
  if (typeof value !== 'object') {
    if (name !== '') into[name] = String(value);
    return;
  }
  if (Array.isArray(value)) {
    if (name !== '') into[name] = JSON.stringify(value);
    return;
  }
  for (const [key, inner] of Object.entries(value)) spread(inner, name === '' ? key : `${name}.${key}`, into);
}
